/* The player: what belongs on the screen at this moment is put there, the next is made ready, and nothing a scene does wrong stops it. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const TICK = 100;
  const LEAD = 9000; // ms before its turn a scene is made ready
  const RELOAD_AFTER = 6 * 3600 * 1000; // a fresh player takes over unseen, so that nothing piles up over months
  const RETRY = 500;
  const DARKENED = 3000; // ms until the dark covers all
  const part = {};
  let began = performance.now();
  let first = null; // reload counter and app version when we began
  let since = null;
  let retryAt = 0;
  let asked = false;
  let timer = 0;
  let darkSince = 0;

  w.words = JSON.parse(document.body.dataset.words);
  w.isWide = () => innerWidth / innerHeight >= 3;

  w.player = { since: () => since };

  /** The screen may show nothing any more (its token was withdrawn, or the session ended): dark, at once. */
  w.dark = function () {
    if (document.body.classList.contains("is-dark")) return;
    clearTimeout(timer);
    w.program.stop();
    w.stage.clear();
    document.body.classList.add("is-dark");
    const text = w.words[document.documentElement.lang === "en" ? "en" : "zh"].signed_out;
    document.body.replaceChildren(w.el("p", "wall-dark", text));
    addEventListener("keydown", () => window.top.location.assign("/pair"));
    window.parent.postMessage({ wall: "dark" }, location.origin);
  };

  function tick() {
    try {
      turn();
    } catch (error) {
      w.beat.note("player", error);
    }
    timer = setTimeout(tick, TICK - (Date.now() % TICK));
  }

  function turn() {
    const ms = w.clock.now();
    const slot = w.program.at(ms);
    if (!slot) return;
    part.dim.style.opacity = slot.dim || 0;
    if (!slot.item) return dark(slot, ms);
    darkSince = 0;
    const shown = w.stage.shown();
    if (performance.now() >= retryAt && !w.stage.show(slot)) bring(slot);
    else if (w.program.coming(ms)) w.stage.prepare(w.program.coming(ms));
    else if (slot.next && slot.end - ms < LEAD) w.stage.prepare(slot.next);
    const now = w.stage.shown();
    if (!now) return waiting();
    if (now !== shown) changed(now);
    since = w.stale.tick(ms, now.told, now.slot.item.language);
    w.stage.still(Boolean(since));
    document.body.classList.toggle("is-stale", Boolean(since));
    w.top.tick(ms, { ...slot, key: now.slot.key, item: now.slot.item }, now.told, since); // the line above is of what is seen
    document.body.classList.toggle("is-alert", Boolean(now.slot.item.text));
  }

  /** Nothing is planned at this hour. What stood there goes once the dark covers it; what comes first is made ready unseen. */
  function dark(slot, ms) {
    darkSince = darkSince || ms;
    if (slot.next && slot.end - ms < LEAD) w.stage.prepare(slot.next);
    else if (ms - darkSince > DARKENED && w.stage.shown()) {
      w.stage.clear();
      document.body.classList.remove("has-scene");
    }
  }

  /** The slot's scene is not there yet: make it, and try again a little later where that failed. */
  function bring(slot) {
    if (asked) return;
    asked = true;
    w.stage.prepare(slot).then((isReady) => {
      asked = false;
      if (!isReady) retryAt = performance.now() + RETRY;
    });
  }

  function changed(now) {
    document.body.classList.add("has-scene");
    part.wait.hidden = true;
    window.parent.postMessage({ wall: "ready" }, location.origin);
    renewed(w.program.now());
    if (performance.now() - began > RELOAD_AFTER && !w.stale.isCut()) reload();
  }

  /** Only before the first scene: what is awaited. */
  function waiting() {
    part.wait.hidden = false;
    w.write(part.wait, w.stage.refusal || w.word(w.stale.isCut() ? "unreachable" : "loading", document.documentElement.lang === "en" ? "en" : "zh"));
  }

  /** Another version of the player, or a reload asked for from afar. */
  function renewed(program) {
    if (!program || program.version === "one") return;
    first = first || { reload: program.reload, app: document.body.dataset.app };
    if (program.reload !== first.reload || (program.app && program.app !== first.app)) reload();
  }

  function reload() {
    began = performance.now();
    if (window.parent === window) location.reload();
    else window.parent.postMessage({ wall: "fresh" }, location.origin);
  }

  function begin() {
    const asks = new URLSearchParams(location.search);
    const root = document.body;
    root.classList.toggle("is-wide", w.isWide());
    for (const [name, tag] of [["stage", "main"], ["top", "header"], ["stale", "aside"], ["wait", "p"], ["dim", "div"]]) root.append((part[name] = w.el(tag, `wall-${name === "stale" ? "badge" : name}`)));
    part.wait.hidden = true;
    w.stage.init(part.stage);
    w.top.init(part.top);
    w.stale.init(part.stale);
    const language = asks.get("lang") || (document.documentElement.lang === "en" ? "en" : "zh");
    w.program.start({ playlist: asks.get("playlist"), scene: asks.get("scene"), node: asks.get("node"), period: asks.get("period"), dwell: asks.get("dwell"), language }, renewed);
    w.keys(() => (retryAt = 0));
    w.beat.start();
    addEventListener("resize", () => location.reload());
    setInterval(() => window.parent.postMessage({ wall: "alive" }, location.origin), 5000);
    tick();
  }

  begin();
})();
