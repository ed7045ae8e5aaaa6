/* What stands on the map of China: flows that taper wide at their destination, cities as sized dots, centres, names without overlap. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const { svg } = q.migrants;
  const COLUMN_GAP = 19;
  const SMALL = 11;
  const BELOW_LEGEND = 48; // px: the strip above a province gone down to
  const AROUND = ["right", "left", "above", "below", "aboveRight", "belowRight", "aboveLeft", "belowLeft"];

  const FITS = 0.96; // of its province a name may be wide
  const pen = document.createElement("canvas").getContext("2d");

  /** How wide a text is drawn; unless told otherwise as bold, the widest. */
  function widthOf(text, size, weight = 700) {
    pen.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText(text).width;
  }

  const meet = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

  q.migrants.marks = function (map) {
    map.marks.replaceChildren();
    const taken = [];
    const { coast, sea } = map.places;
    for (const box of [coast, sea]) if (box) taken.push({ x: box.x - 6, y: box.y - 34, w: box.width + 12, h: box.height + 56 });
    const legend = map.legend;
    for (const one of map.narrow ? [] : [...legend.children, map.note]) taken.push(boxIn(map, one));
    const ends = flows(map, taken);
    dots(map, taken);
    centres(map, "main", taken);
    if (coast) centres(map, "coast", taken);
    names(map, "main", taken, ends);
    if (coast) names(map, "coast", taken.filter((box) => box.pane === "coast"), new Set());
    captions(map);
  };

  function boxIn(map, one) {
    const frame = map.element.getBoundingClientRect();
    const { left, top, width, height } = one.getBoundingClientRect();
    return { x: left - frame.left, y: top - frame.top, w: width, h: height };
  }

  // -- flows ---------------------------------------------------------------------------------------

  function flows(map, taken) {
    const { flows: told } = map.scene;
    if (!told || !told.to.length) return new Set();
    const group = svg(map.marks, "g", { class: "flows" });
    const from = map.spot("main", told.from);
    const ends = told.to.map((end) => Object.assign({ spot: map.spot("main", end.at) }, end));
    for (const end of ends) svg(group, "path", { d: taper(from, end.spot, 1.6 + 7 * end.share), class: "flow" });
    for (const end of ends) svg(group, "circle", { cx: end.spot[0], cy: end.spot[1], r: 3.2, class: "flow-end" });
    svg(group, "circle", { cx: from[0], cy: from[1], r: 5, class: "flow-from" });
    const name = label(group, from[0] - 9, from[1] + 4, [[told.name, "flow-origin"]], "end", 13);
    taken.push(name, { x: from[0] - 8, y: from[1] - 8, w: 16, h: 16 });
    columned(map, group, ends, from, taken);
    for (const end of ends) taken.push(...along(from, end.spot)); // names of provinces keep clear of the flows
    return new Set(ends.map((end) => end.code));
  }

  /** The bow of a flow: from, the point it is drawn to, its end. */
  function bow([ax, ay], [bx, by]) {
    const [dx, dy] = [bx - ax, by - ay];
    const bend = dx > 0 ? -0.16 : 0.16;
    return [ax, ay, ax + dx * 0.5 - dy * bend, ay + dy * 0.5 + dx * bend, bx, by];
  }

  /** Small boxes along a flow. */
  function along(from, to) {
    const [ax, ay, cx, cy, bx, by] = bow(from, to);
    const at = (c) => (a, b, t) => (1 - t) * (1 - t) * a + 2 * t * (1 - t) * c + t * t * b;
    return boxes([ax, ay], [bx, by], at(cx), at(cy));
  }

  /** Small boxes between two points; `x` and `y` (from, to, 0–1) say where. */
  function boxes(from, to, x, y = x) {
    const count = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 5) + 1;
    return Array.from({ length: count }, (_one, step) => {
      const t = step / (count - 1 || 1);
      return { x: x(from[0], to[0], t) - 2, y: y(from[1], to[1], t) - 2, w: 4, h: 4 };
    });
  }

  /** A curve from a point to its wide end, as an outline. */
  function taper(from, to, wide) {
    const [ax, ay, cx, cy, bx, by] = bow(from, to);
    const left = [];
    const right = [];
    for (let step = 0; step <= 18; step++) {
      const t = step / 18;
      const x = (1 - t) * (1 - t) * ax + 2 * t * (1 - t) * cx + t * t * bx;
      const y = (1 - t) * (1 - t) * ay + 2 * t * (1 - t) * cy + t * t * by;
      const [tx, ty] = [2 * (1 - t) * (cx - ax) + 2 * t * (bx - cx), 2 * (1 - t) * (cy - ay) + 2 * t * (by - cy)];
      const half = (0.5 + (wide - 0.5) * t * t) / 2;
      const length = Math.hypot(tx, ty) || 1;
      left.push([x - (ty / length) * half, y + (tx / length) * half]);
      right.unshift([x + (ty / length) * half, y - (tx / length) * half]);
    }
    return "M" + left.concat(right).map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L") + "Z";
  }

  /** Destinations in the east are named in one column, the others beside their point. */
  function columned(map, group, ends, from, taken) {
    const { free, coast } = map.places;
    const size = map.narrow ? SMALL : 12;
    const east = ends.filter((end) => end.spot[0] > from[0] + 24 && !map.narrow);
    const widest = Math.max(0, ...east.map((end) => widthOf(end.name, size, 400) + widthOf(` ${end.value}`, size)));
    const right = coast ? coast.x - 8 : map.size.w - 10;
    const limit = right - widest;
    const marks = (map.scene.centres || []).map((one) => map.spot("main", one.at)[0]); // the column stands clear of the centres
    const x = Math.min(Math.max(0, ...east.map((end) => end.spot[0]), ...marks) + 24, limit);
    const leaders = [];
    const ys = spread(east.map((end) => end.spot[1] - 22), COLUMN_GAP, 12 + COLUMN_GAP, Math.min(free.y + free.height, map.note.offsetTop) - 10);
    east.sort((a, b) => a.spot[1] - b.spot[1]).forEach((end, place) => {
      const y = ys[place];
      svg(group, "polyline", { points: `${end.spot[0]},${end.spot[1]} ${x - 12},${y} ${x - 4},${y}`, class: "flow-leader" });
      leaders.push(...boxes(end.spot, [x - 12, y], (a, b, t) => a + (b - a) * t));
      taken.push(label(group, x, y + 4, [[end.name, "flow-name"], [` ${end.value}`, "flow-value"]], "start", size));
    });
    if (east.length) taken.push(label(group, Math.min(x, right - widthOf(map.words.people, SMALL, 400)), ys[0] - COLUMN_GAP + 6, [[map.words.people, "flow-unit"]], "start", SMALL));
    taken.push(...leaders);
    for (const end of ends.filter((one) => !east.includes(one))) {
      const west = end.spot[0] < from[0];
      const texts = [[end.name, "flow-name"], [` ${end.value}`, "flow-value"]];
      const box = free4(end.spot, widthOf(`${end.name} ${end.value}`, size), size, taken, west ? ["left", "below", "above", "belowLeft", "aboveLeft", "right"] : ["above", "right", "below", "left"], map);
      if (box) taken.push(label(group, box.tx, box.ty, texts, box.anchor, size));
    }
  }

  /** Heights in rising order, at least `gap` apart, inside the bounds. */
  function spread(heights, gap, low, high) {
    const ys = [...heights].sort((a, b) => a - b);
    for (let i = 0; i < ys.length; i++) ys[i] = Math.max(ys[i], i ? ys[i - 1] + gap : low);
    for (let i = ys.length - 1; i >= 0; i--) ys[i] = Math.min(ys[i], i === ys.length - 1 ? high : ys[i + 1] - gap);
    return ys;
  }

  // -- cities and centres -------------------------------------------------------------------------------

  function dots(map, taken) {
    const group = svg(map.marks, "g", { class: map.deep ? "dots" : "dots still" });
    const found = (map.scene.dots || []).filter((dot) => map.holds("main", dot.at, 4));
    const values = map.values.dots || {};
    const shown = found.map((dot) => Object.assign({}, dot, values[dot.id] || { share: 0, value: "", tip: "" }));
    const isChosen = (dot) => map.scene.place === `city:${dot.id}`;
    shown.sort((a, b) => isChosen(b) - isChosen(a) || b.share - a.share);
    const scale = map.deep ? 1 : 0.55;
    for (const dot of shown) {
      Object.assign(dot, { spot: map.spot("main", dot.at), r: (2.6 + 15 * Math.sqrt(dot.share)) * scale });
      taken.push({ x: dot.spot[0] - dot.r, y: dot.spot[1] - dot.r, w: 2 * dot.r, h: 2 * dot.r });
    }
    for (const dot of shown) {
      const { spot: [x, y], r } = dot;
      const mark = svg(group, "circle", { cx: x, cy: y, r, class: "city", "data-place": `city:${dot.id}`, "data-tip": `${dot.name}\n${dot.tip}`, tabindex: map.deep ? 0 : -1, role: map.deep ? "button" : undefined, "aria-label": `${dot.name}, ${dot.tip.replaceAll("\n", ", ")}` });
      mark.classList.toggle("chosen", isChosen(dot));
      if (!map.deep) continue;
      const around = isChosen(dot) || dot.share > 0.2 ? taken.filter((one) => one.w > 14) : taken; // over a small dot rather than not at all
      const box = free4([x, y], widthOf(`${dot.name} ${dot.value}`, 13), 13, around, AROUND, map, r);
      if (box) taken.push(label(group, box.tx, box.ty, [[dot.name, "city-name"], [` ${dot.value}`, "city-value"]], box.anchor, 13));
    }
  }

  function centres(map, pane, taken) {
    const group = svg(map.marks, "g", { class: `centres centres-${pane}` });
    const elsewhere = (one) => pane === "main" && map.narrow && !map.deep && map.holds("coast", one.at, 2);
    const hidden = (one) => map.deep && !map.narrow && map.spot(pane, one.at)[1] < BELOW_LEGEND;
    const told = (map.scene.centres || []).filter((one) => map.holds(pane, one.at, 2) && !elsewhere(one) && !hidden(one));
    told.sort((a, b) => (b.state === "new") - (a.state === "new")); // a proposed place is named before all others
    const large = pane === "coast" || map.deep;
    const cities = new Set((map.scene.dots || []).map((dot) => dot.id));
    const spots = told.map((one) => map.spot(pane, one.at));
    const wide = large ? 6 : 4;
    spots.forEach(([x, y]) => taken.push({ x: x - wide, y: y - wide, w: 2 * wide, h: 2 * wide, pane }));
    const size = pane === "coast" && q.language !== "zh" && !map.places.coast.roomy ? 11.5 : 13;
    told.forEach((one, place) => {
      const [x, y] = spots[place];
      const r = large ? 4 + 3 * one.size : 2.6 + 1.2 * one.size;
      const mark = svg(group, "g", { class: `centre ${one.state}`, "data-place": `centre:${one.id}`, "data-tip": `${one.name}\n${one.tip}`, tabindex: large ? 0 : -1, role: "button", "aria-label": `${one.name}, ${one.tip.replaceAll("\n", ", ")}` });
      mark.classList.toggle("chosen", map.scene.place === `centre:${one.id}`);
      mark.classList.toggle("still", pane === "main" && !map.deep && map.holds("coast", one.at, 2)); // chosen in the inset
      svg(mark, "circle", { cx: x, cy: y, r: Math.max(r, 9), class: "centre-reach" });
      svg(mark, "circle", { cx: x, cy: y, r, class: "centre-dot" });
      if (one.state === "behind" || one.state === "near") svg(mark, "path", { d: `M${x - r * 0.55} ${y - r * 0.4}h${r * 1.1}l${-r * 0.55} ${r}z`, class: "centre-sign" });
      if (!(large || one.state === "new") || (map.deep && cities.has(one.city))) return;
      const box = free4([x, y], widthOf(one.name, size), size, taken.filter((b) => b.pane === pane || map.deep), AROUND, map, r, pane);
      if (box) taken.push(Object.assign(label(group, box.tx, box.ty, [[one.name, `centre-name ${one.state}`]], box.anchor, size), { pane }));
    });
  }

  // -- names -------------------------------------------------------------------------------------------------

  /** Names of provinces where they fit, those with most first. */
  function names(map, pane, taken, done) {
    const group = svg(map.marks, "g", { class: "names" });
    const { values = {}, home } = map.values;
    const rank = (shape) => ((values[shape.id] || [])[0] ?? -1) * 1e6 + (shape.box[2] - shape.box[0]);
    const size = map.narrow && pane === "main" ? 9.5 : pane === "coast" ? 12 : SMALL;
    for (const shape of [...map.geo.shapes].sort((a, b) => rank(b) - rank(a))) {
      const at = shape.spot || [(shape.box[0] + shape.box[2]) / 2, (shape.box[1] + shape.box[3]) / 2];
      if (done.has(shape.id) || (shape.id === home && map.scene.flows) || !map.holds(pane, at, 14)) continue;
      const text = map.nameOf(shape);
      const wide = widthOf(text, size);
      if (wide > (shape.box[2] - shape.box[0]) * map.panes[pane].k * FITS) continue;
      const [x, y] = map.spot(pane, at);
      const box = { x: x - wide / 2 - 1, y: y - size * 0.6, w: wide + 2, h: size * 1.2, pane };
      if (taken.some((other) => meet(box, other))) continue;
      taken.push(box);
      const step = (values[shape.id] || [])[0];
      svg(group, "text", { x, y: y + size * 0.36, class: `name ${step >= 4 ? "on-dark" : ""}`, "font-size": size, "text-anchor": "middle" }, text);
    }
  }

  function captions(map) {
    const { coast, sea } = map.places;
    const { words } = map;
    const group = svg(map.marks, "g", { class: "captions" });
    if (coast) {
      const shown = (map.scene.centres || []).filter((one) => one.state !== "new" && map.holds("coast", one.at));
      const text = shown.length ? `${words.coast} · ${shown.length === 1 ? words.lone : words.centres.replace("%s", shown.length)}` : words.coast;
      svg(group, "text", { x: coast.x + 2, y: coast.y - (map.narrow ? 6 : 9), class: "caption" }, text);
      if (shown.length && !map.narrow) signs(group, words, shown, coast, coast.y + coast.height + 13);
    }
    const size = Math.min(SMALL, (SMALL * (sea.width - 6)) / widthOf(words.sea, SMALL));
    svg(group, "text", { x: sea.x + sea.width / 2, y: sea.y + sea.height - 5, class: "caption small", "text-anchor": "middle" }, words.sea).style.fontSize = `${size.toFixed(1)}px`;
  }

  /** What the centres' marks mean and how many there are of each: shape and word, not colour alone. */
  function signs(group, words, shown, coast, y) {
    let x = coast.x + 2;
    for (const state of ["ok", "behind", "near"]) {
      const count = shown.filter((one) => one.state === state).length;
      if (!count) continue;
      const text = `${words[state]} ${count}`;
      const wide = 13 + widthOf(text, SMALL);
      if (x + wide > coast.x + coast.width + 6) [x, y] = [coast.x + 2, y + 14];
      if (state === "ok") svg(group, "circle", { cx: x + 4, cy: y - 4, r: 4, class: "sign-ok" });
      else svg(group, "path", { d: `M${x} ${y - 8}h9l-4.5 8z`, class: `sign-${state}` });
      svg(group, "text", { x: x + 13, y, class: `caption small ${state}` }, text);
      x += wide + 10;
    }
  }

  // -- placing -----------------------------------------------------------------------------------------------

  /** A free place beside a point, in the wished order; null when there is none. */
  function free4([x, y], wide, size, taken, wishes, map, r = 3, pane = "main") {
    const gap = r + 4;
    const high = size * 1.25;
    const { at } = map.panes[pane];
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
      const inside = box.x >= at.x + 2 && box.x + wide <= at.x + at.width - 2 && box.y >= at.y + 1 && box.y + high <= at.y + at.height - 1;
      if (inside && !taken.some((other) => meet(box, other))) return box;
    }
    return null;
  }

  /** A text of several parts; gives the box it takes. */
  function label(group, x, y, parts, anchor, size) {
    const text = svg(group, "text", { x, y, class: "label", "text-anchor": anchor, "font-size": size });
    for (const [words, kind] of parts) svg(text, "tspan", { class: kind }, words);
    const wide = widthOf(parts.map(([words]) => words).join(""), size);
    const left = anchor === "start" ? x : anchor === "end" ? x - wide : x - wide / 2;
    return { x: left - 2, y: y - size, w: wide + 4, h: size * 1.3 };
  }
})();
