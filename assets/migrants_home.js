/* The small map of where people come from (components/migrant_origin.py): counties with output are shaded and can be chosen. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const { svg, make, attend } = q.migrants;
  const drawn = new Map(); // element → {geo, shapes, words}

  attend("home", async (element, told) => {
    const { geo } = await q.mapLoad({ geo: told.geo });
    element.replaceChildren();
    const [x, y, width, height] = geo.frames.main;
    const pad = width * 0.02;
    const picture = svg(element, "svg", { viewBox: `${x - pad} ${y - pad} ${width + 2 * pad} ${height + 2 * pad}`, role: "group", "aria-label": told.words.label });
    const shapes = {};
    for (const one of geo.shapes) shapes[one.id] = svg(picture, "path", { d: one.d, "data-county": one.id });
    const chosen = svg(picture, "path", { class: "county-chosen" });
    for (const kept of drawn.keys()) if (!kept.isConnected) drawn.delete(kept);
    drawn.set(element, { geo, shapes, chosen, words: told.words });
    if (element.dataset.counties) colour(element, JSON.parse(element.dataset.counties));
  });

  attend("counties", (element, told) => drawn.has(element) && colour(element, told));

  function colour(element, { chosen, counties, order, legend }) {
    const { geo, shapes, words, chosen: edge } = drawn.get(element);
    const first = counties[chosen] ? chosen : order[0];
    for (const one of geo.shapes) {
      const path = shapes[one.id];
      const held = counties[one.id];
      const name = q.language === "zh" ? one.zh : one.en;
      path.setAttribute("class", held ? `county step-${held[0]}` : "county none");
      path.replaceChildren();
      svg(path, "title", {}, held ? `${held[1]} ${held[2]}` : `${name}: ${words.none}`);
      if (held) Object.entries({ role: "button", tabindex: one.id === first ? 0 : -1, "aria-label": `${held[1]} ${held[2]}` }).forEach(([key, value]) => path.setAttribute(key, value));
      else ["role", "tabindex"].forEach((key) => path.removeAttribute(key));
    }
    const shape = geo.shapes.find((one) => one.id === chosen);
    edge.setAttribute("d", shape ? shape.d : "");
    menu(counties, order, chosen);
    scale(element, legend, words);
  }

  /** What the shades mean: few to many, and grey for none. */
  function scale(element, { steps, low, high }, words) {
    const old = element.querySelector(".home-legend");
    if (old) old.remove();
    if (!steps.length) return;
    const box = make(element, "div", "home-legend");
    make(box, "span", "", low);
    const ramp = make(box, "span", "home-ramp");
    for (const step of steps) make(ramp, "i", `county step-${step}`);
    make(box, "span", "", high);
    make(box, "span", "home-none", words.none);
  }

  /** Counties with output, most first: the ones offered. */
  function menu(counties, order, chosen) {
    const panel = document.getElementById("migrants-origins");
    if (!panel) return;
    panel.replaceChildren();
    const field = make(make(panel, "div", "field"), "input");
    field.type = "text";
    field.placeholder = panel.dataset.filter;
    const all = make(panel, "button", chosen ? "menu-item" : "menu-item current", panel.dataset.all);
    all.type = "button";
    all.dataset.migrantsSet = JSON.stringify({ origin: null });
    for (const code of order) {
      const item = make(panel, "button", code === chosen ? "menu-item current" : "menu-item", counties[code][1]);
      item.type = "button";
      item.dataset.migrantsSet = JSON.stringify({ origin: code });
      make(item, "span", "aside", counties[code][2]);
    }
  }

  function choose(path) {
    if (!path || path.classList.contains("none")) return;
    const code = path.dataset.county;
    q.migrants.set({ origin: q.migrants.state().origin === code ? null : code });
  }

  document.addEventListener("click", (event) => choose(event.target.closest("[data-county]")));
  document.addEventListener("keydown", (event) => {
    const path = event.target.closest && event.target.closest("[data-county]");
    if (!path) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(path);
    }
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const held = [...path.parentNode.querySelectorAll("[role=button]")];
    const next = held[(held.indexOf(path) + way + held.length) % held.length];
    held.forEach((one) => one.setAttribute("tabindex", one === next ? 0 : -1));
    next.focus();
  });
})();
