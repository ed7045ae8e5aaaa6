/* Every unit as a thin bar of its four groups, the best first; those who moved most are named above theirs. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const GROUPS = [...w.panel.GROUPS].reverse(); // from the top down
  const SIZE = 22; // u of a name
  const SPACE = 14; // u between two names
  const pen = document.createElement("canvas").getContext("2d");

  w.scoreStrip = function ({ title, note, ends, bars, first, last }, wide) {
    const figures = ends.map(([word, value]) => w.el("span", "", `${word} `, w.el("b", "", value)));
    const top = w.el("header", "strip-head", w.el("h2", "", title), w.el("span", "panel-note", note), w.el("span", "strip-ends", ...figures));
    const foot = w.el("footer", "strip-foot", w.el("span", "", first), w.el("span", "", last));
    return w.el("section", "score-strip", top, names(bars, wide), w.el("div", "strip-bars", ...bars.map(column)), foot);
  };

  function column({ parts, tone, is_top: isTop }) {
    const made = w.el("div", `strip-bar ${tone || isTop ? "is-marked" : ""}`);
    [...parts].reverse().forEach((part, place) => {
      const one = w.el("i", GROUPS[place]);
      one.style.height = `${(Math.max(0, part) * 100).toFixed(2)}%`;
      made.append(one);
    });
    return made;
  }

  /** Names above their bars, moved aside where two would touch or one would leave the strip; `wide` in u. */
  function names(bars, wide) {
    pen.font = `700 ${SIZE}px ${getComputedStyle(document.body).fontFamily}`;
    const marked = bars.map((bar, place) => ({ ...bar, at: ((place + 0.5) / bars.length) * wide, half: pen.measureText(bar.name).width / 2 })).filter(({ name }) => name);
    const apart = (a, b) => a.half + b.half + SPACE;
    marked.forEach((one, i) => (one.at = Math.max(one.at, i ? marked[i - 1].at + apart(marked[i - 1], one) : one.half)));
    [...marked].reverse().forEach((one, i, all) => (one.at = Math.min(one.at, i ? all[i - 1].at - apart(all[i - 1], one) : wide - one.half)));
    return w.el("div", "strip-names", ...marked.map(named(wide)));
  }

  const named = (wide) => ({ name, tone, at }) => {
    const made = w.el("b", tone, name);
    made.style.left = `${((at / wide) * 100).toFixed(2)}%`;
    return made;
  };
})();
