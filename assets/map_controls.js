/* What surrounds the drawing: buttons, keys, tooltip in words, legend, clicks told to the page. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});

  function make(parent, tag, className, text) {
    const made = parent.appendChild(document.createElement(tag));
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  /** Buttons for zoom, home and full screen; written anew when the language changes. */
  q.mapControls = function (m) {
    const { words = {}, thumbnail } = m.options;
    m.element.querySelectorAll(".q-map-controls, .q-map-tip, .q-map-source").forEach((old) => old.remove());
    m.element.setAttribute("aria-label", words.label || "");
    m.element.setAttribute("role", thumbnail ? "img" : "application");
    if (thumbnail) return;
    if (m.options.source) make(m.element, "div", "q-map-source", m.options.source);
    m.element.tabIndex = 0;
    m.tip = make(m.element, "div", "q-map-tip");
    m.tip.hidden = true;
    const box = make(m.element, "div", "q-map-controls");
    const button = (name, title, act) => {
      const made = make(box, "button", `q-map-button q-map-${name}`);
      made.type = "button";
      made.title = title || name;
      made.setAttribute("aria-label", title || name);
      make(made, "span", `icon icon-${{ in: "plus", out: "minus", home: "home", full: "expand" }[name]}`);
      made.addEventListener("click", act);
    };
    button("in", words.zoom_in, () => m.zoomBy(1.8));
    button("out", words.zoom_out, () => m.zoomBy(1 / 1.8));
    button("home", words.home, () => m.home());
    button("full", words.full, () => fullScreen(m));
  };

  function fullScreen(m) {
    const whole = m.element.closest("[data-map-full]") || m.element;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (whole.requestFullscreen) whole.requestFullscreen();
  }

  /** A sentence across the map (boundaries did not load), or "" to take it away. */
  q.mapSay = function (m, sentence) {
    let note = m.element.querySelector(".q-map-note");
    if (!note) note = make(m.element, "div", "q-map-note");
    note.hidden = !sentence;
    note.textContent = sentence || "";
  };

  /** Pointer and keys. */
  q.mapListen = function (m) {
    const { element } = m;
    const place = (event) => {
      const box = element.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const ours = (event) => event.target.tagName === "CANVAS" || event.target === element;
    element.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") hover(m, ours(event) && !event.buttons ? place(event) : null);
    });
    element.addEventListener("pointerleave", () => hover(m, null));
    element.addEventListener("click", (event) => ours(event) && act(m, q.mapHit(m, ...place(event))));
    element.addEventListener("keydown", (event) => {
      const keys = {
        ArrowLeft: () => m.panBy(-60, 0), ArrowRight: () => m.panBy(60, 0), ArrowUp: () => m.panBy(0, -60), ArrowDown: () => m.panBy(0, 60),
        "+": () => m.zoomBy(1.5), "=": () => m.zoomBy(1.5), "-": () => m.zoomBy(1 / 1.5), 0: () => m.home(), Home: () => m.home(),
        Enter: () => act(m, q.mapHit(m, ...m.middle())),
      };
      if (event.target !== element || !keys[event.key] || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      keys[event.key]();
    });
  };

  function act(m, hit) {
    hover(m, null);
    if (!hit) return;
    if (hit.kind === "cluster") q.mapOpenCluster(m, hit.cluster);
    else if (hit.kind === "bubble") m.flyTo(m.transform.invert([hit.bubble.x, hit.bubble.y]), 3);
    else if (hit.kind === "dot") tell(m, "map:select", hit.point.id, m.options.props && m.options.props.selected);
    else tell(m, "map:unit", unitOf(m, hit.county), m.options.props && m.options.props.unit);
  }

  function unitOf(m, county) {
    const value = m.shade.values && m.shade.values[county.id];
    return value && value.u ? value.u : null;
  }

  function tell(m, type, detail, store) {
    m.element.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
    if (store && window.dash_clientside) window.dash_clientside.set_props(store, { data: detail });
  }

  function hover(m, spot) {
    const hit = spot && m.projection ? q.mapHit(m, ...spot) : null;
    const before = m.hovered;
    m.hovered = hit;
    m.element.style.cursor = hit && hit.kind !== "county" ? "pointer" : "";
    if (key(hit) !== key(before)) m.drawMarksSoon();
    const words = hit ? inWords(m, hit) : null;
    m.tip.hidden = !words;
    if (!words) return;
    m.tip.replaceChildren();
    make(m.tip, "b", "", words[0]);
    for (const line of words.slice(1).filter(Boolean)) make(m.tip, "div", "", line);
    const left = Math.min(spot[0] + 14, m.width - m.tip.offsetWidth - 6);
    const top = spot[1] + 16 + m.tip.offsetHeight > m.height ? spot[1] - m.tip.offsetHeight - 10 : spot[1] + 16;
    m.tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  const key = (hit) => hit && (hit.kind === "county" ? hit.county.id : hit.kind === "dot" ? hit.point.id : hit.kind);

  function inWords(m, hit) {
    const { words = {} } = m.options;
    const fill = (text, count) => (text || "%s").replace("%s", m.number(count));
    const people = (count) => fill(count === 1 ? words.cluster_one : words.cluster, count);
    if (hit.kind === "cluster") return [people(hit.cluster.count), words.open];
    if (hit.kind === "bubble") return [m.word(hit.bubble.shape.properties), people(hit.bubble.count), words.open];
    if (hit.kind === "dot") return dotWords(m, hit.point, words);
    const value = m.shade.values && m.shade.values[hit.county.id];
    return [hit.county.properties[m.options.language === "en" ? "name_en" : "name"] || hit.county.id, ...(value && value.t ? value.t.split("\n") : [])];
  }

  function dotWords(m, point, words) {
    const known = q.live && q.live.person(point.id);
    const when = point.minutes === undefined || point.minutes === null ? "" : point.minutes < 1 ? words.now : (words.ago || "%s").replace("%s", Math.round(point.minutes));
    return [known ? known.staff_name : words.person || "", known && known.place, when, words.look];
  }

  /** The scale of shades with its class breaks; nothing where there is no shade. */
  q.mapLegend = function (m) {
    let box = m.element.querySelector(".q-map-legend");
    if (!box) box = make(m.element, "div", "q-map-legend");
    box.replaceChildren();
    const { title, breaks, note } = m.shade;
    box.hidden = !title || !((breaks || []).length || m.options && (m.options.places || []).length) || Boolean(m.options && m.options.legend === false);
    if (box.hidden) return;
    make(box, "div", "q-map-legend-title", title);
    const classes = (breaks || []).length;
    if (!classes) return note && make(box, "div", "q-map-legend-note", note);
    const scale = make(box, "div", "q-map-legend-scale");
    for (let step = 0; step <= classes; step++) make(scale, "i", `shade-${classes ? Math.round((step * 6) / classes) + 1 : 4}`);
    box.style.setProperty("--classes", classes + 1);
    const ticks = make(box, "div", "q-map-legend-ticks");
    (breaks || []).forEach((text) => make(ticks, "span", "", text));
    if (note) make(box, "div", "q-map-legend-note", note);
  };
})();
