/* The wall's scene of people working away (components/wall_migrants.py): how much left, where in the middle, the centres right, where to push below. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const { head, bar, empty } = w.panel;

  async function draw(root, told, context) {
    if (told.empty) {
      root.append(empty(told.empty));
      return null;
    }
    const map = w.el("section", "away-map");
    root.append(left(told), map, centres(told.centres), gaps(told.gaps, context.wide));
    if (told.map) await w.chinaMap(map, told.map, told.note, context);
    return null;
  }

  function left({ hero, execution, figures }) {
    const parts = [w.figureBlock(hero, { size: "hero" }), bar({ part: hero.part })];
    if (execution) parts.push(targets(execution));
    const rows = figures.map((one) => w.figureBlock(one));
    return w.el("section", "away-left", w.el("div", "away-hero", ...parts), w.el("div", "away-figures", ...rows));
  }

  /** Targets of all policies: reached, and what is due by now as a line. */
  function targets({ label, part, mark, text, due, tone }) {
    const words = w.el("div", "away-target-words", w.el("span", "", label), w.el("b", tone, text));
    const line = bar({ part, mark, tone, most: 1 });
    const below = w.el("div", "away-due", due);
    return w.el("div", "away-target", words, line, below);
  }

  function centres({ title, note, most, rows, none }) {
    const list = w.el("div", "away-centre-rows", ...rows.map((row) => centre(row, most)));
    return w.el("section", "away-centres", head(title, note), rows.length ? list : w.el("p", "panel-note", none));
  }

  function centre({ name, number, unit, part, mark, rate, sign, tone }, most) {
    return w.el("div", "away-centre", w.el("span", "away-name", name), w.el("b", "away-count", number, unit ? w.el("small", "", unit) : null),
      bar({ part, most, mark, tone }), w.el("b", `away-rate ${tone}`, sign ? w.el("i", "away-sign", sign) : null, rate));
  }

  function gaps({ title, note, rows, none }, wide) {
    const shown = rows.map(({ name, before, number, unit, shares, reason, bars }) =>
      w.el("article", "away-gap", w.el("div", "away-gap-head", w.el("b", "", name), w.el("span", "", before), w.el("strong", "", number), w.el("span", "", unit)),
        w.el("p", "", shares), w.el("p", "away-reason", reason), wide ? w.el("div", "away-gap-bars", ...bars.map(share)) : null));
    return w.el("section", "away-gaps", w.el("div", "away-gaps-title", w.el("h2", "", title), w.el("span", "panel-note", note)), ...(shown.length ? shown : [w.el("p", "panel-note", none)]));
  }

  /** A share with its bar, where there is room for it. */
  const share = ({ label, text, part }, place) => w.el("div", "", w.el("span", "", label), bar({ part, tone: place ? "" : "plain" }), w.el("b", "", text));

  w.dailyScene("migrants", draw);
})();
