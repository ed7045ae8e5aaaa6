/* Scene of headlines: three things that changed, a figure and a sentence each. On three panels one each. */
(function () {
  "use strict";
  const w = window.wall;
  const POINTS = "个百分点";

  /** A unit of several signs is not broken over two lines. */
  const unbroken = (text) => text.replaceAll(POINTS, [...POINTS].join("\u2060"));

  w.scene("headline", {
    make(root, told) {
      let rows = [];
      const draw = (headlines) => {
        rows = headlines.map(({ subject, figure, what, where }) => {
          const block = w.figureBlock(figure, { size: "hero" });
          const [said, place] = [w.el("p", "headline-said", unbroken(what)), w.el("p", "headline-where", unbroken(where))];
          return { key: subject + figure.label, block, said, place, element: w.el("section", "wall-headline-row", w.el("h2", "wall-section", subject), block, w.el("div", "", said, place)) };
        });
        root.replaceChildren(...rows.map(({ element }) => element));
      };
      draw(told.headlines);
      return {
        update({ headlines }) {
          const isSame = headlines.length === rows.length && headlines.every(({ subject, figure }, place) => subject + figure.label === rows[place].key);
          if (!isSame) return draw(headlines);
          headlines.forEach(({ figure, what, where }, number) => {
            rows[number].block.renew(figure);
            w.write(rows[number].said, unbroken(what));
            w.write(rows[number].place, unbroken(where));
          });
        },
        dispose: () => root.replaceChildren(),
      };
    },
  });
})();
