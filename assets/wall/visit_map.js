/* The map of the visits scene: counties shaded, dots of managers out, prefectures named with how many, a ring per new visit, an amber line to the newest. */
(function () {
  "use strict";
  const w = window.wall;
  const q = window.qianhui;
  const PATIENCE = 15000;

  w.visitMap = function (told, { wide, language }) {
    const count = w.el("b", "out-count", told.out.number);
    const label = w.el("span", "out-label", told.out.label);
    const of = w.el("span", "out-of", told.out.of);
    const head = w.el("div", "wall-out", label, count, w.el("span", "out-unit", told.out.unit), of);
    const canvas = w.el("div", "q-map wall-map");
    const names = w.el("div", "wall-names");
    const leader = w.svg("svg", { class: "wall-leader" });
    const callout = w.el("div", "wall-callout");
    const legend = scale(told);
    const element = w.el("div", "wall-map-box", canvas, names, leader, callout, legend, w.el("div", "wall-source", told.map.options.source || ""));
    let places = told.places;
    let pointed = null;
    let out = told.out;
    let isStill = false;
    canvas.id = `wall-map-${Math.random().toString(36).slice(2)}`;
    canvas.dataset.palette = "wall";
    canvas.classList.toggle("is-unit", Boolean(told.map.options.focus));
    canvas.dataset.map = JSON.stringify({ ...told.map.options, dot: 2.1 * w.unit() });
    canvas.dataset.shade = JSON.stringify(told.map.shade);

    const map = () => q.map.at(canvas.id);

    /** Names stand at their prefecture's middle, with how many are out there. */
    function name() {
      const one = map();
      if (!one || !one.shapes.prefectures) return;
      names.replaceChildren(...places.flatMap(({ id, name: called, out: many }) => {
        const shape = one.shapes.prefectures.byId.get(id);
        if (!shape) return [];
        const [x, y] = one.transform.apply(shape.label);
        const text = w.el("span", "wall-place", called, isStill ? null : w.el("b", "", ` ${many.toLocaleString("en-US")}`));
        text.style.left = `${x}px`;
        text.style.top = `${y}px`;
        return [text];
      }));
    }

    /** The newest visit: amber point, a line to its words in the free corner. */
    function point(visit) {
      pointed = visit;
      const one = map();
      leader.replaceChildren();
      callout.replaceChildren();
      if (!one || !one.projection || !visit || visit.lon === null || visit.lon === undefined || isStill) return;
      const [x, y] = one.screen([visit.lon, visit.lat]);
      const u = w.unit();
      const [where, who] = language === "en" ? [[visit.place], [visit.staff_name, visit.seat]] : [[visit.seat, visit.place], [visit.staff_name, w.clock.isJustNow(visit.at) ? told.words.just_now : w.clock.brief(visit.at, true)]];
      if (!wide) callout.append(w.el("b", "", where.filter(Boolean).join(" ")), w.el("span", "", who.filter(Boolean).join(" · ")));
      const to = wide ? [element.clientWidth, 300 * u] : [callout.offsetLeft - 12 * u, 38 * u];
      leader.append(
        w.svg("path", { d: `M${x} ${y}L${to[0] - 24 * u} ${to[1]}H${to[0]}` }),
        w.svg("circle", { class: "ring", cx: x, cy: y, r: 15 * u }), w.svg("circle", { cx: x, cy: y, r: 7 * u }));
    }

    const redraw = () => {
      name();
      point(pointed);
    };
    const resized = new ResizeObserver(() => setTimeout(redraw, 120));
    resized.observe(canvas);

    return {
      head,
      element,
      /** Boundaries there, dots may come. */
      ready: () => new Promise((done, refuse) => {
        const late = setTimeout(() => refuse(new Error("the boundaries did not come")), PATIENCE);
        canvas.addEventListener("map:ready", () => {
          clearTimeout(late);
          requestAnimationFrame(() => {
            redraw();
            done();
          });
        }, { once: true });
      }),
      take(news) {
        const one = map();
        if (!one) return;
        one.setPoints({ moved: news.moved, gone: news.gone, reset: Boolean(news.reset) });
        if (!news.reset && !isStill) one.pulse((news.visits || []).filter(({ lon }) => lon !== null && lon !== undefined).map(({ lon, lat }) => [lon, lat]));
        if (news.out_now !== null && news.out_now !== undefined) {
          const next = { ...out, value: news.out_now, number: news.out_now.toLocaleString("en-US") };
          w.count(count, next, out);
          out = next;
        }
      },
      point,
      renew(next) {
        places = next.places;
        const shade = JSON.stringify(next.map.shade);
        if (canvas.dataset.shade !== shade) canvas.dataset.shade = shade;
        name();
      },
      start: () => requestAnimationFrame(redraw),
      still(isStale) {
        isStill = isStale;
        w.write(label, isStale ? told.words.out_then : told.out.label);
        redraw();
      },
      dispose() {
        resized.disconnect();
        canvas.remove(); // map.js gives its map up with the element
      },
    };
  };

  /** What the shades mean, from least to most. */
  function scale({ map: { shade }, words }) {
    const steps = [1, 2, 3, 4, 5].map((step) => w.el("i", `shade-${step}`));
    const ticks = shade.breaks || [];
    return w.el("div", "wall-scale", w.el("span", "", words.reached), w.el("span", "", ticks[0] ? `<${ticks[0]}${ticks[ticks.length - 1].endsWith("%") && !ticks[0].endsWith("%") ? "%" : ""}` : ""), w.el("span", "wall-scale-steps", ...steps), w.el("span", "", ticks[ticks.length - 1] || ""));
  }
})();
