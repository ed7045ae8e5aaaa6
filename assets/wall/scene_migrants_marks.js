/* What stands on the wall's map of China: flows that taper wide at their end, centres, names in one column east of the coast. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const SIZE = 26; // u of a name
  const GAP = 31; // u from name to name in the column
  const BESIDE = 34; // u from the easternmost centre to the column
  const CROWD = 150; // units of the map: centres nearer than this to two others are named together
  const pen = document.createElement("canvas").getContext("2d");

  w.chinaMarks = function (root, told, map) {
    const home = map.at(told.home.at);
    const centres = told.centres.map((one) => ({ ...one, spot: map.at(one.at) }));
    const flows = told.flows.map((one) => ({ ...one, spot: map.at(one.at) }));
    drawFlows(root, flows, home);
    const taken = [...map.taken, { x: map.sea.x - 8, y: map.sea.y - 34, w: map.sea.width + 16, h: map.sea.height + 40 }];
    column(root, centres, home, map, taken);
    for (const { spot: [x, y] } of centres) root.append(w.svg("circle", { cx: x, cy: y, r: 6.5, class: "china-centre" }));
    root.append(w.svg("circle", { cx: home[0], cy: home[1], r: 8, class: "china-from" }));
    name(root, told.home.name, home, "china-own", [[-14, -8, "end"], [0, -18, "middle"]], taken);
    const marks = centres.map(({ spot: [x, y] }) => ({ x: x - 8, y: y - 8, w: 16, h: 16 }));
    taken.push(...marks);
    for (const one of flows.filter(({ named }) => named)) {
      name(root, one.name, one.spot, "china-name", [[0, -10, "middle"], [-10, 8, "end"], [0, 28, "middle"], [10, 8, "start"]], taken);
    }
  };

  // -- flows ---------------------------------------------------------------------------------------

  /** Grey to provinces without a centre, amber to cities with one; these breathe, three groups one after the other. */
  function drawFlows(root, flows, home) {
    const lone = w.svg("g", { class: "china-lone" });
    for (const { spot } of flows.filter(({ kind }) => kind === "lone")) {
      lone.append(w.svg("path", { d: taper(home, spot, 3) }), w.svg("circle", { cx: spot[0], cy: spot[1], r: 4.5 }));
    }
    root.append(lone);
    const groups = [0, 1, 2].map((turn) => w.svg("g", { class: `china-flows breath-${turn}` }));
    flows.filter(({ kind }) => kind === "centre").forEach(({ spot, share }, place) => groups[place % 3].append(w.svg("path", { d: taper(home, spot, 3 + 13 * share) })));
    root.append(...groups);
  }

  /** A curve from a point to its wide end, as an outline: eastwards it bows to the north. */
  function taper([ax, ay], [bx, by], wide) {
    const [dx, dy] = [bx - ax, by - ay];
    const bend = dx > 0 ? -0.16 : 0.16;
    const [cx, cy] = [ax + dx * 0.5 - dy * bend, ay + dy * 0.5 + dx * bend];
    const left = [];
    const right = [];
    for (let step = 0; step <= 20; step++) {
      const t = step / 20;
      const x = (1 - t) ** 2 * ax + 2 * t * (1 - t) * cx + t * t * bx;
      const y = (1 - t) ** 2 * ay + 2 * t * (1 - t) * cy + t * t * by;
      const [tx, ty] = [(1 - t) * (cx - ax) + t * (bx - cx), (1 - t) * (cy - ay) + t * (by - cy)];
      const half = (1 + (wide - 1) * t * t) / 2 / (Math.hypot(tx, ty) || 1);
      left.push(`${(x - ty * half).toFixed(1)} ${(y + tx * half).toFixed(1)}`);
      right.unshift(`${(x + ty * half).toFixed(1)} ${(y - tx * half).toFixed(1)}`);
    }
    return `M${left.concat(right).join("L")}Z`;
  }

  // -- names ---------------------------------------------------------------------------------------

  /** Centres east of home in one column in the sea, each at a line; a crowd of them in two by two; the others beside their mark. */
  function column(root, centres, home, map, taken) {
    const east = centres.filter(({ spot }) => spot[0] > home[0] + 40);
    const near = (a, b) => Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]) < CROWD;
    const crowd = east.filter((one) => east.filter((other) => near(one, other)).length >= 3 || east.some((other) => other !== one && near(one, other) && east.filter((third) => near(other, third)).length >= 3));
    const lined = east.filter((one) => !crowd.includes(one)).sort((a, b) => a.spot[1] - b.spot[1]);
    const x = Math.max(0, ...east.map(({ spot }) => spot[0])) + BESIDE;
    const ys = spread(lined.map(({ spot }) => spot[1] - 60), 20, map.sea.y - 50);
    lined.forEach((one, place) => led(root, one, [x, ys[place]], taken));
    if (crowd.length) together(root, crowd, map, taken);
    for (const one of centres.filter((other) => !east.includes(other))) {
      name(root, one.name, one.spot, "china-name", [[-13, 9, "end"], [0, 34, "middle"]], taken);
    }
  }

  function led(root, { name: text, spot }, [x, y], taken) {
    root.append(w.svg("polyline", { class: "china-leader", points: `${spot[0]},${spot[1]} ${x - 18},${y} ${x - 6},${y}` }));
    label(root, text, x, y + 9, "start", "china-name", taken);
  }

  /** Names of a crowd below it, two a line, at one leader. */
  function together(root, crowd, map, taken) {
    const sorted = [...crowd].sort((a, b) => a.spot[0] - b.spot[0]);
    const wide = Math.max(...sorted.map((one) => widthOf(one.name))) + 14;
    const x = Math.min(sorted[0].spot[0] + 8, map.sea.x - 2 * wide - 10);
    const low = Math.max(...sorted.map(({ spot }) => spot[1]));
    const y = Math.min(low + 44, map.height - (Math.ceil(sorted.length / 2) - 1) * GAP - 8);
    root.append(w.svg("polyline", { class: "china-leader", points: `${sorted[sorted.length - 1].spot[0]},${low} ${x + wide - 7},${y - SIZE}` }));
    sorted.forEach((one, place) => label(root, one.name, x + (place % 2) * wide, y + Math.floor(place / 2) * GAP, "start", "china-name", taken));
  }

  /** Heights in rising order, a line apart, between the bounds. */
  function spread(heights, low, high) {
    const ys = [...heights];
    for (let i = 0; i < ys.length; i++) ys[i] = Math.max(ys[i], i ? ys[i - 1] + GAP : low);
    for (let i = ys.length - 1; i >= 0; i--) ys[i] = Math.min(ys[i], i === ys.length - 1 ? high : ys[i + 1] - GAP);
    return ys;
  }

  /** A name at the first of some places where nothing stands; none rather than on something else. */
  function name(root, text, [x, y], className, wishes, taken) {
    const wide = widthOf(text);
    const meets = (box) => taken.some((one) => box.x < one.x + one.w && one.x < box.x + box.w && box.y < one.y + one.h && one.y < box.y + box.h);
    for (const [dx, dy, anchor] of wishes) {
      if (!meets(boxOf(x + dx, y + dy, wide, anchor))) return label(root, text, x + dx, y + dy, anchor, className, taken);
    }
    return null;
  }

  function label(root, text, x, y, anchor, className, taken) {
    taken.push(boxOf(x, y, widthOf(text), anchor));
    root.append(w.svg("text", { x, y, class: className, "text-anchor": anchor }, text));
  }

  /** A little wider than the text: two names do not touch. */
  const boxOf = (x, y, wide, anchor) => ({ x: x - 7 - (anchor === "end" ? wide : anchor === "middle" ? wide / 2 : 0), y: y - SIZE, w: wide + 14, h: SIZE + 6 });

  function widthOf(text) {
    pen.font = `${SIZE}px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText(text).width;
  }
})();
