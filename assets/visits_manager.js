/* A manager's page hears of new visits (live.js) and tells its callbacks; the first answer only says where things stand. */
(function () {
  "use strict";
  document.addEventListener("qianhui:live", ({ detail: news }) => {
    const place = document.getElementById("manager-figures-slot");
    if (!place || !document.getElementById("manager-visits-rows")) return; // its tables are still to come
    const isFirst = !place.dataset.heard;
    place.dataset.heard = "1";
    if (!isFirst && (news.reset || (news.visits || []).length)) window.dash_clientside.set_props("manager-news", { data: news.cursor });
  });
})();
