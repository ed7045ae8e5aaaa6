/* Small helpers every scene uses: elements, figures with their change, rankings that turn their pages. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const scenes = new Map();
  const PAGE_SECONDS = 12;
  const LEAST = 18.5; // u: a little above 1.6% of the height

  /** An element with classes and children; texts become text nodes, null is left out. */
  w.el = function (tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };

  /** An SVG element with attributes. */
  w.svg = function (tag, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };

  /** Tell the player of a scene: {make(root, told, context) → {update, show, hide, still, dispose}}. */
  w.scene = (name, definition) => scenes.set(name, definition);
  w.sceneNamed = (name) => scenes.get(name);

  /** Whether motion is not wanted. */
  w.calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** One unit of the wall in pixels: 1/1080 of the height. */
  w.unit = () => innerHeight / 1080;

  /** ▲ 6.2% better than last Friday: {arrow, size, words, tone}, or nothing. */
  w.change = function (change) {
    const line = w.el("div", "wall-change");
    w.changed(line, change);
    return line;
  };

  w.changed = function (line, change) {
    line.className = `wall-change ${change ? change.tone : ""}`;
    if (!change) return line.replaceChildren();
    line.replaceChildren(w.el("b", "", [change.arrow, change.size].filter(Boolean).join(" ")), w.el("span", "", change.words || ""));
  };

  /** A figure: size "hero" (label, number, unit, change below each other) or "row" (label and change left, number right). */
  w.figureBlock = function (figure, { size = "row" } = {}) {
    const number = w.el("b", "wall-number", figure.number);
    const unit = w.el("span", "wall-unit", figure.unit || "");
    const label = w.el("div", "wall-label", figure.label);
    const change = w.change(figure.change);
    const value = w.el("div", "wall-value", number, unit);
    const block = size === "hero"
      ? w.el("div", "wall-figure hero", label, value, change)
      : w.el("div", "wall-figure row", w.el("div", "wall-words", label, change), value);
    block.renew = (next) => {
      if (label.textContent !== next.label) label.textContent = next.label;
      w.count(number, next, figure);
      unit.textContent = next.unit || "";
      w.changed(change, next.change);
      figure = next;
    };
    return block;
  };

  /** A list that shows `rows` by pages of `size`, `draw(row)` an element each, turning every 12 s; `told(first, last, all)` says where it is. */
  w.pages = function (list, draw, { size = 10, told = () => {}, fill = null } = {}) {
    let rows = [];
    let page = 0;
    let timer = 0;
    const count = () => Math.max(1, Math.ceil(rows.length / size));
    const render = () => {
      const from = page * size;
      const shown = rows.slice(from, from + size);
      if (fill) fill(shown);
      else list.replaceChildren(...shown.map(draw));
      told(shown.length ? from + 1 : 0, from + shown.length, rows.length);
    };
    const turn = () => {
      page = (page + 1) % count();
      list.classList.remove("is-turned");
      void list.offsetWidth; // begins the fade anew
      list.classList.add("is-turned");
      render();
    };
    const stop = () => clearInterval(timer);
    return {
      set(next) {
        rows = next;
        page = Math.min(page, count() - 1);
        render();
      },
      start() {
        stop();
        timer = setInterval(() => count() > 1 && turn(), PAGE_SECONDS * 1000);
      },
      stop,
    };
  };

  /** Words that are wider than their place are set smaller, down to what can be read from ten metres; then they wrap. Never cut. */
  w.fit = function (elements) {
    const found = elements.map((one) => [one, one.clientWidth, one.scrollWidth, parseFloat(getComputedStyle(one).fontSize)]);
    for (const [one, room, wide, size] of found) {
      if (!room || wide <= room) continue;
      const least = LEAST * w.unit();
      one.style.fontSize = `${Math.max(least, Math.floor(10 * size * (room / wide)) / 10)}px`;
      one.classList.toggle("is-wrapped", size * (room / wide) < least);
    }
  };

  /** `%s` in order. */
  w.fill = (text, ...values) => values.reduce((rest, value) => rest.replace("%s", value), text);
})();
