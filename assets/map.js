/* The map: a thin canvas component over d3-geo, d3-zoom and supercluster (docs/adr/0002-canvas-map.md); where it looks: map_view.js.
 *
 * Any element `.q-map` with a JSON attribute `data-map` becomes a map, when it appears and as often as it changes:
 *   {geo: {counties, prefectures, outline, neighbours → addresses}, projection: "mercator"|"albers", fit: "outline",
 *    places: [{spot, name, seen, of}], thumbnail, interactive, clusters, bubbles: "prefecture", labels, live, dot, frame: css selector of the free area, address,
 *    language, words: {…}, props: {selected, unit: ids of stores}}
 * and `data-shade` {title, note, breaks, values: {county: {c: class 0–6, t: words, u: unit id}}} shades its counties, `lack` in the colour of what
 * should be few.
 * Others reach it by `qianhui.map.at(id)`; it tells of itself by events `map:select`, `map:unit`, `map:view` that bubble.
 */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const instances = new Map(); // element → map

  class CanvasMap {
    constructor(element) {
      this.element = element;
      this.points = new Map();
      this.shapes = {};
      this.shade = {};
      this.outlined = [];
      this.pulses = [];
      this.drawn = { clusters: [], bubbles: [], boxes: [] };
      this.canvas = {};
      for (const layer of ["base", "marks", "pulse"]) {
        this.canvas[layer] = element.appendChild(document.createElement("canvas"));
        this.canvas[layer].className = `q-map-${layer}`;
      }
      this.resizer = new ResizeObserver(() => this.refit());
      this.resizer.observe(element);
    }

    /** Take options (the `data-map` attribute); loads boundaries, then draws. */
    async configure(options) {
      const first = !this.options;
      const phone = matchMedia("(max-width: 640px)").matches;
      this.options = phone ? { ...options, ...options.phone } : options;
      this.formatter = new Intl.NumberFormat(options.language === "en" ? "en" : "zh-CN");
      if (first) this.listen();
      q.mapControls(this);
      const frame = options.frame && document.querySelector(options.frame);
      if (frame && frame !== this.frame) this.resizer.observe((this.frame = frame));
      this.wait();
      try {
        this.files = await q.mapLoad(options.geo);
      } catch (error) {
        this.failed = true;
        this.element.classList.remove("q-map-waits");
        q.mapSay(this, options.words && options.words.failed);
        return;
      }
      this.wait();
      this.recolour();
      this.refit(options.view);
      if (first && !options.view && (options.places || []).length) this.fitSpots(options.places.map(({ spot }) => spot));
      else if (first && !options.view && options.focus) this.fitShapes(options.focus);
      if (options.live && q.live) q.live.greet(this);
      this.element.dispatchEvent(new CustomEvent("map:ready", { bubbles: true }));
    }

    /** Say that boundaries or people are still to come, or `instead` of that; nothing once they are there. */
    wait(instead) {
      if (this.failed) return;
      const awaited = !this.files || (this.options.live && q.live && !q.live.answered());
      this.element.classList.toggle("q-map-waits", Boolean(awaited));
      q.mapSay(this, awaited ? instead || (this.options.words || {}).loading || "" : "");
    }

    /** Colours again (theme changed), everything drawn again. */
    recolour() {
      this.palette = q.mapPalette(this.element);
      this.fills = null;
      this.draw();
    }

    setShade(shade) {
      this.shade = shade || {};
      this.element.classList.toggle("is-lack", Boolean(this.shade.lack));
      this.palette = q.mapPalette(this.element);
      this.fills = null;
      q.mapLegend(this);
      this.draw();
    }

    /** Where people are: {moved: [[id, lon, lat, minutes, state]], gone: [id], reset}. */
    setPoints({ moved = [], gone = [], reset = false }) {
      if (reset) this.points.clear();
      for (const [id, lon, lat, minutes, state] of moved) this.points.set(String(id), { id: String(id), lon, lat, minutes, state });
      for (const id of gone) this.points.delete(String(id));
      if (!this.projection || !(reset || moved.length || gone.length)) return;
      q.mapIndex(this);
      this.drawMarksSoon();
    }

    /** Rings where visits just came in: [[lon, lat], …]. */
    pulse(spots) {
      if (this.projection) q.mapPulse(this, spots);
    }

    /** Mark a person amber, with words beside: select("P123", {title, place, at: {lon, lat}}); select(null) clears. */
    select(id, callout) {
      this.selected = id;
      this.callout = callout || null;
      this.selectedAt = callout && callout.at;
      this.drawMarksSoon();
    }

    /** Outline counties in amber. */
    outline(codes) {
      this.outlined = codes || [];
      this.drawMarksSoon();
    }

    /** A day's track (see drawTrack), or null. */
    setTrack(track) {
      this.track = track;
      this.drawMarksSoon();
    }

    // -- drawing ------------------------------------------------------------------------------

    draw() {
      this.stale = true;
      this.drawMarksSoon();
    }

    /** While a gesture lasts the picture of the ground is moved as a whole (cheap); it is drawn sharp every 160 ms and at the end. */
    moved() {
      const { k, x, y } = this.transform;
      const was = this.drawnAt;
      if (!was || performance.now() - was.time > 160) {
        this.draw();
        return;
      }
      const scale = k / was.k;
      this.canvas.base.style.transform = `translate(${x - was.x * scale}px, ${y - was.y * scale}px) scale(${scale})`;
      this.drawMarksSoon();
    }

    drawBase() {
      this.canvas.base.style.transform = "";
      q.mapDrawBase(this);
      this.drawnAt = { ...this.transform, time: performance.now() };
      this.stale = false;
    }

    drawMarksSoon() {
      if (this.waiting || !this.projection) return;
      this.waiting = requestAnimationFrame(() => {
        this.waiting = 0;
        if (this.stale) this.drawBase();
        q.mapDrawMarks(this);
      });
    }

    listen() {
      this.behaviour = window.qianhuiVendor.zoom().scaleExtent([1, this.deepest()])
        .filter((event) => this.wants(event))
        .on("zoom", ({ transform }) => {
          this.transform = transform;
          this.moved();
        })
        .on("end", () => {
          this.draw();
          this.tellView();
        });
      if (this.options.interactive !== false && !this.options.thumbnail) {
        window.qianhuiVendor.select(this.element).call(this.behaviour);
        q.mapListen(this);
      }
    }

    /** Gestures that are the map's: one finger scrolls the page while the map is at home, two fingers always zoom. */
    wants(event) {
      if (event.target.closest(".q-map-controls, .q-map-legend")) return false;
      if (event.type.startsWith("touch")) return event.touches.length > 1 || this.transform.k > 1 || Boolean(document.fullscreenElement);
      return !event.button && (!event.ctrlKey || event.type === "wheel");
    }

    word(properties) {
      return this.options.language === "en"
        ? (properties.name_en || properties.name || "").replace(/^(\S+) .*Autonomous (County|Prefecture)$/, "$1").replace(/ ((Special )?District|City|County|Prefecture|Autonomous.*|Miao.*|Buyei.*|Dong.*)$/, "")
        : properties.short_name || properties.name || "";
    }

    number(value) {
      return this.formatter.format(value);
    }

    destroy() {
      this.resizer.disconnect();
      if (q.live) q.live.forget(this);
      instances.delete(this.element);
    }
  }

  // -- life: elements come and go with Dash's pages --------------------------------------------

  function adopt(element) {
    if (!instances.has(element)) instances.set(element, new CanvasMap(element));
    const map = instances.get(element);
    const { map: options, shade, outline } = element.dataset;
    if (options !== map.optionsText) {
      map.optionsText = options;
      map.configure(JSON.parse(options));
    }
    if ((shade || "") !== (map.shadeText || "")) {
      map.shadeText = shade;
      map.setShade(shade ? JSON.parse(shade) : {});
    }
    if ((outline || "") !== (map.outlineText || "")) {
      map.outlineText = outline;
      map.outline(outline ? JSON.parse(outline) : []);
    }
  }

  function sweep() {
    for (const [element, map] of instances) if (!element.isConnected) map.destroy();
    for (const element of document.getElementsByClassName("q-map")) if (element.dataset.map) adopt(element);
  }

  q.map = {
    at: (id) => instances.get(document.getElementById(id)),
    all: () => [...instances.values()],
    sweep,
  };

  document.addEventListener("DOMContentLoaded", () => {
    Object.assign(CanvasMap.prototype, q.mapView);
    new MutationObserver(sweep).observe(document.body, {
      childList: true, subtree: true, attributes: true, attributeFilter: ["data-map", "data-shade", "data-outline"],
    });
    new MutationObserver(() => requestAnimationFrame(() => q.map.all().forEach((map) => map.palette && map.recolour())))
      .observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "lang"] });
    sweep();
  });
})();
