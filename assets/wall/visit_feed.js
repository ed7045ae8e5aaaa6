/* Battle report and photos of the visits scene. A step each few seconds; amber marks the newest visit, on map, report and photo together. */
(function () {
  "use strict";
  const w = window.wall;
  const STEP = 4000;
  const HELD = 40; // visits waiting for their turn: older ones fall out

  w.visitFeed = function (told, context) {
    const { wide } = context;
    const [lines, pictures] = wide ? [10, 5] : [4, 3];
    const today = w.el("span", "wall-where-in");
    const list = w.el("ol", "wall-report");
    const strip = w.el("div", "wall-strip");
    const newest = w.el("div", "wall-newest");
    const label = (dimension, code) => (told.codes[dimension] || {})[code] || "";
    let shown = [];
    let photos = [];
    let waiting = [];
    let stepped = 0;
    const drawn = new Set(); // photos that were decoded once
    let pointing = () => {};

    const line = (visit, place) => w.el("li", place ? "" : "is-newest", w.el("time", "", w.clock.brief(visit.at)), w.el("b", "", visit.seat || ""), w.el("span", "report-staff", visit.staff_name || ""), w.el("span", "report-kind", label("customer_group", visit.customer_group)), w.el("span", "report-result", label("result", visit.result)));

    function draw() {
      list.replaceChildren(...(shown.length ? shown.slice(0, lines).map(line) : [w.el("li", "wall-none", told.words.none)]));
      w.fit([...list.querySelectorAll("li > *")]);
      pointing(shown[0] || null);
      if (wide) drawNewest(shown[0]);
      if (inOrder(photos)[0] !== photos[0]) show(photos);
      mark();
    }

    function mark() {
      for (const figure of strip.children) figure.classList.toggle("is-newest", Boolean(shown[0]) && figure.dataset.visit === String(shown[0].visit_id));
    }

    function drawNewest(visit) {
      const photo = visit && photos.find((one) => one.visit_id === visit.visit_id);
      newest.replaceChildren(...(visit ? [
        w.el("span", "newest-when", [w.clock.isJustNow(visit.at) ? told.words.just_now : "", w.clock.brief(visit.at, true)].filter(Boolean).join(" ")), w.el("b", "newest-place", [visit.seat, visit.place].filter(Boolean).join(" ")),
        photo && drawn.has(photo.photo_id) ? picture(photo) : null, w.el("b", "newest-staff", visit.staff_name || ""), w.el("span", "", label("customer_group", visit.customer_group)), w.el("span", "", label("result", visit.result)),
      ].filter(Boolean) : []));
    }

    /** Place large, time and person below; English names are long: the county stays with the report. */
    function picture(photo) {
      const where = context.language === "en" ? photo.place : [photo.seat, photo.place].filter(Boolean).join(" ");
      const made = w.photo(photo.thumb, w.el("b", "", where || photo.seat || ""), w.el("span", "", ...w.pieces([w.clock.brief(photo.at), photo.staff_name])));
      made.dataset.visit = photo.visit_id;
      return made;
    }

    /** The photo of the newest visit shown stands first, where it has come. */
    function inOrder(all) {
      const first = shown[0] && all.find((photo) => String(photo.visit_id) === String(shown[0].visit_id));
      return first ? [first, ...all.filter((photo) => photo !== first)] : all;
    }

    /** New photos slide in when they are decoded; the strip is never half. */
    async function show(came) {
      const next = (photos = inOrder(came));
      const made = next.slice(0, pictures).map(picture);
      await w.decoded(made);
      const whole = made.filter((one) => one.querySelector("img").naturalWidth);
      next.slice(0, pictures).forEach((photo, place) => made[place].querySelector("img").naturalWidth && drawn.add(photo.photo_id));
      if (!whole.length && made.length && strip.querySelector("img")) return; // none can be had now: those shown stay
      strip.replaceChildren(...(whole.length ? whole : [w.el("p", "wall-none", told.words.no_photos)]));
      mark();
    }

    return {
      report: w.el("section", "wall-report-box", w.el("header", "wall-head", w.el("h2", "wall-section", told.words.report), today), list),
      photos: w.el("section", "wall-strip-box", wide ? w.el("header", "wall-head", w.el("h2", "wall-section", told.words.photos)) : null, strip),
      newest,
      take(news, point) {
        pointing = point;
        const { visits_today: count } = news.figures || {};
        if (count) w.write(today, w.fill(told.words.visits_today, count.number));
        const fresh = news.visits || [];
        if (news.reset) {
          shown = fresh.slice(0, lines);
          waiting = [];
          draw();
        } else waiting = [...fresh, ...waiting].slice(0, HELD);
        if ((news.photos || []).length || news.reset) {
          const seen = new Set();
          const all = news.reset ? news.photos : [...news.photos, ...photos];
          show(all.filter(({ photo_id: id }) => !seen.has(id) && seen.add(id)).slice(0, 12));
        }
        if (waiting.length && performance.now() - stepped >= STEP) {
          stepped = performance.now();
          shown = [...(waiting.length > lines ? waiting.splice(0, waiting.length).slice(0, lines) : [waiting.pop()]), ...shown].slice(0, lines);
          draw();
        }
      },
      still(isStale) {
        if (isStale) list.firstElementChild && list.firstElementChild.classList.remove("is-newest");
      },
    };
  };
})();
