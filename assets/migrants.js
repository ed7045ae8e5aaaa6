/* The migrants page's state is the address: every choice is a step of history, and the stores Dash listens to follow it.
 *   migrants-view  {month, place, drill, origin, node}   what is looked at
 *   migrants-look  {measure}                             what shades the map: its values alone follow
 *   migrants-policy {policy}                             whose targets the centres are seen against
 */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const PAGE = "page-migrants";
  const STORES = { "migrants-view": ["month", "place", "drill", "origin", "node"], "migrants-look": ["measure"], "migrants-policy": ["policy"] };
  const told = {}; // store → what it was last given, as text

  const here = () => document.getElementById(PAGE) && location.pathname === "/migrants";

  /** {name: value} of the address, of the words this page knows. */
  function read() {
    const query = new URLSearchParams(location.search);
    return Object.fromEntries(Object.values(STORES).flat().filter((name) => query.get(name)).map((name) => [name, query.get(name)]));
  }

  /** Stores that differ from the address are renewed; what they hold at first is what the page was drawn from. */
  function follow() {
    if (!here()) return;
    const state = read();
    for (const [store, names] of Object.entries(STORES)) {
      const part = Object.fromEntries(names.filter((name) => state[name]).map((name) => [name, state[name]]));
      const text = JSON.stringify(part);
      if (told[store] === text) continue;
      told[store] = text;
      window.dash_clientside.set_props(store, { data: part });
    }
    document.dispatchEvent(new CustomEvent("migrants:state", { detail: state }));
  }

  /** The page was drawn anew: its stores hold the address, without what is nothing here; county= is another word for origin=. */
  function drawn(element, lost) {
    const { county, origin } = Object.fromEntries(new URLSearchParams(location.search));
    const changes = Object.assign(county ? { county: null, origin: origin || county } : {}, lost);
    if (Object.keys(changes).length) window.history.replaceState({}, "", q.here(changes).replaceAll("%3A", ":"));
    const state = read();
    for (const [store, names] of Object.entries(STORES)) {
      told[store] = JSON.stringify(Object.fromEntries(names.filter((name) => state[name]).map((name) => [name, state[name]])));
    }
  }

  q.migrants = Object.assign(q.migrants || {}, {
    state: read,

    /** Change some words of the address; null takes one away. `step` false: no step of history of its own (play). */
    set(changes, step = true) {
      const href = q.here(changes).replaceAll("%3A", ":");
      if (href === location.pathname + location.search) return;
      window.history[step ? "pushState" : "replaceState"]({}, "", href);
      follow();
    },

    /** First click chooses a place, a second one goes down. */
    choose(place, down) {
      const { place: now, drill } = read();
      const inside = down || now === place || (drill && place.startsWith("province:"));
      q.migrants.set({ place, drill: inside ? "1" : null });
    },

    /** One level up: out of the drill, then to the place above (a province's is the country; the page tells the others), then to all; last the origin. */
    up() {
      const { place, drill, origin } = read();
      const page = document.getElementById("migrants-map");
      const above = place && place.startsWith("province:") ? null : (page && page.dataset.above) || null;
      if (drill) q.migrants.set({ drill: null });
      else if (place) q.migrants.set({ place: above, drill: above ? "1" : null });
      else if (origin) q.migrants.set({ origin: null });
    },

    /** SVG element in `parent`. */
    svg(parent, tag, attributes, text) {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes || {})) if (value !== undefined) made.setAttribute(name, value);
      if (text !== undefined) made.textContent = text;
      return parent ? parent.appendChild(made) : made;
    },

    /** Element in `parent`. */
    make(parent, tag, className, text) {
      const made = document.createElement(tag);
      if (className) made.className = className;
      if (text !== undefined) made.textContent = text;
      return parent ? parent.appendChild(made) : made;
    },

    /** Call `draw(element, told)` whenever an element's `data-<name>` comes or changes. */
    attend(name, draw) {
      const attribute = `data-${name}`;
      const sweep = () => {
        for (const element of document.querySelectorAll(`[${attribute}]`)) {
          const text = element.getAttribute(attribute);
          element.drawn = element.drawn || {};
          if (!text || element.drawn[name] === text) continue;
          element.drawn[name] = text;
          draw(element, JSON.parse(text));
        }
      };
      const start = () => {
        new MutationObserver(sweep).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: [attribute] });
        sweep();
      };
      if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
      else start();
    },
  });

  /* Steps of history inside the page are ours: Dash would draw all of it anew. */
  window.addEventListener("popstate", (event) => {
    if (!here()) return;
    event.stopImmediatePropagation();
    follow();
  });
  window.addEventListener("_dashprivate_pushstate", follow);
  q.migrants.attend("migrants", drawn);

  document.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-migrants-set]");
    if (!asked || !here()) return;
    event.preventDefault();
    q.migrants.set(JSON.parse(asked.dataset.migrantsSet));
    const menu = asked.closest("details.menu");
    if (menu) menu.removeAttribute("open");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !here() || document.querySelector("dialog[open], details.menu[open], .card.is-full")) return;
    if (!event.target.closest("input, select, textarea")) q.migrants.up();
  }, true);
})();
