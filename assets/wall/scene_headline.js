/* Scene of headlines: three things that changed, a figure and a sentence each. On three panels one each. */
(function () {
  "use strict";
  const w = window.wall;

  w.scene("headline", {
    make(root, told) {
      let rows = [];
      const draw = (headlines) => {
        rows = headlines.map(({ subject, figure, sentence }) => {
          const block = w.figureBlock(figure, { size: "hero" });
          const said = w.el("p", "headline-said", sentence);
          return { key: subject + figure.label, block, said, element: w.el("section", "wall-headline-row", w.el("h2", "wall-section", subject), block, said) };
        });
        root.replaceChildren(...rows.map(({ element }) => element));
      };
      draw(told.headlines);
      return {
        update({ headlines }) {
          const isSame = headlines.length === rows.length && headlines.every(({ subject, figure }, place) => subject + figure.label === rows[place].key);
          if (!isSame) return draw(headlines);
          headlines.forEach(({ figure, sentence }, place) => {
            rows[place].block.renew(figure);
            w.write(rows[place].said, sentence);
          });
        },
        dispose: () => root.replaceChildren(),
      };
    },
  });
})();
