/* The round as a line: start, doors with their numbers, north above, true to scale; straight lines, no roads. */
(function () {
  "use strict";
  const c = self.capture;
  const [WIDE, HIGH, EDGE] = [340, 132, 22];
  const NEAR = 21; // from middle to middle

  c.sketch = function (start, stops, isHere) {
    const all = [start, ...stops.map((stop) => stop.at)];
    const narrow = Math.cos((start[1] * Math.PI) / 180);
    const [xs, ys] = [all.map(([lon]) => lon * narrow), all.map(([, lat]) => lat)];
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min((WIDE - 2 * EDGE) / Math.max(right - left, 1e-5), (HIGH - 2 * EDGE) / Math.max(high - low, 1e-5));
    const at = (place) => [WIDE / 2 + (xs[place] - (left + right) / 2) * scale, HIGH / 2 - (ys[place] - (low + high) / 2) * scale];
    const points = apart(all.map((_, place) => at(place)));
    const path = `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
    const bar = niceBar(scale, narrow);
    return c.svg("svg", { class: "sketch", viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": c.text("Today, best in this order") },
      c.svg("path", { class: "sketch-way", d: path }),
      home(points[0], isHere),
      ...points.slice(1).reverse().map((point, back) => door(point, points.length - 1 - back)),
      c.svg("path", { class: "sketch-bar", d: `M${WIDE - EDGE - bar.long} ${HIGH - 8}h${bar.long}` }), label(WIDE - EDGE - bar.long / 2, HIGH - 12, bar.words));
  };

  /** Doors that lie on each other are pushed apart until each number can be read; the start stays. */
  function apart(points) {
    for (let round = 0; round < 60; round += 1) {
      for (let i = 0; i < points.length; i += 1) {
        for (let j = Math.max(1, i + 1); j < points.length; j += 1) {
          const [x, y] = [points[j][0] - points[i][0] || 0.1 * (j - i), points[j][1] - points[i][1] || 0.1];
          const push = (NEAR - Math.hypot(x, y)) / 2 / (Math.hypot(x, y) || 1);
          if (push <= 0) continue;
          points[j] = inside(points[j][0] + x * push, points[j][1] + y * push);
          if (i) points[i] = inside(points[i][0] - x * push, points[i][1] - y * push);
        }
      }
    }
    return points;
  }

  const inside = (x, y) => [Math.min(WIDE - 12, Math.max(12, x)), Math.min(HIGH - 12, Math.max(12, y))];

  /** A bar of a round length, at most a third of the width. */
  function niceBar(scale, narrow) {
    const metre = scale / 111195; // a degree of latitude; x was narrowed to the same
    const metres = [100, 200, 500, 1000, 2000, 5000, 10000].filter((one) => one * metre < WIDE / 3).pop() || 100;
    return { long: metres * metre, words: c.say.distance(metres), narrow };
  }

  function home([x, y], isHere) {
    if (isHere) return c.svg("g", {}, c.svg("circle", { class: "sketch-halo", cx: x, cy: y, r: 11 }), c.svg("circle", { class: "sketch-me", cx: x, cy: y, r: 5.5 }));
    return c.svg("g", {}, c.svg("rect", { class: "sketch-home", x: x - 8, y: y - 8, width: 16, height: 16, rx: 4 }), c.svg("path", { class: "sketch-bank", d: `M${x - 4.5} ${y - 1}L${x} ${y - 4.5}l4.5 3.500M${x - 3.5} ${y}v4M${x} ${y}v4M${x + 3.5} ${y}v4` }));
  }

  function door([x, y], number) {
    return c.svg("g", { class: number === 1 ? "sketch-door first" : "sketch-door" }, c.svg("circle", { cx: x, cy: y, r: 9.5 }), label(x, y + 3.8, number));
  }

  function label(x, y, words) {
    const made = c.svg("text", { x, y, "text-anchor": "middle" });
    made.textContent = words;
    return made;
  }
})();
