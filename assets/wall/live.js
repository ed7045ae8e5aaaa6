/* The stream of visits for one scene: asks each second as long as the scene lives, waits longer while the line is cut. What a unit's picture was
 * is kept between scenes: the next one begins with it and asks only for what came since; with the line cut it is the last known. */
(function () {
  "use strict";
  const w = window.wall;
  const EVERY = 1000;
  const LONGEST = 3000;
  const [UNITS, VISITS, PHOTOS] = [100, 50, 24]; // kept at most
  const pictures = new Map(); // node → {cursor, points, visits, photos, figures, out_now, as_of, stale_since}

  /** `take(news)` with each answer; `first()` resolves when there is a picture, or none can be had. */
  w.liveVisits = function (context, take) {
    let timer = 0;
    let isOver = false;
    let failures = 0;
    let tellFirst;
    const first = new Promise((done) => (tellFirst = done));
    const known = pictures.get(context.node);
    if (known) {
      take({ ...known, moved: [...known.points.values()], gone: [], reset: true });
      tellFirst();
    }
    const ask = async () => {
      const cursor = (pictures.get(context.node) || {}).cursor || "";
      try {
        const news = await context.fetchJson(`/api/v1/live?${new URLSearchParams({ cursor, node: context.node })}`);
        failures = 0;
        if (isOver) return;
        forget(context.node, news);
        keep(context.node, news);
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

  /** Drops what was told before: answers overlap, so that nothing is missed between two web processes. */
  function forget(node, news) {
    const before = (!news.reset && pictures.get(node)) || { visits: [], photos: [] };
    for (const [part, key] of [["visits", "visit_id"], ["photos", "photo_id"]]) {
      const told = new Set(before[part].map((one) => String(one[key])));
      news[part] = (news[part] || []).filter((one) => !told.has(String(one[key])));
    }
  }

  function keep(node, news) {
    const before = (!news.reset && pictures.get(node)) || { points: new Map(), visits: [], photos: [], figures: {} };
    for (const point of news.moved || []) before.points.set(String(point[0]), point);
    for (const id of news.gone || []) before.points.delete(String(id));
    pictures.delete(node);
    pictures.set(node, {
      cursor: news.cursor, points: before.points, visits: [...(news.visits || []), ...before.visits].slice(0, VISITS), photos: [...(news.photos || []), ...before.photos].slice(0, PHOTOS),
      figures: { ...before.figures, ...news.figures }, out_now: news.out_now, as_of: news.as_of, stale_since: news.stale_since,
    });
    if (pictures.size > UNITS) pictures.delete(pictures.keys().next().value);
  }
})();
