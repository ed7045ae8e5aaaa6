/* Where a map looks: its free frame, fitting, zoom and glide, the view told to the address. Methods of the map of map.js. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const LIMITS = [1, 80];

  q.mapView = {
    /** Fit the projection to the element's size again; what stood in the middle of the free frame stays there. */
    refit(view) {
      const { clientWidth: width, clientHeight: height } = this.element;
      if (!this.files || !width || !height) return;
      const kept = view || this.view();
      Object.assign(this, { width, height, dpr: Math.min(window.devicePixelRatio || 1, 2.5) });
      for (const canvas of Object.values(this.canvas)) {
        canvas.width = Math.round(width * this.dpr);
        canvas.height = Math.round(height * this.dpr);
      }
      const fitted = this.options.fitTo || this.files[this.options.fit || "outline"] || this.files.counties;
      this.projection = q.mapProjection(this.options.projection, fitted, (this.free = this.freeArea()));
      this.shapes = q.mapShapes(this.files, this.projection);
      this.fills = null;
      if (this.transform === undefined) this.transform = window.qianhuiVendor.zoomIdentity;
      q.mapIndex(this);
      this.behaviour.translateExtent([[-width, -height], [2 * width, 2 * height]]);
      this.lookAt(kept);
      this.drawBase(); // at once: a canvas that was resized is empty
      q.mapDrawMarks(this);
    },

    /** The free part of the element, not covered by panels: {x, y, width, height}. */
    freeArea() {
      const pad = this.options.thumbnail ? 6 : this.options.pad === undefined ? 16 : this.options.pad;
      const own = this.element.getBoundingClientRect();
      const shown = this.frame && this.frame.isConnected && this.frame.offsetWidth > 0;
      const free = shown ? this.frame.getBoundingClientRect() : own;
      const top = pad + (this.options.padTop || 0);
      const source = this.element.querySelector(".q-map-source");
      const foot = pad + (source ? source.offsetHeight : 0);
      return { x: free.left - own.left + pad, y: free.top - own.top + top, width: free.width - 2 * pad, height: free.height - top - foot };
    },

    middle() {
      return [this.free.x + this.free.width / 2, this.free.y + this.free.height / 2];
    },

    deepest() {
      return this.options.deepest || LIMITS[1];
    },

    /** {z, lon, lat}: zoom over home and the place in the middle; null when the map is at home. */
    view() {
      if (!this.projection || this.transform.k === 1 && !this.transform.x && !this.transform.y) return null;
      const [lon, lat] = this.projection.invert(this.transform.invert(this.middle()));
      return { z: +this.transform.k.toFixed(3), lon: +lon.toFixed(4), lat: +lat.toFixed(4) };
    },

    /** Go to a view without a move; null is home. */
    lookAt(view) {
      this.apply(view ? this.transformAt(this.projection([view.lon, view.lat]), view.z) : window.qianhuiVendor.zoomIdentity, 0);
    },

    /** Glide to a base point at scale k. */
    flyTo(spot, k) {
      this.apply(this.transformAt(spot, Math.min(this.deepest(), k)), 420);
    },

    home() {
      this.apply(window.qianhuiVendor.zoomIdentity, 420);
    },

    zoomBy(factor) {
      this.flyTo(this.transform.invert(this.middle()), Math.max(LIMITS[0], this.transform.k * factor));
    },

    panBy(dx, dy) {
      this.apply(this.transform.translate(-dx / this.transform.k, -dy / this.transform.k), 120);
    },

    /** Show a place at least at scale k. */
    showPlace(lon, lat, k) {
      this.flyTo(this.projection([lon, lat]), Math.max(k || 6, this.transform.k));
    },

    /** Fill the free frame with these counties, without a move. */
    fitShapes(codes) {
      const boxes = codes.map((code) => this.shapes.counties && this.shapes.counties.byId.get(code)).filter(Boolean).map(({ box }) => box);
      if (boxes.length) this.fitBox([0, 1].map((i) => Math.min(...boxes.map((box) => box[i]))), [2, 3].map((i) => Math.max(...boxes.map((box) => box[i]))));
    },

    /** Fill the free frame with these places. */
    fitSpots(spots) {
      const points = spots.map((spot) => this.projection(spot));
      this.fitBox([0, 1].map((i) => Math.min(...points.map((point) => point[i]))), [0, 1].map((i) => Math.max(...points.map((point) => point[i]))));
    },

    fitBox([x0, y0], [x1, y1]) {
      const k = 0.72 * Math.min(this.free.width / Math.max(x1 - x0, 1e-3), this.free.height / Math.max(y1 - y0, 1e-3));
      this.apply(this.transformAt([(x0 + x1) / 2, (y0 + y1) / 2], Math.max(LIMITS[0], Math.min(k, this.deepest()))), 0);
    },

    transformAt([x, y], k) {
      const [mx, my] = this.middle();
      return window.qianhuiVendor.zoomIdentity.translate(mx - k * x, my - k * y).scale(k);
    },

    apply(transform, duration) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden;
      const picked = window.qianhuiVendor.select(this.element);
      if (duration && !calm) picked.transition().duration(duration).call(this.behaviour.transform, transform);
      else picked.call(this.behaviour.transform, transform);
    },

    /** Screen pixels of [lon, lat]. */
    screen(spot) {
      return this.transform.apply(this.projection(spot));
    },

    tellView() {
      const view = this.view();
      this.element.dispatchEvent(new CustomEvent("map:view", { bubbles: true, detail: view }));
      if (this.options.address && q.address) q.address.set({ z: view && view.z, lon: view && view.lon, lat: view && view.lat });
    },
  };
})();
