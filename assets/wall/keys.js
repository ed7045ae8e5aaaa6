/* Keys of the engineer on site: ← → a scene back or on, space holds still (five minutes at most), F full screen. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});

  w.keys = function (changed) {
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = { ArrowLeft: () => w.program.step(w.clock.now(), -1), ArrowRight: () => w.program.step(w.clock.now(), 1), " ": hold, f: full, F: full }[event.key];
      if (!act || !w.program.now()) return;
      event.preventDefault();
      act();
      changed();
    });
  };

  function hold() {
    if (w.program.isHeld()) w.program.release();
    else w.program.step(w.clock.now(), 0, true);
  }

  function full() {
    const top = window.parent.document;
    if (top.fullscreenElement) top.exitFullscreen();
    else top.documentElement.requestFullscreen().catch(() => {});
  }
})();
