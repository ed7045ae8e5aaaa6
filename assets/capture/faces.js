/* Five faces, from 1 to 5, drawn in the text's colour; order and words are those of the customer's own vote (api/vote_page.py). */
(function () {
  "use strict";
  const c = self.capture;
  const MOUTHS = { 1: "M11 23.500Q16 17.5 21 23.5", 2: "M11.5 22.500Q16 19.5 20.5 22.5", 3: "M11.5 21.500H20.5", 4: "M11 20.500Q16 25 21 20.5", 5: "M10.5 19.500H21.500Q20.5 25.5 16 25.500T10.5 19.500Z" };
  const WORDS = { 1: "Very poor", 2: "Poor", 3: "So-so", 4: "Good", 5: "Very good" };

  c.faces = {
    words: (rating) => c.text(WORDS[rating]),
    draw: (rating) => c.svg("svg", { class: "face", viewBox: "0 0 32 32", "aria-hidden": "true" },
      c.svg("circle", { cx: 16, cy: 16, r: 13 }), c.svg("circle", { class: "eye", cx: 11.6, cy: 13, r: 1.7 }), c.svg("circle", { class: "eye", cx: 20.4, cy: 13, r: 1.7 }), c.svg("path", { class: rating === 5 ? "full" : "", d: MOUTHS[rating] })),
  };
})();
