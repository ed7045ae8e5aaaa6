/* The top bar of the migrants page: the way down through the places of work, each step with what stands beside it, and the month. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const { make, attend } = q.migrants;
  const LONG = 12;

  attend("bar", draw);
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      const told = document.querySelector("[data-bar]");
      const slot = document.getElementById("migrants-bar");
      if (told && slot && !slot.firstChild) draw(told, JSON.parse(told.dataset.bar));
    }).observe(document.body, { childList: true, subtree: true });
  });

  function draw(_element, told) {
    const slot = document.getElementById("migrants-bar");
    if (!slot) return;
    slot.replaceChildren();
    make(slot, "span", "bar-rule");
    const crumbs = make(slot, "nav", "crumbs");
    crumbs.setAttribute("aria-label", told.words.scope);
    told.steps.forEach(([text, place, items], at) => {
      if (at) gap(crumbs);
      const last = at === told.steps.length - 1;
      step(crumbs, text, items.map(([key, name]) => [key, name, wishOf(key)]), last ? "here" : "above", place, told.words.filter, wishOf(place));
    });
    if (told.below.length) {
      gap(crumbs, "gap-next");
      step(crumbs, told.later[0], told.below.map(([key, name]) => [key, name, wishOf(key)]), "next", "", told.words.filter);
    }
    for (const text of told.later.slice(told.below.length ? 1 : 0)) {
      gap(crumbs, "later");
      make(crumbs, "span", "crumb later", text);
    }
    make(slot, "span", "bar-rule");
    month(slot, told);
  }

  const wishOf = (place) => ({ place: place || null, drill: place && !place.startsWith("province:") ? "1" : null });

  function gap(parent, kind = "") {
    make(parent, "span", `icon icon-right crumb-gap ${kind}`);
  }

  /** A step: its menu, or only a way back when it has none. */
  function step(parent, text, items, kind, current, filter, wish) {
    if (!items.length) {
      const button = make(parent, "button", `crumb ${kind}`, text);
      button.type = "button";
      button.dataset.migrantsSet = JSON.stringify(wish);
      return;
    }
    menu(make(parent, "details", `menu ${kind}`), `crumb ${kind}`, text, items, current, filter);
  }

  function menu(details, face, text, items, current, filter, sign) {
    const summary = make(details, "summary", face);
    if (sign) make(summary, "span", `icon icon-${sign}`);
    make(summary, "span", "", text);
    make(summary, "span", "icon icon-down");
    const panel = make(details, "div", "menu-panel");
    if (items.length > LONG + 1) {
      const field = make(make(panel, "div", "field"), "input");
      field.type = "text";
      field.placeholder = filter;
    }
    for (const [key, name, set] of items) {
      const item = make(panel, "button", key === current ? "menu-item current" : "menu-item", name);
      item.type = "button";
      item.dataset.migrantsSet = JSON.stringify(set);
    }
  }

  function month(slot, told) {
    const [newest] = told.months;
    const name = (told.months.find(([key]) => key === told.month) || ["", told.month])[1];
    const items = told.months.map(([key, text]) => [key, text, { month: newest && key === newest[0] ? null : key }]);
    const face = newest && told.month !== newest[0] ? "period past" : "period";
    const short = name.replace(/^([A-Z][a-z]{2})[a-z]+ /, "$1 "); // Nov 2026
    const details = make(slot, "details", "menu months-menu");
    menu(details, face, short, items, told.month, told.words.filter, "calendar");
    details.firstChild.dataset.end = told.end;
    q.freshAgain();
  }
})();
