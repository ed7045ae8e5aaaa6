/* The map of China (components/migrant_map.py): paths the server projected once, drawn as SVG; values come alone and only colour them.
 *   data-map     {geo, words}                                         once
 *   data-values  {title, breaks, month, values: {code: [step or null, tip]}}  with every measure
 *   data-scene   {place, province, drill, flows, dots, centres, month, values}  with every choice
 * Values of another month wait for its scene, which comes with the month's words; a scene that comes first brings its own
 * values: shades and words change together.
 */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const { svg, make, attend } = q.migrants;
  const PAD = 10;
  const NARROW = 640;
  const LEAST = 160; // px high it is drawn
  const HATCH = 6; // px from line to line
  const maps = new Map(); // element → map

  class ChinaMap {
    constructor(element, told) {
      Object.assign(this, { element, words: told.words, values: {}, scene: {}, places: {}, early: {} });
      element.replaceChildren();
      element.classList.add("is-loading");
      this.svg = svg(element, "svg", { class: "china", "data-picture": "", role: "group", "aria-label": told.words.label });
      this.legend = make(element, "div", "china-legend");
      this.legend.dataset.drawn = "";
      this.tip = make(element, "div", "china-tip");
      this.tip.hidden = true;
      this.note = make(element, "div", "china-note");
      this.note.dataset.drawn = "";
      for (const line of told.words.note.split("\n")) make(this.note, "span", "", line);
      this.load(told.geo);
      this.watch = new ResizeObserver(() => this.lay());
      this.watch.observe(element);
    }

    async load(geo) {
      try {
        const files = await q.mapLoad({ geo });
        this.geo = Object.assign({}, files.geo, { frames: seaward(files.geo.frames) });
        this.build();
        this.element.classList.remove("is-loading");
        this.lay();
      } catch (problem) {
        this.element.classList.remove("is-loading");
        this.element.replaceChildren(make(null, "div", "state failed", this.words.failed));
      }
    }

    build() {
      this.defs = svg(this.svg, "defs");
      this.panes = { main: this.pane("main"), coast: this.pane("coast"), sea: this.pane("sea") };
      this.marks = svg(this.svg, "g", { class: "marks" });
      q.migrants.pick(this);
    }

    /** The hatch of a pane: as wide on screen whatever the pane's scale. */
    hatch(name) {
      const made = svg(this.defs, "pattern", { id: `${this.element.id}-hatch-${name}`, width: HATCH, height: HATCH, patternUnits: "userSpaceOnUse" });
      svg(made, "rect", { width: HATCH, height: HATCH, class: "hatch-ground" });
      svg(made, "path", { d: `M0 ${HATCH}L${HATCH} 0M-1 1L1 -1M${HATCH - 1} ${HATCH + 1}L${HATCH + 1} ${HATCH - 1}`, class: "hatch-line" });
      return made;
    }

    /** A frame with all shapes of its own; main is not boxed. */
    pane(name) {
      const box = svg(this.svg, "svg", { class: `pane pane-${name}`, "data-pane": name });
      const ground = svg(box, "rect", { class: "pane-ground" });
      const group = svg(box, "g");
      const shapes = {};
      for (const one of this.geo.shapes) {
        if (name !== "main" && !touch(one.box, this.geo.frames[name])) continue; // an inset draws what it shows
        shapes[one.id] = svg(group, "path", { d: one.d, class: "province", "data-code": one.id, "fill-rule": "evenodd" });
      }
      this.geo.lines.forEach((d, place) => svg(group, "path", { d, class: "ten-dash", "data-dash": place }));
      const chosen = svg(group, "path", { class: "province-chosen" });
      const edge = svg(box, "rect", { class: "pane-edge" });
      return { name, box, ground, group, shapes, chosen, edge, hatch: this.hatch(name) };
    }

    /** Where each pane stands: main fits what the insets leave; a province gone down to fills everything. */
    lay() {
      const { clientWidth: w, clientHeight } = this.element;
      if (!this.geo || !w || !clientHeight) return;
      const narrow = (this.narrow = w < NARROW);
      const deep = (this.deep = Boolean(this.scene.drill && this.scene.province));
      this.element.classList.toggle("is-narrow", narrow);
      this.element.classList.toggle("is-deep", deep);
      const h = clientHeight - (narrow ? this.note.offsetHeight + PAD : 0); // a phone has the note below
      if (h < LEAST) return;
      this.size = { w, h };
      this.laid = `0 0 ${w} ${clientHeight}`;
      this.svg.setAttribute("viewBox", this.laid);
      const { main, coast, sea } = this.geo.frames;
      const seaBox = seaPlace(sea, w, h, narrow);
      this.note.style.right = narrow ? "" : `${w - seaBox.x + PAD}px`;
      const coastBox = coastPlace(coast, w, h, narrow, seaBox);
      const right = narrow ? 2.5 * PAD : coastBox.width + 4 * PAD; // a name east of the coast
      const free = { x: PAD, y: PAD, width: w - PAD - right, height: narrow ? coastBox.y - 2.5 * PAD : h - 2 * PAD };
      const wide = { x: narrow ? 64 : 90, y: narrow ? 30 : 46, width: w - (narrow ? 96 : 240), height: h - (narrow ? 70 : 78) }; // below the legend
      const frame = deep ? this.boxOf(this.scene.province) : main;
      this.fit("main", frame, deep ? wide : free, { x: 0, y: 0, width: w, height: deep ? h : Math.min(h, free.y + free.height + PAD) });
      this.fit("coast", coast, coastBox, coastBox);
      this.fit("sea", sea, seaBox, seaBox);
      this.panes.coast.box.toggleAttribute("hidden", deep);
      this.panes.coast.box.style.display = deep ? "none" : "";
      this.places = { coast: deep ? null : Object.assign(coastBox, { roomy: coastBox.width > 260 }), sea: seaBox, free };
      this.colour();
      this.mark();
    }

    /** Whether it is drawn for the size it has. */
    isLaid() {
      return this.laid === `0 0 ${this.element.clientWidth} ${this.element.clientHeight}`;
    }

    /** The land of a province: the islands far in the south stand in the inset. */
    boxOf(code) {
      const [x0, y0, x1, y1] = this.geo.shapes.find((one) => one.id === code).box;
      const [mx, my, mw, mh] = this.geo.frames.main;
      return [Math.max(x0, mx), Math.max(y0, my), Math.min(x1, mx + mw) - Math.max(x0, mx), Math.min(y1, my + mh) - Math.max(y0, my)];
    }

    fit(name, [x, y, width, height], free, box) {
      const pane = this.panes[name];
      const k = Math.min(free.width / width, free.height / height);
      const aside = name !== "main" || this.deep ? 0.5 : this.narrow ? 1 : 0.7; // the legend stands left
      const left = free.x - box.x + (free.width - width * k) * aside;
      const top = free.y - box.y + (free.height - height * k) / 2;
      Object.assign(pane, { k, tx: left - x * k, ty: top - y * k, at: box });
      for (const [key, value] of Object.entries(box)) pane.box.setAttribute(key, value);
      for (const rect of [pane.ground, pane.edge]) {
        rect.setAttribute("width", box.width);
        rect.setAttribute("height", box.height);
      }
      pane.group.setAttribute("transform", `translate(${pane.tx.toFixed(2)} ${pane.ty.toFixed(2)}) scale(${k.toFixed(5)})`);
      pane.hatch.setAttribute("patternTransform", `scale(${(1 / k).toFixed(5)})`);
    }

    /** Page pixels of a map point in a pane. */
    spot(name, [x, y]) {
      const { k, tx, ty, at } = this.panes[name];
      return [x * k + tx + at.x, y * k + ty + at.y];
    }

    /** Whether a map point is to be seen in a pane. */
    holds(name, point, margin = 0) {
      const { at } = this.panes[name];
      const [x, y] = this.spot(name, point);
      return x >= at.x + margin && y >= at.y + margin && x <= at.x + at.width - margin && y <= at.y + at.height - margin;
    }

    colour() {
      if (!this.panes) return;
      const { values = {}, home } = this.values;
      for (const pane of Object.values(this.panes)) {
        for (const [code, path] of Object.entries(pane.shapes)) {
          const [step] = values[code] || [null];
          path.setAttribute("class", code === home ? "province home" : step === null ? "province none" : `province step-${step}`);
          if (step === null && code !== home) path.setAttribute("fill", `url(#${pane.hatch.id})`);
          else path.removeAttribute("fill");
          if (pane.name === "main") path.setAttribute("aria-label", this.wordsOf(code).replaceAll("\n", ", "));
        }
        const shape = this.scene.province && this.geo.shapes.find((one) => one.id === this.scene.province);
        pane.chosen.setAttribute("d", shape ? shape.d : "");
      }
      q.migrants.legend(this);
    }

    nameOf(shape) {
      return q.language === "zh" ? shape.zh : shape.en;
    }

    wordsOf(code) {
      const [, tip] = (this.values.values || {})[code] || [null, ""];
      const name = this.nameOf(this.geo.shapes.find((one) => one.id === code));
      return `${name}\n${tip || this.words.none}`;
    }

    mark() {
      if (this.panes) q.migrants.marks(this);
    }
  }

  /** Whether a box [x0, y0, x1, y1] and a frame [x, y, width, height] share a point. */
  const touch = ([x0, y0, x1, y1], [x, y, width, height]) => x0 <= x + width && x1 >= x && y0 <= y + height && y1 >= y;

  /** The inset of the coast a little to the east: names of centres stand in the sea. */
  function seaward({ coast: [x, y, width, height], ...others }) {
    return { coast: [x + width * 0.07, y, width * 1.06, height], ...others };
  }

  /** The inset of the South China Sea: bottom right. */
  function seaPlace([, , width, height], w, h, narrow) {
    const high = narrow ? 92 : Math.min(124, h * 0.27);
    const wide = (width / height) * high;
    return { x: w - wide - PAD, y: h - high - PAD, width: wide, height: high };
  }

  /** The inset of the south-east coast: top right, on a phone below the map. */
  function coastPlace([, , width, height], w, h, narrow, sea) {
    if (!narrow) {
      const wide = Math.min(w * 0.31, ((sea.y - 6.4 * PAD) * width) / height, 460);
      return { x: w - wide - PAD, y: 34, width: wide, height: (wide * height) / width };
    }
    const high = Math.min(((w - sea.width - 3 * PAD) * height) / width, h * 0.44);
    return { x: PAD, y: h - high - PAD, width: (high * width) / height, height: high }; // nothing but its frame is to be seen
  }

  attend("china", (element, told) => {
    const old = maps.get(element);
    if (old) old.watch.disconnect();
    maps.set(element, new ChinaMap(element, told));
    for (const [kept, made] of maps) if (!kept.isConnected) made.watch.disconnect() || maps.delete(kept);
  });
  attend("values", (element, told) => {
    const map = maps.get(element);
    if (map.scene.place !== undefined && map.scene.month !== told.month) {
      map.early[told.month] = told;
      return;
    }
    map.values = told;
    map.colour();
    map.mark();
  });
  attend("scene", (element, told) => {
    const map = maps.get(element);
    map.scene = told;
    map.values = map.early[told.month] || told.values || map.values;
    map.early = {};
    element.dataset.said = told.said || "";
    map.lay();
    requestAnimationFrame(() => map.isLaid() || map.lay()); // cards above may have been filled since
  });

  q.migrants.chinaMap = (id) => maps.get(document.getElementById(id));
})();
