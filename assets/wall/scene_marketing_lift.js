/* Effects on one axis around zero, each with its interval; and the way from those drawn to those who took the product. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const { head } = w.panel;
  const across = (at) => `${(100 * at).toFixed(2)}%`;

  /** A row a campaign: product, points, a dot with its interval. Grey while the interval holds zero. */
  w.liftList = function ({ title, note, sum, axis, rows, none }) {
    const top = head(title, rows.length ? sum : "");
    if (!rows.length) return w.el("section", "lifts", top, w.panel.empty("", none));
    const zero = axis.find(([text]) => text === "0")[1];
    const ends = axis.map(([text, at]) => placed(w.el("span", "", text), at));
    const scale = w.el("div", "lift-scale", w.el("span", "", note), w.el("div", "lift-ends", ...ends));
    return w.el("section", "lifts", top, w.el("div", "lift-rows", ...rows.map((one) => row(one, zero))), scale);
  };

  function placed(element, at) {
    element.style.left = across(at);
    return element;
  }

  function row({ name, group, number, at, tone }, zero) {
    const [low, middle, high] = at;
    const line = w.el("i", "lift-line");
    line.style.left = across(low);
    line.style.width = across(high - low);
    const dot = placed(w.el("i", "lift-dot"), middle);
    const words = w.el("span", "lift-what", w.el("i", `panel-key ${group}`), name);
    return w.el("div", `lift-row ${tone}`, words, w.el("b", "", number), w.el("div", "lift-axis", placed(w.el("i", "lift-zero"), zero), line, dot));
  }

  /** What runs, else what is over: a number a step, a bar as long as the part of the first that came so far. */
  w.funnel = function ({ title, note, steps, none }) {
    const shown = steps.length ? steps.map(step) : [w.el("p", "panel-note", none)];
    return w.el("section", "funnel", head(title, note), w.el("div", "funnel-steps", ...shown));
  };

  function step({ label, number, part, share }) {
    const value = w.el("div", "funnel-value", w.el("b", "", number), share ? w.el("span", "", share) : null);
    return w.el("div", "funnel-step", w.el("span", "funnel-head", label), value, w.panel.bar({ part }));
  }
})();
