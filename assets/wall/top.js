/* The line above every scene: mark, data's moment, what comes next; day, clock, ring. The clock goes on whatever happens.
 * A scene's title, unit and demo badge stand in its own layer and fade with it. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const ROUND = 2 * Math.PI * 27;
  const part = {};
  let isDemo = false;

  w.top = {
    init(root) {
      const mark = w.svg("svg", { class: "wall-mark", viewBox: "0 0 48 48", "aria-hidden": "true" },
        w.svg("rect", { width: 48, height: 48, rx: 11 }), w.svg("path", { d: "M9 35 19 18l7 11 4-6 9 12" }), w.svg("circle", { cx: 33, cy: 14, r: 3.4 }));
      part.fresh = w.el("div", "wall-fresh", w.el("i"), (part.asOf = w.el("span")));
      part.next = w.el("div", "wall-next");
      part.day = w.el("div", "wall-day");
      part.weekday = w.el("div", "wall-weekday");
      part.clock = w.el("time", "wall-clock");
      part.left = w.svg("text", { x: 36, y: 45, "text-anchor": "middle" });
      part.ring = w.svg("circle", { class: "wall-ring-left", cx: 36, cy: 36, r: 27, "stroke-dasharray": ROUND });
      const ring = w.svg("svg", { class: "wall-ring", viewBox: "0 0 72 72" }, w.svg("circle", { class: "wall-ring-all", cx: 36, cy: 36, r: 27 }), part.ring, part.left);
      root.append(mark,
        w.el("div", "wall-top-right", w.el("div", "wall-state", part.fresh, part.next), w.el("div", "wall-date", part.day, part.weekday), part.clock, ring));
      part.root = root;
    },
    /** What a scene is called: title, unit, demo badge. An alert knows no more of the data than the scene before it. */
    head({ scene, language }, told) {
      const isAlert = scene === "alert";
      isDemo = isAlert ? isDemo : Boolean(told.demo);
      return w.el("div", "wall-called", w.el("h1", "wall-title", isAlert ? word("scenes", language).alert : told.title),
        told.is_whole === false ? w.el("span", "wall-unit-name", told.node_name) : null, isDemo ? w.el("span", "wall-demo", word("demo", language)) : null);
    },
    /** Each tick: clock, ring, data's moment, what comes next. */
    tick(ms, slot, told, since) {
      const { language } = slot.item;
      part.root.lang = language === "en" ? "en" : "zh-CN";
      const at = w.clock.parts(ms);
      write(part.clock, `${at.hour}:${at.minute}`);
      write(part.day, w.fill(word("day", language), ...(language === "en" ? [Number(at.day), months[at.month - 1]] : [Number(at.month), Number(at.day)])));
      write(part.weekday, language === "en" ? at.weekday : word("weekdays", language)[week.indexOf(at.weekday)]);
      const left = Math.max(0, slot.end - ms);
      const held = w.program.isHeld() && slot.key !== (w.program.showing(ms) || {}).key;
      write(part.left, held ? "Ⅱ" : left > 99e5 ? "" : String(Math.ceil(left / 1000)));
      part.ring.style.strokeDashoffset = ROUND * (1 - Math.min(1, left / Math.max(1, slot.end - slot.start)));
      part.fresh.classList.toggle("is-stale", Boolean(since));
      part.fresh.hidden = !(told && told.as_of);
      if (told && told.as_of) {
        const asOf = since || Math.min(w.clock.parse(told.as_of), told.heard_at || Infinity);
        write(part.asOf, w.fill(word(since ? "stopped" : "as_of", language), w.clock.moment(asOf)));
      }
      const next = slot.next && slot.next.key !== slot.key && slot.next.item;
      const name = next && next.scene !== slot.item.scene ? (word("scenes", language)[next.scene] || "") : next ? next.label || "" : "";
      write(part.next, name ? w.fill(word("next", language), name) : "");
    },
  };

  const week = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

  function word(name, language) {
    return (w.words[language] || w.words.zh)[name];
  }
  w.word = word;

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }
  w.write = write;
})();
