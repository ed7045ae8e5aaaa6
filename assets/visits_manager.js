/* A manager's page hears of new visits (live.js) and tells its callbacks, once its tables stand. The first answer only says
 * where things stand. */
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
})();
