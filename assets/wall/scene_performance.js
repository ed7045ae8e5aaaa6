/* The wall's scene of performance (components/wall_performance.py): score and groups left, the ranking in pages, who moved and why right, all in a strip. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const { head, bar, stack, shift, empty, GROUPS } = w.panel;
  const PAGE = 10;
  const BEST = 3;
  const WIDTH = 1824; // u the strip is wide, in a panel as on a screen of its own

  function draw(root, told, context) {
    if (told.empty) {
      root.append(empty(told.empty, told.why));
      return null;
    }
    root.append(score(told.hero, told.groups));
    if (!told.ranking) {
      root.classList.add("is-alone");
      return null;
    }
    const list = ranking(told.ranking, context.wide ? 2 * PAGE : PAGE);
    root.append(list.section, moves(told.moves, context.language === "en" && !context.wide), w.scoreStrip(told.strip, WIDTH));
    return { show: list.pages.start, hide: list.pages.stop, dispose: list.pages.stop };
  }

  function score(hero, groups) {
    const expected = hero.expected ? w.el("div", "score-expected", hero.expected) : null;
    const rows = groups.map((one) =>
      w.el("article", "score-group", w.el("div", "score-name", w.el("span", "", w.el("i", `panel-key ${one.group}`), one.label), w.el("small", "", one.full, " ", shift(one.change))),
        w.el("b", "", one.number), bar({ part: one.part, tone: `of-${one.group}` })));
    return w.el("section", "score-left", w.el("div", "score-hero", w.figureBlock(hero, { size: "hero" }), expected), ...rows);
  }

  /** Ten rows a page; a row: place, name, the four groups side by side, score, places gained. */
  function ranking({ title, note, words, rows }, size) {
    const top = head(title, "");
    const list = w.el("div", "score-rows");
    const told = (first, last, all) => (top.lastChild.textContent = [w.fill(words, first, last, all), note].filter(Boolean).join(" · "));
    const pages = w.pages(list, row, { size, told });
    pages.set(rows);
    return { section: w.el("section", "score-ranking", top, list), pages };
  }

  function row({ rank, name, parts, number, moved }) {
    const change = w.el("span", `score-moved ${moved ? moved.tone : ""}`, moved ? (moved.arrow ? `${moved.arrow}\u00a0${moved.size}` : moved.words) : "");
    return w.el("div", `score-row ${rank <= BEST ? "is-best" : ""}`, w.el("b", "score-rank", String(rank)), w.el("span", "score-unit", name), stack(parts, GROUPS), w.el("b", "score-number", number), change);
  }

  function moves({ up, down, up_title: rising, down_title: falling, none }, isShort) {
    const side = (title, rows) => [head(title, ""), ...(rows.length ? rows.map((one) => mover(one, isShort)) : [w.el("p", "panel-note", none)])];
    return w.el("section", "score-moves", w.el("div", "", ...side(rising, up)), w.el("div", "", ...side(falling, down)));
  }

  /** In English and with little room the key alone says which group: words are long. */
  function mover({ name, tone, arrow, places, way, group, part, gain, reason }, isShort) {
    const what = isShort && group ? gain : `${part} ${gain}`;
    const why = w.el("div", "mover-why", group ? w.el("i", `panel-key ${group}`) : null, w.el("span", "", what), reason ? w.el("span", "mover-reason", reason) : null);
    return w.el("article", "mover", w.el("b", `mover-places ${tone}`, w.el("i", "", arrow), places), w.el("div", "mover-name", w.el("b", "", name), w.el("span", "", way)), why);
  }

  w.dailyScene("performance", draw);
})();
