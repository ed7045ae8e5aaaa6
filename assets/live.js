/* Live: asks `/api/v1/live?cursor=` every second and lays what is new over the page. Nothing is drawn anew: dots move, texts change,
 * lists grow at the top; map view, selection and scroll stay.
 *
 * A page is live while it holds an element `[data-live]` with JSON {url, node, prefecture, language, codes: {dimension: {code: label}}, words: {…}}.
 * It pauses while the page is hidden and catches up when it is seen again; 401 leads to the login; failures wait longer each time.
 * What it touches: maps with `live` (map.js), `[data-figure=<metric>] [data-part]` (cards.py), `[data-live-text=<name>]`, `[data-live-list]`
 * (live_feed.js). Every answer is also an event `qianhui:live` on the document.
 */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const EVERY = 1000;
  const LONGEST = 30000;
  const PEOPLE = 4000; // names remembered for tooltips

  const people = new Map(); // staff id → newest visit that named them
  const points = new Map(); // staff id → [id, lon, lat, minutes, state]: what a map that appears later starts with
  let config = null;
  let configText = "";
  let cursor = null;
  let timer = 0;
  let asking = null;
  let failures = 0;
  let lastGood = null; // the bank's time up to which the last answer counts
  let heard = 0; // when the last answer came, ms of this page
  let answered = false; // whether this page's node was answered at all
  const SILENT = 9000; // ms without news before the figures are stale

  q.live = {
    /** What is known about a person from visits seen, or undefined. */
    person: (id) => people.get(String(id)),
    /** A live map appeared: give it all points at once. */
    greet(map) {
      if (points.size) map.setPoints({ moved: [...points.values()], reset: true });
    },
    forget() {},
    /** Whether positions were answered: until then a map without dots is not finished. */
    answered: () => answered,
    /** The page's live settings, or null. */
    config: () => config,
  };

  /** The live element came, went or changed its node: start anew. */
  function attend() {
    const element = document.querySelector("[data-live]");
    const text = element ? element.dataset.live : "";
    if (text === configText) return;
    const before = config;
    configText = text;
    config = text ? JSON.parse(text) : null;
    if (!config || !before || placeOf(before) !== placeOf(config) || before.language !== config.language) {
      cursor = null;
      answered = false;
      if (before && config && placeOf(before) !== placeOf(config)) points.clear();
    }
    clearTimeout(timer);
    if (asking) asking.abort();
    if (!before || !config) calm();
    lastGood = lastGood || (config && config.as_of) || null;
    if (config) ask();
  }

  const placeOf = ({ node, prefecture }) => `${node || ""} ${prefecture || ""}`;

  async function ask() {
    clearTimeout(timer);
    if (!config || document.hidden || asking) return;
    const asked = config;
    const control = (asking = new AbortController());
    const giveUp = setTimeout(() => control.abort(), 15000);
    try {
      const query = new URLSearchParams({ cursor: cursor || "", node: asked.node || "", lang: asked.language || "" });
      if (asked.prefecture) query.set("prefecture", asked.prefecture);
      const answer = await fetch(`${asked.url}?${query}`, { credentials: "same-origin", signal: control.signal, cache: "no-store" });
      if (answer.status === 401) return leave();
      if (!answer.ok) throw new Error(`live: ${answer.status}`);
      const news = await answer.json();
      if (asked !== config) return;
      failures = 0;
      take(news);
    } catch (error) {
      if (asked !== config) return;
      failures += 1;
      listen();
    } finally {
      clearTimeout(giveUp);
      asking = null;
      if (config) timer = setTimeout(ask, asked === config ? Math.min(LONGEST, EVERY * 2 ** Math.min(failures, 5)) : 0);
    }
  }

  function leave() {
    const here = location.pathname + location.search;
    config = null;
    location.assign(`/login?next=${encodeURIComponent(here)}`);
  }

  function take(news) {
    cursor = news.cursor;
    heard = performance.now();
    answered = true;
    const whole = Boolean(news.reset);
    const visits = news.visits || [];
    for (const visit of [...visits].reverse()) remember(visit);
    if (whole) points.clear();
    for (const point of news.moved || []) points.set(String(point[0]), point);
    for (const id of news.gone || []) points.delete(String(id));
    for (const map of q.map ? q.map.all() : []) if (map.options && map.options.live) {
      map.setPoints({ moved: news.moved, gone: news.gone, reset: whole });
      map.wait();
      if (!whole) map.pulse(visits.filter(({ lon }) => lon !== null && lon !== undefined).map(({ lon, lat }) => [lon, lat]));
    }
    for (const [metric, figure] of Object.entries(news.figures || {})) renew(metric, figure);
    say("out_now", news.out_now);
    if (q.feed) q.feed.take(visits, news.photos || [], whole, config, news.as_of);
    lastGood = news.as_of;
    tell(news.as_of, news.stale_since);
    document.dispatchEvent(new CustomEvent("qianhui:live", { detail: news }));
  }

  function remember(visit) {
    if (!visit.staff_id) return;
    people.delete(String(visit.staff_id));
    people.set(String(visit.staff_id), visit);
    if (people.size > PEOPLE) people.delete(people.keys().next().value);
  }

  // -- figures --------------------------------------------------------------------------------

  /** Text of a leaf, only when it differs: no flicker, no layout without need. */
  function write(element, text) {
    if (element && text !== undefined && text !== null && element.textContent !== String(text)) element.textContent = text;
  }

  function renew(metric, figure) {
    for (const card of document.querySelectorAll(`[data-figure="${metric}"]`)) {
      const part = (name) => card.querySelector(`[data-part="${name}"]`);
      write(part("value"), figure.number !== undefined ? figure.number : figure.text);
      if (figure.number !== undefined && !card.querySelector("[data-keep-unit]")) write(part("unit"), figure.unit);
      if (figure.change) change(part("change"), figure.change);
    }
  }

  /** {arrow, size, words, tone} into the change line that is there. */
  function change(place, { arrow, size, words, tone }) {
    const line = place && place.querySelector(".change");
    const bold = line && line.querySelector("b");
    if (!bold || !bold.firstElementChild) return;
    const name = `change ${tone}`;
    if (line.className !== name) line.className = name;
    write(bold.firstElementChild, arrow);
    const text = bold.lastChild;
    if (text && text.nodeType === Node.TEXT_NODE && text.nodeValue !== size) text.nodeValue = size;
    write(line.lastElementChild === bold ? null : line.lastElementChild, words);
  }

  function say(name, value) {
    if (value === undefined || value === null) return;
    const text = typeof value === "number" ? value.toLocaleString("en-US") : value;
    for (const place of document.querySelectorAll(`[data-live-text="${name}"]`)) write(place, text);
  }

  // -- fresh or stale -------------------------------------------------------------------------

  /** The top bar says up to when figures count (shell_fresh.js); the page's numbers turn grey when they are not of now. */
  function tell(asOf, since) {
    const root = document.documentElement;
    root.removeAttribute("data-reconnecting");
    root.toggleAttribute("data-stale", Boolean(since));
    if (q.fresh && asOf) q.fresh({ as_of: asOf, stale_since: since || null });
  }

  /** News are awaited from now on: nothing is held against the time before. */
  function calm() {
    heard = performance.now();
    failures = 0;
    for (const name of ["data-stale", "data-reconnecting"]) document.documentElement.removeAttribute(name);
  }

  /** Each second: no green without news. A failure says it reconnects, a longer silence makes the figures stale. */
  function listen() {
    if (!config || document.hidden) return;
    if (performance.now() - heard > SILENT) {
      tell(lastGood, lastGood);
      for (const map of q.map ? q.map.all() : []) if (map.options && map.options.live) map.wait(!answered && config.words.unknown);
    } else if (failures) reconnecting();
  }

  function reconnecting() {
    document.documentElement.setAttribute("data-reconnecting", "");
    const place = document.getElementById("shell-fresh");
    const text = place && place.querySelector("[data-part=text]");
    if (!text) return;
    place.className = "fresh reconnecting";
    write(text, config.words.reconnecting);
  }

  setInterval(listen, 1000);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    heard = performance.now();
    ask();
  });
  window.addEventListener("online", () => {
    failures = 0;
    ask();
  });
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(attend).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-live"] });
    attend();
  });
})();
