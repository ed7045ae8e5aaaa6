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

  /** Names above their bars, moved aside where two would touch. */
  function names(bars, wide) {
    const row = w.el("div", "strip-names");
    const marked = bars.map((bar, place) => ({ ...bar, at: ((place + 0.5) / bars.length) * 100 })).filter(({ name }) => name);
    let edge = -SPACE;
    for (const one of marked) {
      pen.font = `700 ${SIZE}px ${getComputedStyle(document.body).fontFamily}`;
      const half = pen.measureText(one.name).width / 2; // in u, as wide is
      const middle = Math.min(Math.max((one.at / 100) * wide, edge + SPACE + half), wide - half);
      edge = middle + half;
      const at = (middle / wide) * 100;
      const made = w.el("b", one.tone, one.name);
      made.style.left = `${at.toFixed(2)}%`;
      row.append(made);
    }
    return row;
  }
})();
