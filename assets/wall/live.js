/* The stream of visits for one scene: asks each second as long as the scene lives, waits longer while the line is cut. */
(function () {
  "use strict";
  const w = window.wall;
  const EVERY = 1000;
  const LONGEST = 3000;

  /** `take(news)` with each answer; `first()` resolves when the first came (or could not). */
  w.liveVisits = function (context, take) {
    let cursor = "";
    let timer = 0;
    let isOver = false;
    let failures = 0;
    let tellFirst;
    const first = new Promise((done) => (tellFirst = done));
    const ask = async () => {
      try {
        const news = await context.fetchJson(`/api/v1/live?${new URLSearchParams({ cursor, node: context.node })}`);
        if (isOver) return;
        failures = 0;
        cursor = news.cursor;
        take(news);
      } catch (error) {
        failures += 1;
        if (error instanceof w.Refused) w.beat.note("visits", error);
      }
      tellFirst();
      if (!isOver) timer = setTimeout(ask, Math.min(LONGEST, EVERY * (1 + failures)));
    };
    ask();
    return {
      first: () => first,
      stop() {
        isOver = true;
        clearTimeout(timer);
      },
    };
  };
})();
