/* The lists that grow while one watches: battle report (`[data-live-list="visits"]`) and photo strip (`[data-live-list="photos"]`).
 * They belong to this file alone; Dash only places the empty list. A new item slides in at the top; who points at the list, or pauses it,
 * keeps it still, and what came meanwhile is counted; a reader who scrolled keeps the place.
 */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const MOST = { visits: 50, photos: 24 };
  const kept = { visits: [], photos: [] }; // newest first; a list that appears later starts with these
  let paused = false;
  let drawnFor = ""; // language and node the kept items were drawn for

  q.feed = {
    /** New visits and photos, newest first; `whole` means: instead of what is there; `asOf` tells today. */
    take(visits, photos, whole, config, asOf) {
      drawnFor = config;
      drawnFor.today = String(asOf || "").slice(0, 10);
      grow("visits", visits, whole);
      grow("photos", photos, whole);
    },
  };

  const listOf = (kind) => document.querySelector(`[data-live-list="${kind}"]`);
  const idOf = (kind, item) => String(kind === "visits" ? item.visit_id : item.photo_id);

  /** Newest first by the moment that is shown: what a phone sent late goes where it belongs. */
  const newestFirst = (a, b) => String(b.at).localeCompare(String(a.at));

  function grow(kind, items, whole) {
    const known = new Set(whole ? [] : kept[kind].map((item) => idOf(kind, item)));
    const before = whole ? [] : kept[kind];
    if (whole || items.length) kept[kind] = [...items.filter((item) => !known.has(idOf(kind, item))), ...before].sort(newestFirst).slice(0, MOST[kind]);
    const list = listOf(kind);
    if (list && (whole || items.length || list.drawnFor !== drawnFor)) show(kind, list, whole);
  }

  /** Bring the list in step with what is kept, unless somebody looks at it closely. */
  function show(kind, list, whole) {
    const anew = whole || list.drawnFor !== drawnFor;
    if (!anew && (paused || list.matches(":hover"))) return count(kind, list);
    if (anew) list.replaceChildren();
    list.drawnFor = drawnFor;
    const items = kept[kind];
    const there = new Map([...list.children].filter((child) => child.dataset.id).map((child) => [child.dataset.id, child]));
    for (const child of [...list.children]) if (!items.some((item) => idOf(kind, item) === child.dataset.id)) child.remove();
    const scrolled = list.scrollTop > 4 || list.scrollLeft > 4;
    let next = null;
    for (const item of [...items].reverse()) {
      const old = there.get(idOf(kind, item));
      const row = old || (kind === "visits" ? visitRow(item) : photoCard(item));
      if (!old) {
        row.dataset.id = idOf(kind, item);
        row.dataset.day = String(item.at).slice(0, 10);
        if (!anew) row.classList.add("arrives");
        list.insertBefore(row, next);
        if (scrolled) {
          list.scrollTop += kind === "visits" ? row.offsetHeight : 0;
          list.scrollLeft += kind === "photos" ? row.offsetWidth + 10 : 0;
        }
      }
      next = row;
    }
    if (kind === "visits") dividers(list);
    if (!items.length) list.append(make("li", "nothing-yet muted", (drawnFor.words || {})[kind === "visits" ? "no_visits" : "no_photos"] || ""));
    count(kind, list);
  }

  /** A line with the date before the first row of a day that is not the bank's today. */
  function dividers(list) {
    const today = String(drawnFor.today || "");
    let day = today;
    for (const row of [...list.children]) {
      if (row.dataset.day && row.dataset.day !== day) {
        day = row.dataset.day;
        list.insertBefore(make("li", "report-day", dayWords(day, today)), row);
      }
    }
  }

  function dayWords(day, today) {
    const before = (Date.parse(today) - Date.parse(day)) / 864e5 === 1;
    return before && (drawnFor.words || {}).yesterday ? drawnFor.words.yesterday.replace("%s", day.slice(5)) : day.slice(5);
  }

  /** "3 new" beside the title while the list stands still. */
  function count(kind, list) {
    const there = new Set([...list.children].map((child) => child.dataset.id));
    const waiting = kept[kind].filter((item) => !there.has(idOf(kind, item))).length;
    const badge = document.querySelector(`[data-live-waiting="${kind}"]`);
    if (!badge) return;
    badge.hidden = !waiting;
    badge.textContent = waiting ? `+${waiting}` : "";
  }

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  const label = (dimension, code) => ((drawnFor.codes || {})[dimension] || {})[code] || code || "";
  const joined = (parts) => parts.filter(Boolean).join((drawnFor.language || "zh") === "en" ? " · " : "・");
  const clock = (moment) => String(moment || "").slice(11, 16);

  function visitRow(visit) {
    const row = make("li", "report");
    const button = row.appendChild(make("button", "report-button"));
    button.type = "button";
    button.append(make("time", "report-time", clock(visit.at)));
    const text = button.appendChild(make("span", "report-text"));
    text.append(make("b", "", `${visit.entity_name || ""} ${visit.staff_name || ""}`.trim()));
    text.append(make("span", "", joined([visit.place, label("customer_group", visit.customer_group), label("result", visit.result)])));
    button.addEventListener("click", () => choose(visit));
    return row;
  }

  function photoCard(photo) {
    const card = make("li", "snap");
    const button = card.appendChild(make("button", "snap-button"));
    button.type = "button";
    const picture = button.appendChild(make("img", "snap-picture"));
    picture.loading = "lazy";
    picture.src = photo.thumb;
    picture.alt = joined([photo.place, photo.staff_name]);
    button.append(make("span", "snap-text", `${String(photo.at).slice(0, 10) === drawnFor.today ? "" : `${String(photo.at).slice(5, 10)} `}${clock(photo.at)} ${label("customer_group", photo.customer_group) || photo.place || ""}`));
    button.addEventListener("click", () => q.photo && q.photo.open(photo));
    return card;
  }

  /** A line of the live report was chosen. */
  function choose(visit) {
    if (drawnFor.selected) showVisit(drawnFor.selected, `${visit.staff_id}@${visit.day}@${visit.visit_id}`, visit.lon, visit.lat);
  }

  /** One visit on the map and in the drawer: `chosen` is person@day@visit, as components/visit_choice.py reads it. */
  function showVisit(store, chosen, lon, lat) {
    const map = q.map && q.map.at("visits-map");
    if (map && map.projection && lon) map.showPlace(lon, lat, 5);
    if (window.dash_clientside) window.dash_clientside.set_props(store, { data: chosen });
  }

  document.addEventListener("click", (event) => {
    const line = event.target.closest("[data-visit-chosen]");
    if (line) showVisit("visits-selected", line.dataset.visitChosen, ...JSON.parse(line.dataset.spot));
  });

  // -- pause, and lists that come with a page ---------------------------------------------------

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-live-pause]");
    if (!button) return;
    paused = !paused;
    button.setAttribute("aria-pressed", String(paused));
    const icon = button.querySelector(".icon");
    if (icon) icon.className = `icon icon-${paused ? "play" : "pause"}`;
    refresh();
  });
  document.addEventListener("pointerout", (event) => event.target.closest && event.target.closest("[data-live-list]") && setTimeout(refresh, 400));

  function refresh() {
    for (const kind of ["visits", "photos"]) {
      const list = listOf(kind);
      if (list && drawnFor && (kept[kind].length || list.drawnFor)) show(kind, list, false);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      for (const kind of ["visits", "photos"]) {
        const list = listOf(kind);
        if (list && drawnFor && list.drawnFor === undefined && kept[kind].length) show(kind, list, true);
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
