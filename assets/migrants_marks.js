/* What stands on the map of China: flows that taper wide at their destination, cities as sized dots, centres, names; migrants_labels.js places them. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const { svg } = q.migrants;
  const { widthOf, meet, boxes, beside, led, leader, label } = q.migrants.labels;
  const COLUMN_GAP = 19;
  const SMALL = 11;
  const SMALL_MARK = 4; // px: half of what a mark of the main map takes
  const WHOLE = 9; // px from an inset's edge a centre stands, so that its mark is not cut
  const SLIM = 220; // px wide an inset with smaller names
  const ORDERS = [[1, 0], [0, -1], [-1, 0], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]].map(([x, y]) => (a, b) => x * (b[0] - a[0]) + y * (b[1] - a[1])); // from the sea, the north …
  const FIRST = ["new", "behind", "near"]; // centres named before all others
  const BELOW_LEGEND = 48; // px: the strip above a province gone down to
  const FITS = 0.96; // of its province a name may be wide
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
    const bows = ends.flatMap((end) => along(from, end.spot));
    columned(map, group, ends, from, taken, bows);
    taken.push(...bows); // names of provinces keep clear of the flows
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

  /** Destinations in the east are named in one column, the others near their point, as many as find a place. */
  function columned(map, group, ends, from, taken, bows) {
    const { free, coast } = map.places;
    const size = map.narrow && q.language === "zh" ? 13 : 12; // English names are long
    const east = ends.filter((end) => end.spot[0] > from[0] + 24 && !map.narrow);
    const widest = Math.max(0, ...east.map((end) => widthOf(end.name, size, 400) + widthOf(` ${end.value}`, size)));
    const right = coast ? coast.x - 8 : map.size.w - 10;
    const limit = right - widest;
    const marks = (map.scene.centres || []).map((one) => map.spot("main", one.at)[0]); // the column stands clear of the centres
    const x = Math.min(Math.max(0, ...east.map((end) => end.spot[0]), ...marks) + 24, limit);
    const ys = spread(east.map((end) => end.spot[1] - 22), COLUMN_GAP, 12 + COLUMN_GAP, Math.min(free.y + free.height, map.note.offsetTop) - 10);
    const lines = [];
    east.sort((a, b) => a.spot[1] - b.spot[1]).forEach((end, place) => {
      const y = ys[place];
      svg(group, "polyline", { points: `${end.spot[0]},${end.spot[1]} ${x - 12},${y} ${x - 4},${y}`, class: "flow-leader" });
      lines.push(...boxes(end.spot, [x - 12, y]));
      taken.push(label(group, x, y + 4, partsOf(end), "start", size));
    });
    if (east.length) taken.push(label(group, Math.min(x, right - widthOf(map.words.people, SMALL, 400)), ys[0] - COLUMN_GAP + 6, [[map.words.people, "flow-unit"]], "start", SMALL));
    taken.push(...lines);
    const marked = ends.map(({ spot: [x, y] }) => ({ x: x - 4, y: y - 4, w: 8, h: 8 })).concat(bows, standing(map));
    for (const end of ends.filter((one) => !east.includes(one))) near(map, group, end, end.spot[0] < from[0], size, taken, marked);
  }

  const partsOf = (end) => [[end.name, "flow-name"], [` ${end.value}`, "flow-value"]];

  /** Name a destination beside its point or at a short line; not at all rather than on something else. */
  function near(map, group, end, isWest, size, taken, marked) {
    const wishes = isWest ? ["left", "below", "above", "belowLeft", "aboveLeft", "right"] : ["above", "right", "below", "left"];
    const held = taken.concat(marked);
    const wide = widthOf(`${end.name} ${end.value}`, size);
    const { at } = map.panes.main;
    const box = beside(end.spot, wide, size, held, at, { wishes }) || led(end.spot, wide, size, held, at, { r: 4, far: map.narrow ? 56 : 44 });
    if (!box) return;
    taken.push(label(group, box.tx, box.ty, partsOf(end), box.anchor, size));
    if (box.line) taken.push(...leader(group, box.line, "flow-leader"));
  }

  /** Heights in rising order, at least `gap` apart, inside the bounds. */
  function spread(heights, gap, low, high) {
    const ys = [...heights].sort((a, b) => a - b);
    for (let i = 0; i < ys.length; i++) ys[i] = Math.max(ys[i], i ? ys[i - 1] + gap : low);
    for (let i = ys.length - 1; i >= 0; i--) ys[i] = Math.min(ys[i], i === ys.length - 1 ? high : ys[i + 1] - gap);
    return ys;
  }

  // -- cities and centres -------------------------------------------------------------------------------

  /** The cities to be seen, the chosen one and the largest first, each with its place and radius. */
  function cities(map) {
    const values = map.values.dots || {};
    const found = (map.scene.dots || []).filter((dot) => map.holds("main", dot.at, 4));
    const shown = found.map((dot) => Object.assign({}, dot, values[dot.id] || { share: 0, value: "", tip: "" }));
    const isChosen = (dot) => map.scene.place === `city:${dot.id}`;
    shown.sort((a, b) => isChosen(b) - isChosen(a) || b.share - a.share);
    const scale = map.deep ? 1 : 0.55;
    return shown.map((dot) => Object.assign(dot, { isChosen: isChosen(dot), spot: map.spot("main", dot.at), r: (2.6 + 15 * Math.sqrt(dot.share)) * scale }));
  }

  const around = ([x, y], r, pane) => ({ x: x - r, y: y - r, w: 2 * r, h: 2 * r, pane, mark: true });

  /** What the marks of the main map take: its cities and centres. */
  function standing(map) {
    const centres = shownCentres(map, "main").map((one) => around(map.spot("main", one.at), SMALL_MARK));
    return centres.concat(cities(map).map((dot) => around(dot.spot, dot.r)));
  }

  function dots(map, taken) {
    const group = svg(map.marks, "g", { class: map.deep ? "dots" : "dots still" });
    const shown = cities(map);
    taken.push(...shown.map((dot) => around(dot.spot, dot.r)));
    for (const dot of shown) {
      const { spot: [x, y], r } = dot;
      const mark = svg(group, "circle", { cx: x, cy: y, r, class: "city", "data-place": `city:${dot.id}`, "data-tip": `${dot.name}\n${dot.tip}`, tabindex: map.deep ? 0 : -1, role: map.deep ? "button" : undefined, "aria-label": `${dot.name}, ${dot.tip.replaceAll("\n", ", ")}` });
      mark.classList.toggle("chosen", dot.isChosen);
      if (!map.deep) continue;
      const box = cityName(map, dot, taken);
      if (!box) continue;
      taken.push(label(group, box.tx, box.ty, [[dot.name, "city-name"], [` ${dot.value}`, "city-value"]], box.anchor, 13));
      if (box.line) taken.push(...leader(group, box.line, "centre-leader"));
    }
  }

  /** A city's name beside its dot, else at the end of a short line; a large one over a small dot rather than not at all. */
  function cityName(map, { name, value, share, isChosen, spot, r }, taken) {
    const wide = widthOf(`${name} ${value}`, 13);
    const { at } = map.panes.main;
    const found = beside(spot, wide, 13, taken, at, { r }) || led(spot, wide, 13, taken, at, { r: r + 1 });
    if (found || !(isChosen || share > 0.2)) return found;
    return beside(spot, wide, 13, taken.filter((one) => one.w > 14), at, { r });
  }

  /** The centres a pane shows. A phone shows a centre once. */
  function shownCentres(map, pane) {
    const isElsewhere = (one) => pane === "main" && map.narrow && !map.deep && one.state !== "new" && map.holds("coast", one.at, WHOLE);
    const isHidden = (one) => map.deep && !map.narrow && map.spot(pane, one.at)[1] < BELOW_LEGEND;
    return (map.scene.centres || []).filter((one) => map.holds(pane, one.at, pane === "coast" ? WHOLE : 2) && !isElsewhere(one) && !isHidden(one));
  }

  function centres(map, pane, taken) {
    const group = svg(map.marks, "g", { class: `centres centres-${pane}` });
    const large = pane === "coast" || map.deep;
    const radius = (one) => (large ? 4 + 3 * one.size : 2.6 + 1.2 * one.size);
    const told = shownCentres(map, pane).map((one) => Object.assign({}, one, { spot: map.spot(pane, one.at), r: radius(one) }));
    taken.push(...told.map((one) => around(one.spot, large ? one.r + 1 : SMALL_MARK, pane)));
    for (const one of told) centre(map, group, one, pane, large);
    const cities = new Set((map.scene.dots || []).map((dot) => dot.id));
    const size = pane === "coast" && (q.language !== "zh" || map.places.coast.width < SLIM) && !map.places.coast.roomy ? 11.5 : map.narrow && pane === "main" ? SMALL : 13;
    const asked = told.filter((one) => (large && !(map.deep && cities.has(one.city))) || one.state === "new");
    const held = taken.filter((box) => (pane === "coast" ? box.pane === pane : box.pane !== "coast"));
    for (const [one, box] of most(asked, held, size, map.panes[pane].at)) {
      taken.push(Object.assign(label(group, box.tx, box.ty, [[one.name, `centre-name ${one.state}`]], box.anchor, size), { pane }));
      if (box.line) for (const part of leader(group, box.line, "centre-leader")) taken.push(Object.assign(part, { pane }));
    }
  }

  /** Places for the names of centres, [centre, place] each: those behind come first, the others in the order that names most at the shortest lines. */
  function most(asked, held, size, at) {
    const rank = ({ state }) => FIRST.indexOf(state) + 1 || FIRST.length + 1;
    const tries = ORDERS.map((order) => placed([...asked].sort((a, b) => rank(a) - rank(b) || order(a.spot, b.spot)), held, size, at));
    const cost = (found) => (asked.length - found.length) * 1e4 + found.reduce((sum, [, { line }]) => sum + (line ? Math.hypot(line[1][0] - line[0][0], line[1][1] - line[0][1]) : 0), 0);
    return tries.reduce((best, one) => (cost(one) < cost(best) ? one : best));
  }

  /** Each beside its mark, or where there is room at the end of a line; those that find none are left out. */
  function placed(asked, held, size, at) {
    const taken = [...held];
    const found = [];
    for (const one of asked) {
      const wide = widthOf(one.name, size);
      const box = beside(one.spot, wide, size, taken, at, { r: one.r }) || led(one.spot, wide, size, taken, at, { r: one.r + 1 });
      if (!box) continue;
      found.push([one, box]);
      taken.push(box, ...(box.line ? boxes(...box.line) : []));
    }
    return found;
  }

  function centre(map, group, { id, name, tip, state, at, spot: [x, y], r }, pane, large) {
    const mark = svg(group, "g", { class: `centre ${state}`, "data-place": `centre:${id}`, "data-tip": `${name}\n${tip}`, tabindex: large ? 0 : -1, role: "button", "aria-label": `${name}, ${tip.replaceAll("\n", ", ")}` });
    mark.classList.toggle("chosen", map.scene.place === `centre:${id}`);
    mark.classList.toggle("still", pane === "main" && !map.deep && map.holds("coast", at, WHOLE)); // chosen in the inset
    svg(mark, "circle", { cx: x, cy: y, r: Math.max(r, 9), class: "centre-reach" });
    svg(mark, "circle", { cx: x, cy: y, r, class: "centre-dot" });
    if (state === "behind" || state === "near") svg(mark, "path", { d: `M${x - r * 0.55} ${y - r * 0.4}h${r * 1.1}l${-r * 0.55} ${r}z`, class: "centre-sign" });
  }

  // -- names -------------------------------------------------------------------------------------------------

  /** Names of provinces where they fit, those with most first. */
  function names(map, pane, taken, done) {
    const group = svg(map.marks, "g", { class: "names" });
    const { values = {}, home } = map.values;
    const rank = (shape) => ((values[shape.id] || [])[0] ?? -1) * 1e6 + (shape.box[2] - shape.box[0]);
    const size = map.narrow && pane === "main" ? 10.5 : pane === "coast" ? 12 : SMALL;
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
      const shown = (map.scene.centres || []).filter((one) => one.state !== "new" && map.holds("coast", one.at, WHOLE));
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
})();
