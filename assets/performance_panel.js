/* Where a click leads on the page of a score: the rows of the group the address names (`group=`) are marked and brought in
 * sight; on the phone so is the panel of the indicator chosen, which stands below the list there. Each once.
 */
(function () {
  "use strict";
  const NARROW = 900;

  function markGroup() {
    const group = new URLSearchParams(location.search).get("group");
    const table = group && document.querySelector(".page-performance .steps");
    if (!table || table.markedGroup === group) return;
    table.markedGroup = group;
    for (const row of table.querySelectorAll("tr.marked")) row.classList.remove("marked");
    const key = table.querySelector(`.steps-group .key.${CSS.escape(group)}`);
    if (!key) return;
    const first = key.closest("tr");
    for (let row = first; row && (row === first || !row.matches(".steps-group, .steps-segment")); row = row.nextElementSibling) {
      row.classList.add("marked");
    }
    first.scrollIntoView({ block: "start" });
  }

  function showPanel() {
    const panel = window.innerWidth <= NARROW && document.querySelector(".page-performance #performance-item-card");
    if (!panel || panel.wasShown) return;
    panel.wasShown = true;
    panel.scrollIntoView({ block: "start" });
  }

  function attend() {
    markGroup();
    showPanel();
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(attend).observe(document.body, { childList: true, subtree: true });
    attend();
  });
})();
