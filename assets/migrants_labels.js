/* Where names stand on the map of China: beside their point, or a little away with a line that leads there; never on what is taken.
 * A box is {x, y, w, h} in pixels of the map; a place for a text is a box with tx, ty and anchor.
 */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const { svg } = q.migrants;
  const EDGE = 2; // px a text keeps from the edge of its pane
  const OWN = 10; // px a name at the end of a line keeps from the marks of others
  const REACH = [12, 18, 26, 34, 44, 56, 70, 86]; // px: how far a name may stand from its mark
  const TURNS = [0, 1, -1, 2, -2, 3, -3, 8, 7, -7, 4, -4, 6, -6, 5, -5]; // eighths of half a turn: seaward first
  const AROUND = ["right", "left", "above", "below", "aboveRight", "belowRight", "aboveLeft", "belowLeft"];
  const pen = document.createElement("canvas").getContext("2d");

  /** How wide a text is drawn; unless told otherwise as bold, the widest. */
  function widthOf(text, size, weight = 700) {
    pen.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText(text).width;
  }

  const meet = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  const isFree = (box, taken) => !taken.some((other) => meet(box, other));

  const within = (value, low, high) => Math.max(low, Math.min(high, value));

  function isInside(box, { x, y, width, height }) {
    return box.x >= x + EDGE && box.x + box.w <= x + width - EDGE && box.y >= y + EDGE && box.y + box.h <= y + height - EDGE;
  }

  /** Small boxes between two points; `x` and `y` (from, to, 0–1) say where. */
  function boxes(from, to, x = (a, b, t) => a + (b - a) * t, y = x) {
    const count = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 5) + 1;
    return Array.from({ length: count }, (_one, step) => {
      const t = step / (count - 1 || 1);
      return { x: x(from[0], to[0], t) - 2, y: y(from[1], to[1], t) - 2, w: 4, h: 4 };
    });
  }

  /** A free place right beside a point, in the wished order; null when there is none. `at`: the pane. */
  function beside([x, y], wide, size, taken, at, { wishes = AROUND, r = 3 } = {}) {
    const gap = r + 4;
    const high = size * 1.25;
    const spots = {
      right: { x: x + gap, y: y - high / 2, tx: x + gap, ty: y + size * 0.36, anchor: "start" },
      left: { x: x - gap - wide, y: y - high / 2, tx: x - gap, ty: y + size * 0.36, anchor: "end" },
      above: { x: x - wide / 2, y: y - gap - high, tx: x, ty: y - gap - size * 0.2, anchor: "middle" },
      below: { x: x - wide / 2, y: y + gap, tx: x, ty: y + gap + size * 0.9, anchor: "middle" },
    };
    const [up, down] = [{ y: y - gap - high * 0.7, ty: y - gap + size * 0.1 }, { y: y + gap - high * 0.3, ty: y + gap + size * 0.55 }];
    Object.assign(spots, {
      aboveRight: { x: x + gap * 0.6, tx: x + gap * 0.6, anchor: "start", ...up },
      belowRight: { x: x + gap * 0.6, tx: x + gap * 0.6, anchor: "start", ...down },
      aboveLeft: { x: x - gap * 0.6 - wide, tx: x - gap * 0.6, anchor: "end", ...up },
      belowLeft: { x: x - gap * 0.6 - wide, tx: x - gap * 0.6, anchor: "end", ...down },
    });
    for (const wish of wishes) {
      const box = Object.assign({ w: wide, h: high }, spots[wish]);
      if (isInside(box, at) && isFree(box, taken)) return box;
    }
    return null;
  }

  /** A free place away from a point, the nearest, with `line`: the leader's points from the mark's edge; null when there is none. */
  function led([x, y], wide, size, taken, at, { r = 3, far = Infinity } = {}) {
    const high = size * 1.25;
    const others = taken.filter((one) => !meet(one, { x: x - 1, y: y - 1, w: 2, h: 2 })); // its own mark is no hindrance
    const marks = others.filter((one) => one.mark);
    for (const reach of REACH.filter((one) => one <= far)) {
      for (const turn of TURNS) {
        const [cos, sin] = [Math.cos((turn * Math.PI) / 8), Math.sin((turn * Math.PI) / 8)];
        const [ex, ey] = [x + (r + reach) * cos, y + (r + reach) * sin];
        const wished = cos > 0.3 ? ex + 2 : cos < -0.3 ? ex - 2 - wide : ex - wide / 2;
        const left = within(wished, at.x + EDGE, at.x + at.width - EDGE - wide);
        const top = Math.abs(cos) <= 0.3 ? ey + (sin < 0 ? -high : 0) : ey - high / 2;
        const box = { x: left, y: top, w: wide, h: high, tx: left, ty: top + high / 2 + size * 0.36, anchor: "start" };
        if (!isInside(box, at) || !isFree(box, taken) || !isFree(wider(box, OWN), marks)) continue;
        const line = tie([x, y], r, box);
        const clear = boxes(...line).map((one) => ({ x: one.x + 1, y: one.y + 1, w: 2, h: 2 }));
        if (clear.every((one) => isFree(one, others))) return Object.assign(box, { line });
      }
    }
    return null;
  }

  const wider = ({ x, y, w, h }, by) => ({ x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by });

  /** From the edge of a mark straight to the nearest point of a box. */
  function tie([x, y], r, box) {
    const [ex, ey] = [within(x, box.x - 2, box.x + box.w + 2), within(y, box.y + 1, box.y + box.h - 1)];
    const length = Math.hypot(ex - x, ey - y) || 1;
    return [[x + ((ex - x) * r) / length, y + ((ey - y) * r) / length], [ex, ey]];
  }

  /** Draw the line that leads from a mark to its name; gives what it takes. */
  function leader(group, line, kind) {
    svg(group, "polyline", { points: line.map((point) => point.map((one) => one.toFixed(1)).join(",")).join(" "), class: kind });
    return boxes(...line);
  }

  /** A text of several parts; gives the box it takes. */
  function label(group, x, y, parts, anchor, size) {
    const text = svg(group, "text", { x, y, class: "label", "text-anchor": anchor, "font-size": size });
    for (const [words, kind] of parts) svg(text, "tspan", { class: kind }, words);
    const wide = widthOf(parts.map(([words]) => words).join(""), size);
    const left = anchor === "start" ? x : anchor === "end" ? x - wide : x - wide / 2;
    return { x: left - 2, y: y - size, w: wide + 4, h: size * 1.3 };
  }

  q.migrants.labels = { widthOf, meet, boxes, beside, led, leader, label };
})();
