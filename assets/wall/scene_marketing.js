/* The wall's scene of marketing (components/wall_marketing.py): what the field confirms left, lift by campaign in the middle, what is worth most right,
 * from list to product and what was taken on the last day below. Few numbers, large; what was taken this month where three panels have room. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const { head, bar } = w.panel;
  const WINS = 3; // rows a page
  const WIDE_WINS = 6;

  function draw(root, told, context) {
    if (told.empty) {
      root.append(w.panel.empty(told.empty, told.why));
      return null;
    }
    const list = wins(told.wins, context.wide ? WIDE_WINS : WINS);
    root.append(proof(told, context.wide), w.liftList(told.lifts), products(told.products), w.funnel(told.funnel), list.section);
    return { show: list.pages.start, hide: list.pages.stop, dispose: list.pages.stop };
  }

  // -- left: the newest campaign, and what was taken this month -------------------------------------

  function proof({ hero, label, nothing, groups }, wide) {
    const top = hero ? confirmed(hero) : w.el("div", "lift-hero is-none", w.el("span", "", label), w.el("b", "", nothing));
    return w.el("section", "lift-left", top, wide ? month(groups) : null);
  }

  function month({ title, note, rows }) {
    const list = rows.map((one) =>
      w.el("article", "taken-group", w.el("span", "taken-name", w.el("i", `panel-key ${one.group}`), one.label), w.panel.shift(one.change) || w.el("span"),
        w.el("b", "", one.number), bar({ part: one.part, tone: `of-${one.group}` })));
    return w.el("div", "taken-groups", head(title, note), ...list);
  }

  function confirmed({ label, name, number, unit, interval, verdict, arms }) {
    const value = w.el("div", "wall-value", w.el("b", "wall-number", number), w.el("span", "wall-unit", unit));
    return w.el("div", "lift-hero wall-figure hero", w.el("div", "wall-label", label), w.el("div", "lift-name", name), value,
      w.el("div", `lift-verdict ${verdict.tone}`, verdict.text), w.el("div", "lift-interval", interval), w.el("div", "lift-arms", ...arms.map(arm)));
  }

  /** Those addressed, and those left alone by lot: how many took it. */
  function arm({ kind, label, rate, part }) {
    const words = w.el("div", "lift-arm-words", w.el("span", "", label), w.el("b", "", rate));
    return w.el("div", "lift-arm", words, bar({ part, tone: kind === "control" ? "plain" : "" }));
  }

  // -- right and below -------------------------------------------------------------------------------

  function products({ title, note, rows, none }) {
    const list = rows.map(({ name, group, number, unit, part }) =>
      w.el("article", "worth-row", w.el("span", "worth-name", w.el("i", `panel-key ${group}`), name), w.el("b", "", number, w.el("small", "", unit)),
        bar({ part, tone: `of-${group}` })));
    return w.el("section", "worth", head(title, note), w.el("div", "worth-rows", ...(list.length ? list : [w.el("p", "panel-note", none)])));
  }

  /** What was taken on the last day, place by place. */
  function wins({ title, number, unit, rows, none }, size) {
    const top = head(title, "");
    top.lastChild.append(w.el("b", "wins-sum", number), ` ${unit}`);
    const list = w.el("div", "wins-rows");
    const row = ({ place, number: count, part }) => w.el("div", "wins-row", w.el("b", "", place), bar({ part }), w.el("b", "wins-number", count));
    const pages = w.pages(list, row, { size });
    pages.set(rows);
    if (!rows.length) list.append(w.el("p", "panel-note", none));
    return { section: w.el("section", "wins", top, list), pages };
  }

  w.dailyScene("marketing", draw);
})();
