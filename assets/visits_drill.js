/* Down and up on the visits page without drawing it anew. A step to another unit is an address like any other (it stands in the history, and
 * a copied link opens it whole); while the page is there, only its words go to Dash (`visits-context`), and the callbacks ask for what changes:
 * ranking, figures, map. What this cannot do (another page, period, place, language) is left to Dash's own way.
 */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const OURS = ["node", "unit", "sel", "z", "lon", "lat", "level", "measure", "per", "shade"];
  let frame = null; // of the address the page was drawn for: all that is not ours

  const props = (id, value) => window.dash_clientside.set_props(id, value);
  const isHere = (path) => path === "/visits" && document.getElementById("page-visits");

  /** The part of a query that only a new page can follow. */
  function frameOf(search) {
    const query = new URLSearchParams(search);
    for (const name of OURS) query.delete(name);
    query.sort();
    return query.toString();
  }

  /** Show the unit of the present address. */
  function enter() {
    const words = Object.fromEntries(new URLSearchParams(location.search));
    q.ranking.enter();
    listenTo(words.node);
    props("visits-context", { data: words });
    if (words.sel || document.querySelector("#page-visits.has-drawer")) props("visits-selected", { data: words.sel || null });
    props("shell-location", { search: location.search, href: location.href });
  }

  /** The live stream of the unit, from now on. */
  function listenTo(node) {
    const source = document.getElementById("visits-live");
    if (source) source.dataset.live = JSON.stringify({ ...JSON.parse(source.dataset.live), node: node || "" });
  }

  const further = q.go;
  q.go = function (href) {
    const wish = new URL(href, location.href);
    q.address.flush();
    if (!isHere(location.pathname) || !isHere(wish.pathname) || frameOf(wish.search) !== frameOf(location.search)) return further(href);
    if (wish.search === location.search) return;
    history.pushState({}, "", href);
    enter();
  };

  window.addEventListener("popstate", (event) => {
    if (!isHere(location.pathname) || frame !== frameOf(location.search)) return;
    event.stopImmediatePropagation(); // Dash would draw the page anew
    enter();
  }, true);

  /** Where the map goes with the unit: the view of the address, else its villages or counties, else home. */
  function look({ counties, places }) {
    const map = q.map.at("visits-map");
    if (!map) return;
    map.options = { ...map.options, places };
    map.outline([]);
    map.draw();
    const view = ["z", "lon", "lat"].map((name) => Number(q.address.get(name) || NaN));
    if (view.every(Number.isFinite)) map.lookAt({ z: view[0], lon: view[1], lat: view[2] });
    else if (places.length) map.fitSpots(places.map(({ spot }) => spot));
    else if (counties.length) map.fitShapes(counties);
    else map.home();
  }

  document.addEventListener("DOMContentLoaded", () => {
    let shown = null;
    new MutationObserver(() => {
      const page = document.getElementById("page-visits");
      if (page === shown) return;
      shown = page;
      frame = page && frameOf(location.search);
    }).observe(document.body, { childList: true, subtree: true });
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.qianhui = Object.assign(window.dash_clientside.qianhui || {}, {
    lookAtUnit(focus) {
      if (focus && focus.counties) look(focus);
      return window.dash_clientside.no_update;
    },
  });
})();
