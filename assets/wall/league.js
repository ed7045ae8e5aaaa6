/* A ranking for the wall: pages of ten (two columns of ten on three panels), a hairline bar below each row, places gained or lost beside it. */
(function () {
  "use strict";
  const w = window.wall;

  w.league = function (told, size) {
    const columns = size / 10;
    const title = w.el("h2", "wall-section", told.title);
    const where = w.el("span");
    const beside = w.el("span", "league-note");
    const lists = Array.from({ length: columns }, () => w.el("ol", "wall-league"));
    const holder = w.el("div", "wall-leagues", ...lists);
    let { words } = told;
    const draw = (row) => {
      const bar = w.el("i", "wall-bar", w.el("i", "wall-bar-part"));
      bar.firstElementChild.style.width = `${(row.part * 100).toFixed(1)}%`;
      const { moved } = row;
      const change = w.el("span", `league-moved ${moved ? moved.tone : ""}`, moved ? [moved.arrow, moved.size || moved.words].filter(Boolean).join("") : "");
      return w.el("li", row.rank && row.rank <= 3 ? "is-first" : "", w.el("b", "league-rank", String(row.rank || "")), w.el("span", "league-name", row.name), w.el("b", "league-number", row.number), change, bar);
    };
    const fill = (rows) => {
      lists.forEach((list, place) => list.replaceChildren(...rows.slice(place * 10, place * 10 + 10).map(draw)));
      w.fit([...holder.querySelectorAll(".league-name")]);
    };
    const pages = w.pages(holder, () => null, { size, told: (first, last, all) => w.write(where, w.fill(words, first, last, all)), fill });
    const set = (next) => {
      words = next.words;
      w.write(title, next.title);
      w.write(beside, ` · ${next.note}`);
      pages.set(next.rows);
    };
    set(told);
    requestAnimationFrame(() => w.fit([...holder.querySelectorAll(".league-name")])); // its place is known when it stands in the scene
    return { elements: [w.el("header", "wall-head", title, w.el("span", "wall-where-in", where, beside)), holder], renew: set, start: pages.start, stop: pages.stop };
  };
})();
