/* What the screen tells the bank each 15 s: that it lives, what it shows, how smoothly, how much it holds, what went wrong. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const EVERY = 15000;
  const LOOK = 2000; // ms of frames counted for the rate
  const MOST = 20;
  const began = performance.now();
  let errors = [];
  let frames = null;

  w.beat = {
    /** Something went wrong in a scene; it is kept until it was told. */
    note(scene, error) {
      errors.push({ scene, message: String((error && error.message) || error).slice(0, 300), at: new Date(w.clock.now()).toISOString() });
      errors = errors.slice(-MOST);
    },
    start() {
      addEventListener("error", ({ message, filename, lineno }) => w.beat.note("", `${message} ${(filename || "").split("/").pop()}:${lineno}`));
      addEventListener("unhandledrejection", ({ reason }) => w.beat.note("", reason));
      setInterval(tell, EVERY);
      setTimeout(tell, 4000);
    },
  };

  async function tell() {
    const rate = await frameRate();
    const shown = w.stage.shown();
    const program = w.program.now();
    if (!program || program.version === "one") return;
    const told = errors;
    const body = {
      version: program.version, app: document.body.dataset.app, scene: shown ? shown.slot.item.scene : "", key: shown ? shown.slot.key : "", fps: rate,
      heap_mb: performance.memory ? Math.round(performance.memory.usedJSHeapSize / 1048576) : null, uptime_s: Math.round((performance.now() - began) / 1000),
      width: innerWidth, height: innerHeight, offset_ms: w.clock.off(), stale_since: w.player.since() ? new Date(w.player.since()).toISOString() : null, errors: told,
    };
    try {
      await w.fetchJson("/api/v1/wall/beat", { body });
      errors = errors.filter((one) => !told.includes(one));
    } catch {
      // the next beat tells them again
    }
  }

  /** Frames a second over two seconds. */
  function frameRate() {
    if (document.hidden) return Promise.resolve(null);
    return new Promise((done) => {
      const from = performance.now();
      frames = 0;
      const count = (now) => {
        frames += 1;
        if (now - from < LOOK) requestAnimationFrame(count);
        else done(Math.round((frames * 1000) / (now - from)));
      };
      requestAnimationFrame(count);
    });
  }
})();
