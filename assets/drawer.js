/* The drawer that explains one person, photos in full, the way back to the map, and keys: Esc closes.
 * Who is chosen lives in the dcc.Store `visits-selected`; here it is mirrored in the address, on the map and in the ranking.
 */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const props = (id, value) => window.dash_clientside && window.dash_clientside.set_props(id, value);

  // -- drawer -------------------------------------------------------------------------------------

  /** Dash wrote the drawer: `[data-callout]` in it says who it is and where. Mark the person on the map, keep the address. */
  function readDrawer() {
    const drawer = document.getElementById("visits-drawer");
    const page = document.getElementById("page-visits");
    if (!page || !drawer) return;
    const inside = drawer.querySelector("[data-callout]");
    const text = inside ? inside.dataset.callout : "";
    page.classList.toggle("has-drawer", drawer.childElementCount > 0);
    if (text === drawer.calloutText) return;
    drawer.calloutText = text;
    mark(text ? JSON.parse(text) : null);
    if (text) drawer.scrollTop = 0;
  }

  function mark(callout) {
    const map = q.map.at("visits-map");
    if (!map) return;
    map.select(callout && callout.id, callout);
    map.outline(callout ? callout.counties : q.ranking.counties());
    q.ranking.mark(callout ? callout.nodes : []);
  }

  q.drawer = {
    close() {
      props(document.getElementById("manager-drawer") ? "manager-selected" : "visits-selected", { data: null });
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    const page = document.getElementById("page-visits");
    const ofManager = document.getElementById("manager-drawer");
    if (ofManager && ofManager.childElementCount) q.drawer.close();
    if (!page) return;
    if (page.classList.contains("has-drawer")) q.drawer.close();
    else q.ranking.choose(null);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-drawer-close]")) q.drawer.close();
  });

  function element(tag, text, more = {}) {
    return Object.assign(document.createElement(tag), { textContent: text }, more);
  }

  /** To the visit and to the manager, on the day of the photo. */
  function waysFrom({ staff_id, visit_id, day, at }) {
    if (!staff_id) return [];
    day = day || String(at || "").slice(0, 10);
    const ways = [[q.text("To the manager"), `/visits/manager/${staff_id}${day ? `?period=${day}` : ""}`]];
    if (visit_id && day) ways.unshift([q.text("To the visit"), `/visits?sel=${staff_id}@${day}@${visit_id}`]);
    return ways.map(([text, href]) => element("a", `${text} ›`, { href, className: "brand" }));
  }

  function shutter() {
    const button = element("button", "", { type: "button", className: "tool photo-close", title: q.text("Close") });
    button.setAttribute("aria-label", q.text("Close"));
    button.append(element("span", "", { className: "icon icon-close" }));
    return button;
  }

  // -- photo in full ---------------------------------------------------------------------------------

  q.photo = {
    /** Show {photo_id, full?} large, with its watermark number. */
    open(photo) {
      const sheet = document.createElement("dialog");
      sheet.className = "photo-sheet";
      const picture = sheet.appendChild(document.createElement("img"));
      picture.src = photo.full || `/api/v1/photos/${photo.photo_id}?size=full`;
      picture.alt = photo.visit_no || "";
      const text = sheet.appendChild(document.createElement("p"));
      text.append(element("span", [photo.visit_no, photo.place, photo.staff_name].filter(Boolean).join(" · ")), ...waysFrom(photo));
      sheet.append(shutter());
      sheet.addEventListener("click", () => sheet.close());
      sheet.addEventListener("close", () => sheet.remove());
      document.body.append(sheet);
      sheet.showModal();
    },
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-photo]");
    if (button) q.photo.open(JSON.parse(button.dataset.photo));
  });

  // -- from the manager's page back to the map as it was left -----------------------------------------

  document.addEventListener("map:view", () => location.pathname === "/visits" && setTimeout(remember, 300));
  const remember = () => location.pathname === "/visits" && sessionStorage.setItem("visits-address", location.pathname + location.search);
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[href^='/visits/']")) {
      q.address.flush();
      remember();
    }
    const back = event.target.closest("[data-back-to-map]");
    const left = back && sessionStorage.getItem("visits-address");
    if (!left) return;
    event.preventDefault();
    event.stopPropagation();
    q.go(left);
  }, true);

  // -- phone: tabs below the map --------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-visits-tab]");
    const page = document.getElementById("page-visits");
    if (!tab || !page) return;
    page.dataset.tab = tab.dataset.visitsTab;
    for (const other of tab.parentElement.children) other.setAttribute("aria-selected", String(other === tab));
  });

  // -- the person in the drawer reported again: say so there, without closing anything ---------------------

  document.addEventListener("qianhui:live", ({ detail }) => {
    const shown = currentCallout();
    if (shown && !shown.stays && !detail.reset && (detail.visits || []).some((visit) => String(visit.staff_id) === shown.id)) props("visits-selected", { data: shown.id });
  });

  // -- life ----------------------------------------------------------------------------------------------

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(readDrawer).observe(document.body, { childList: true, subtree: true });
    readDrawer();
  });
  document.addEventListener("map:ready", () => mark(currentCallout()));

  function currentCallout() {
    const inside = document.querySelector("#visits-drawer [data-callout]");
    return inside ? JSON.parse(inside.dataset.callout) : null;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.qianhui = Object.assign(window.dash_clientside.qianhui || {}, {
    /** Mirror the page's choices in the address; `usual` is what needs no mention. */
    keepVisits(level, measure, per, shade, sel, usual) {
      const chosen = { level, measure, per, shade, sel };
      for (const name of Object.keys(chosen)) if (chosen[name] === (usual || {})[name]) chosen[name] = null;
      q.address.set(chosen);
      return window.dash_clientside.no_update;
    },
  });
})();
