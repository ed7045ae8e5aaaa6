/* Pointing at the map of China: words at the pointer, click and keys choose, the legend says what the shades mean. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const { make } = q.migrants;
  const TICK_GAP = 4; // px between two limits of the legend
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const targetOf = (event) => event.target.closest && event.target.closest("[data-place], [data-code]");
  const placeOf = (target) => target.dataset.place || `province:${target.dataset.code}`;

  q.migrants.pick = function (map) {
    const first = Object.keys(map.panes.main.shapes)[0];
    rove(map, map.scene.province || first, false);
    map.svg.addEventListener("pointermove", (event) => hint(map, event));
    map.svg.addEventListener("pointerleave", () => (map.tip.hidden = true));
    map.svg.addEventListener("focusin", (event) => said(map, targetOf(event)));
    map.svg.addEventListener("focusout", () => (map.tip.hidden = true));
    map.svg.addEventListener("click", (event) => go(map, targetOf(event), event.shiftKey));
    map.svg.addEventListener("keydown", (event) => onKey(map, event));
  };

  function go(map, target, down) {
    if (!target) return;
    const place = placeOf(target);
    if (place === `province:${map.values.home}`) return;
    map.tip.hidden = true;
    q.migrants.choose(place, down);
  }

  function wordsOf(map, target) {
    return target.dataset.tip || map.wordsOf(target.dataset.code);
  }

  function hint(map, event) {
    const target = targetOf(event);
    if (!target) {
      map.tip.hidden = true;
      return;
    }
    const frame = map.element.getBoundingClientRect();
    show(map, wordsOf(map, target), placeOf(target), event.clientX - frame.left, event.clientY - frame.top);
  }

  function said(map, target) {
    if (!target || !target.matches(":focus-visible")) return;
    const frame = map.element.getBoundingClientRect();
    const box = target.getBoundingClientRect();
    show(map, wordsOf(map, target), placeOf(target), box.left + box.width / 2 - frame.left, box.top + box.height / 2 - frame.top);
  }

  function show(map, words, place, x, y) {
    const [name, ...lines] = words.split("\n");
    map.tip.replaceChildren(make(null, "b", "", name));
    for (const line of lines) if (line) make(map.tip, "span", "", line);
    if (place !== `province:${map.values.home}`) make(map.tip, "em", "", map.scene.place === place ? map.words.down : map.words.click);
    map.tip.hidden = false;
    const { offsetWidth: wide, offsetHeight: high } = map.tip;
    const left = x + 16 + wide > map.size.w ? x - wide - 12 : x + 16;
    map.tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, Math.min(y + 12, map.size.h - high - 4))}px)`;
  }

  /** One province is the map's tab stop; arrows go to the nearest one that way. */
  function rove(map, code, focus = true) {
    for (const [key, path] of Object.entries(map.panes.main.shapes)) {
      path.setAttribute("tabindex", key === code ? 0 : -1);
      path.setAttribute("role", "button");
    }
    if (focus) map.panes.main.shapes[code].focus();
  }

  function onKey(map, event) {
    const target = targetOf(event);
    if (!target) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      go(map, target, event.shiftKey);
    }
    const way = ARROWS[event.key];
    if (!way || !target.dataset.code) return;
    event.preventDefault();
    const next = nearest(map, target.dataset.code, way);
    if (next) rove(map, next);
  }

  function nearest(map, code, [dx, dy]) {
    const middle = (one) => one.spot || [(one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2];
    const [x, y] = middle(map.geo.shapes.find((one) => one.id === code));
    let found = null;
    let least = Infinity;
    for (const one of map.geo.shapes) {
      const [ox, oy] = middle(one);
      const along = (ox - x) * dx + (oy - y) * dy;
      const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      if (one.id === code || along <= 0 || aside > along * 1.6) continue;
      if (along + 2 * aside < least) [least, found] = [along + 2 * aside, one.id];
    }
    return found;
  }

  /** The shades with their limits; what all of them hold alike where they are one. */
  function scale(legend, steps, breaks, whole) {
    const ramp = make(legend, "span", "china-ramp");
    for (const step of steps) make(ramp, "i", `step-${step}`);
    const ticks = make(legend, "span", "china-ticks");
    const made = breaks.map((text, place) => {
      const tick = make(ticks, "i", "", text);
      tick.style.left = `${((place + 1) / steps.length) * 100}%`;
      return tick;
    });
    if (!breaks.length && whole) make(ticks, "i", "whole", whole);
    thin(made);
  }

  /** Only as many ticks, evenly chosen, as stand apart. */
  function thin(ticks) {
    const boxes = ticks.map((one) => one.getBoundingClientRect());
    const apart = (every) => boxes.every((box, at) => at < every || at % every || boxes[at - every].right + TICK_GAP <= box.left);
    let every = 1;
    while (every < ticks.length && !apart(every)) every++;
    ticks.forEach((one, at) => at % every && one.remove());
  }

  /** The first thing said of the places, where it is one and the same for all. */
  function alike(values) {
    const said = new Set(Object.values(values || {}).map(([, tip]) => tip.split("\n")[0]));
    return said.size === 1 ? [...said][0] : "";
  }

  /** Seven steps with their breaks, and what the other marks are. */
  q.migrants.legend = function (map) {
    const { title, breaks = [], steps = [] } = map.values;
    map.legend.replaceChildren();
    if (!title) return;
    make(map.legend, "span", "china-legend-title", title);
    if (!map.deep) scale(map.legend, steps, breaks, alike(map.values.values));
    if (map.deep) make(map.legend, "span", "china-legend-dots", map.words.dots);
    const signs = make(map.legend, "span", "china-signs");
    const sign = (kind) => (make(signs, "i", `china-sign ${kind}`, map.words[kind]).dataset.sign = kind);
    sign("hatch");
    if (map.scene.flows) sign("flow");
    if ((map.scene.centres || []).length) sign("centre");
  };
})();
