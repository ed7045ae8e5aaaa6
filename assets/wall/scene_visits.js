/* Scene of visits: how much on the left, where in the middle, who on the right, what just happened below. On three panels: how much and who,
 * where with the newest visit, what just happened. Live by itself; the map, lists and figures move only where something changed. */
(function () {
  "use strict";
  const w = window.wall;

  w.scene("visits", {
    async make(root, told, context) {
      const { wide } = context;
      const hero = w.figureBlock(told.hero, { size: "hero" });
      const rows = told.figures.map((figure) => w.figureBlock(figure));
      const course = w.course(told.course);
      const league = w.league(told.ranking, wide ? 20 : 10);
      const map = w.visitMap(told, context);
      const feed = w.visitFeed(told, context);
      root.append(
        w.el("div", "wall-much", hero, course.element, w.el("div", "wall-rows", ...rows)),
        w.el("div", "wall-where", map.head, map.element),
        w.el("div", "wall-who", ...league.elements),
        feed.report,
        feed.photos,
        ...(wide ? [feed.newest] : []),
      );
      const fit = () => w.fit([...root.querySelectorAll(".wall-rows .wall-label")]);
      fit();
      await map.ready();
      const live = w.liveVisits(context, (news) => {
        [[told.hero, hero], ...told.figures.map((figure, place) => [figure, rows[place]])].forEach(([figure, block]) => {
          const now = (news.figures || {})[figure.metric];
          const words = figure.change ? figure.change.words : "";
          const unit = now && now.unit.startsWith(figure.unit) ? figure.unit : now && now.unit;
          if (now) block.renew({ ...figure, value: now.value, number: now.number, unit, change: now.change ? { ...now.change, words: words || now.change.words } : figure.change });
        });
        map.take(news);
        feed.take(news, (visit) => map.point(visit));
        context.heard(news.as_of, news.stale_since);
      });
      await live.first();
      return {
        update(next) {
          hero.renew(next.hero);
          next.figures.forEach((figure, place) => rows[place].renew(figure));
          fit();
          course.renew(next.course);
          league.renew(next.ranking);
          map.renew(next);
        },
        show() {
          league.start();
          map.start();
        },
        hide() {
          league.stop();
        },
        still(isStale) {
          if (isStale) league.stop();
          else league.start();
          map.still(isStale);
          feed.still(isStale);
        },
        dispose() {
          live.stop();
          league.stop();
          map.dispose();
        },
      };
    },
  });
})();
