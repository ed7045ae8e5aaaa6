/* What is chosen stands in the address, so that a copied link and the way back open the same view. Dash is not told: nothing is drawn anew. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  let waiting = 0;
  let wanted = {};

  q.address = {
    /** The parameter `name`, or null. */
    get: (name) => new URLSearchParams(location.search).get(name),

    /** Merge {name: value} into the query string; null, undefined and "" take a name out. */
    set(changes) {
      Object.assign(wanted, changes);
      if (!waiting) waiting = setTimeout(write, 120);
    },

    /** Write at once what waits (before leaving a page). */
    flush: write,
  };

  function write() {
    clearTimeout(waiting);
    waiting = 0;
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(wanted)) {
      if (value === null || value === undefined || value === "") query.delete(name);
      else query.set(name, value);
    }
    wanted = {};
    const text = query.toString();
    const address = location.pathname + (text ? `?${text}` : "") + location.hash;
    if (address !== location.pathname + location.search + location.hash) history.replaceState(history.state, "", address);
  }

  document.addEventListener("click", () => waiting && write(), true);
})();
