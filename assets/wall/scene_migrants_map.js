/* The wall's map of China: paths the server projected once (GET /api/v1/geo/china), shaded by step, with flows, centres and names.
 * User units of its drawing are u, so that a text of 26 is as large as one beside the map.
 */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const SEA = 0.16; // of the map's height the inset of the South China Sea takes
  const EAST = 96; // u kept free for names in the sea
  const kept = { address: "", asked: null };

  /** Draws into the element; resolves when the geometry is there. */
  w.chinaMap = async function (element, told, note, context) {
    const geo = await boundaries(told.geo, context);
    const u = w.unit();
    const [width, height] = [element.clientWidth / u, element.clientHeight / u];
    const root = w.svg("svg", { class: "china", viewBox: `0 0 ${width.toFixed(1)} ${height.toFixed(1)}` });
    const main = fit(geo.frames.main, { x: 0, y: 0, width: width - EAST, height });
    root.append(w.svg("svg", { width, height }, shapes(geo, told, main, "main"))); // cut where the frame ends
    const [west, , wide] = geo.frames.main;
    const sea = seaBox(geo.frames.sea, Math.min(width, (west + wide) * main.k + main.x + EAST), height);
    const at = ([x, y]) => [x * main.k + main.x, y * main.k + main.y];
    const key = legend(told);
    element.append(root, key, w.el("div", "china-note", note));
    w.chinaMarks(root, told, { at, width, height, sea, taken: [within(element, key, u)] });
    root.append(inset(geo, told, sea));
  };

  /** The paths, kept: a screen whose line is cut draws the map all the same. */
  function boundaries(address, context) {
    if (kept.address !== address) {
      const asked = context.fetchJson(address);
      Object.assign(kept, { address, asked });
      asked.catch(() => (kept.address = ""));
    }
    return kept.asked;
  }

  /** Where an element stands in the map, in u. */
  function within(element, one, u) {
    const [frame, box] = [element.getBoundingClientRect(), one.getBoundingClientRect()];
    return { x: (box.left - frame.left) / u, y: (box.top - frame.top) / u, w: box.width / u, h: box.height / u };
  }

  /** Scale and shift that put a frame into the middle of a box. */
  function fit([x, y, wide, high], box) {
    const k = Math.min(box.width / wide, box.height / high);
    return { k, x: box.x + (box.width - wide * k) / 2 - x * k, y: box.y + (box.height - high * k) / 2 - y * k };
  }

  /** The inset, its right edge at `right`, at the bottom. */
  function seaBox([, , wide, high], right, height) {
    const tall = SEA * height;
    return { x: right - (wide / high) * tall - 2, y: height - tall - 2, width: (wide / high) * tall, height: tall };
  }

  /** All provinces and the ten-dash line, moved to their place. */
  function shapes(geo, { shades, home }, { k, x, y }, pane) {
    const group = w.svg("g", { class: `china-${pane}`, transform: `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${k.toFixed(5)})` });
    for (const { id, d } of geo.shapes) {
      const step = shades[id];
      const kind = id === home.id ? "home" : step === undefined ? "none" : `shade-${step}`;
      group.append(w.svg("path", { d, class: `china-shape ${kind}`, "fill-rule": "evenodd" }));
    }
    const own = geo.shapes.find(({ id }) => id === home.id);
    if (own && pane === "main") group.append(w.svg("path", { d: own.d, class: "china-home" }));
    for (const d of geo.lines) group.append(w.svg("path", { d, class: "china-dash" }));
    return group;
  }

  /** The South China Sea, whole, in a frame of its own. */
  function inset(geo, told, box) {
    const inner = w.svg("svg", { x: box.x, y: box.y, width: box.width, height: box.height, viewBox: `0 0 ${box.width} ${box.height}` });
    inner.append(w.svg("rect", { class: "china-sea", width: box.width, height: box.height }), shapes(geo, told, fit(geo.frames.sea, { x: 0, y: 0, width: box.width, height: box.height }), "sea"));
    const group = w.svg("g", {}, inner, w.svg("rect", { class: "china-sea-edge", x: box.x, y: box.y, width: box.width, height: box.height }));
    group.append(w.svg("text", { class: "china-sea-name", x: box.x + box.width, y: box.y - 8, "text-anchor": "end" }, told.words.sea));
    return group;
  }

  /** Shades with their breaks, and what the two kinds of flow mean. */
  function legend({ steps, breaks, words }) {
    const ramp = w.el("div", "china-ramp", ...steps.map((step) => w.el("i", `shade-${step}`)));
    const ticks = w.el("div", "china-ticks");
    breaks.forEach((text, place) => {
      const tick = w.el("span", "", text);
      tick.style.left = `${((place + 1) / steps.length) * 100}%`;
      ticks.append(tick);
    });
    const flow = (kind) => w.el("div", "china-key", w.el("i", `china-key-${kind}`), words[kind]);
    return w.el("div", "china-legend", w.el("div", "china-legend-title", words.title), w.el("div", "china-scale", ramp, ticks), flow("none"), flow("centre"), flow("lone"));
  }
})();
