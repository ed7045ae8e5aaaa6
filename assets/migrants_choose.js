/* Rows that stand for a place (`data-choose`): a click chooses it, on the chosen one it goes down. The measure's switch, pages of workers. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});

  document.addEventListener("click", (event) => {
    const row = !event.target.closest("a[href]") && event.target.closest("[data-choose]");
    if (row && document.getElementById("page-migrants")) q.migrants.choose(row.dataset.choose, Boolean(event.target.closest("[data-down]")));
  });

  /** Which measure's button is pressed follows the address. */
  function press({ measure, policy }) {
    const asked = policy ? "policy" : measure || "";
    for (const button of document.querySelectorAll("[data-measure]")) button.setAttribute("aria-pressed", String(button.dataset.measure === asked));
    for (const item of document.querySelectorAll("[data-policy]")) item.classList.toggle("current", item.dataset.policy === (policy || ""));
    for (const link of document.querySelectorAll("a.plan-link")) link.href = planned(link.href, policy);
    for (const row of document.querySelectorAll("[data-choose]")) row.classList.toggle("chosen", row.dataset.choose === q.migrants.state().place);
  }

  /** The way to the planning tab goes there with the policy chosen. */
  function planned(href, policy) {
    const way = new URL(href);
    if (policy) way.searchParams.set("policy", policy);
    else way.searchParams.delete("policy");
    return way.href;
  }

  document.addEventListener("migrants:state", ({ detail }) => press(detail));
  q.migrants.attend("migrants", () => press(q.migrants.state()));
})();
/* On a phone one part at a time. */
document.addEventListener("click", (event) => {
  "use strict";
  const tab = event.target.closest("[data-migrants-tab]");
  if (!tab) return;
  for (const one of tab.parentNode.children) one.setAttribute("aria-selected", String(one === tab));
  document.getElementById("page-migrants").dataset.tab = tab.dataset.migrantsTab;
});
