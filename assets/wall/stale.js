/* How old the data are, judged by each scene's own promise: past it the stage turns grey and one amber badge says since when, and why. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const SILENT = 6000; // ms of failing answers before the line is called cut
  let badge = null;
  let line = {};

  w.stale = {
    init(root) {
      badge = root;
      line = { head: w.el("b", "wall-stale-head"), how: w.el("span", "wall-stale-how"), note: w.el("span", "wall-stale-note") };
      const sign = w.svg("svg", { class: "wall-stale-sign", viewBox: "0 0 48 48", "aria-hidden": "true" },
        w.svg("path", { d: "M7 21a24 24 0 0 1 34 0M13 28a15 15 0 0 1 22 0M19 34a7 7 0 0 1 10 0" }), w.svg("circle", { cx: 24, cy: 40, r: 2 }), w.svg("path", { class: "cut", d: "M9 40 38 8" }));
      root.append(sign, w.el("div", "", line.head, line.how, line.note));
      root.hidden = true;
    },
    /** Since when (epoch ms) what is shown no longer counts as now, and why; null while the promise holds. */
    since(told, ms) {
      if (!told || !told.as_of) return null;
      const said = told.stale_since ? w.clock.parse(told.stale_since) : null;
      const asOf = Math.min(w.clock.parse(told.as_of), told.heard_at || Infinity); // a moment to come is none
      const late = ms - asOf > told.promise_s * 1000 ? asOf : null;
      const silent = w.link.failing === null ? 0 : performance.now() - w.link.failing;
      return said || late || (silent > told.promise_s * 1000 ? ms - silent : null);
    },
    /** Whether answers have not come for a while. */
    isCut: () => w.link.failing !== null && performance.now() - w.link.failing > SILENT,
    tick(ms, told, language) {
      const since = w.stale.since(told, ms);
      const cut = w.stale.isCut();
      badge.hidden = !since;
      badge.lang = language === "en" ? "en" : "zh-CN";
      if (since) {
        const why = cut ? w.link.why : told.stale_since ? told.stale_why : told.daily ? "delivery" : "live";
        w.write(line.head, w.fill(w.word("stopped", language), w.clock.moment(since)));
        w.write(line.how, [w.fill(w.word("for", language), lasting(ms - since, language)), w.word("why", language)[why] || ""].filter(Boolean).join(" · "));
        w.write(line.note, w.word(told.daily ? "note_daily" : "note_live", language));
      }
      return since;
    },
  };

  /** 14 min 26 s; 3 h 20 min; 2 d 4 h. */
  function lasting(ms, language) {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const [d, h, m, s] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
    const unit = w.word("units", language);
    const pair = d ? [[d, 0], [h, 1]] : h ? [[h, 1], [m, 2]] : [[m, 2], [s, 3]];
    return pair.map(([count, place]) => `${count}${unit[place]}`).join(" ");
  }
})();
