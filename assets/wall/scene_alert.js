/* An alert that comes before the turn: what it is and what about it, in two lines that are read across a hall. */
(function () {
  "use strict";
  const w = window.wall;

  w.scene("alert", {
    make(root, { title, text }) {
      const sign = w.svg("svg", { class: "alert-sign", viewBox: "0 0 48 48", "aria-hidden": "true" },
        w.svg("path", { d: "M24 6 44 41H4Z" }), w.svg("path", { class: "mark", d: "M24 19v11M24 35v1" }));
      root.append(sign, w.el("b", "alert-title", title), w.el("p", "alert-text", text));
      return { dispose: () => root.replaceChildren() };
    },
  });
})();
