/* Effects on one axis around zero, each with its interval; and the way from those drawn to those who took the product. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const { head } = w.panel;
  const across = (at) => `${(100 * at).toFixed(2)}%`;

  /** A row a campaign: product, month, points, a dot with its interval. Grey while the interval holds zero. */
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

  function row({ name, group, month, number, at, tone }, zero) {
    const [low, middle, high] = at;
    const line = w.el("i", "lift-line");
    line.style.left = across(low);
    line.style.width = across(high - low);
    const dot = placed(w.el("i", "lift-dot"), middle);
    const words = w.el("span", "lift-what", w.el("i", `panel-key ${group}`), name);
    return w.el("div", `lift-row ${tone}`, words, w.el("span", "lift-month", month), w.el("b", "", number), w.el("div", "lift-axis", placed(w.el("i", "lift-zero"), zero), line, dot));
  }

  /** Two rows, those over and those running: four numbers each, a bar as long as the part of the first that came so far. */
  w.funnel = function ({ title, heads, rows }) {
    const grid = w.el("div", "funnel-grid", w.el("span"), ...heads.map((text) => w.el("span", "funnel-head", text)));
    for (const { title: name, steps, none } of rows) {
      grid.append(w.el("b", "funnel-name", name), ...(steps.length ? steps.map(step) : [w.el("span", "funnel-none", none)]));
    }
    return w.el("section", "funnel", head(title, ""), grid);
  };

  function step({ number, part, share }) {
    const value = w.el("div", "funnel-value", number ? w.el("b", "", number) : null, share ? w.el("span", "", share) : null);
    const bar = part === null ? null : w.panel.bar({ part });
    return w.el("div", "funnel-step", value, bar);
  }
})();
