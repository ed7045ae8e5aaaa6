/* A manager's page hears of new visits (live.js) and tells its callbacks, once its tables stand. The first answer only says
 * where things stand. A row of the visits opens the visit in the drawer: by click, touch, or Enter on its button. */
(function () {
  "use strict";
  document.addEventListener("qianhui:live", ({ detail: news }) => {
    const place = document.getElementById("manager-figures");
    if (!place) return;
    if (!place.dataset.heard) place.dataset.heard = "told";
    else if (news.reset || (news.visits || []).length) place.dataset.heard = "news";
    if (place.dataset.heard !== "news" || !document.getElementById("manager-visits-rows")) return;
    place.dataset.heard = "told";
    window.dash_clientside.set_props("manager-news", { data: news.cursor });
  });

  let opened = "";
  document.addEventListener("click", (event) => {
    const row = event.target.closest("#manager-visits-rows tr");
    const button = row && row.querySelector("[data-visit]");
    if (!button || String(window.getSelection())) return;
    opened = button.dataset.visit;
    window.dash_clientside.set_props("manager-selected", { data: opened });
  });

  /* The drawer takes the focus when it opens, and gives it back to the row when it closes; the row shown is marked. */
  function follow() {
    const drawer = document.getElementById("manager-drawer");
    const isOpen = Boolean(drawer && drawer.childElementCount);
    const key = isOpen ? opened : "";
    for (const row of document.querySelectorAll("#manager-visits-rows tr")) {
      const button = row.querySelector("[data-visit]");
      const isOn = Boolean(button && key && button.dataset.visit === key);
      if (row.classList.contains("on") !== isOn) row.classList.toggle("on", isOn);
    }
    if (!drawer || drawer.shownVisit === key) return;
    const close = drawer.querySelector("[data-drawer-close]");
    const row = document.querySelector(`[data-visit="${CSS.escape(drawer.shownVisit || "")}"]`);
    drawer.shownVisit = key;
    drawer.scrollTop = 0;
    if (isOpen && close) close.focus({ preventScroll: true });
    else if (row) row.focus({ preventScroll: true });
  }
  document.addEventListener("DOMContentLoaded", () => new MutationObserver(follow).observe(document.body, { childList: true, subtree: true }));
})();
