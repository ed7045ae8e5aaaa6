/* The drawer that explains one person, the ranking that chooses, photos in full, and keys: Esc closes.
 * What is chosen lives in dcc.Stores (`visits-selected`, `visits-unit`); here it is mirrored in the address, on the map and in the rows.
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
    map.outline(callout ? callout.counties : chosenCounties());
    for (const row of document.querySelectorAll("#visits-ranking [data-node]")) {
      row.classList.toggle("theirs", Boolean(callout && callout.nodes && callout.nodes.includes(row.dataset.node)));
    }
    fold();
  }

  q.drawer = {
    close() {
      props("visits-selected", { data: null });
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    const page = document.getElementById("page-visits");
    if (!page) return;
    if (page.classList.contains("has-drawer")) q.drawer.close();
    else choose(null);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-drawer-close]")) q.drawer.close();
  });

  // -- ranking: first click chooses, second goes down ---------------------------------------------

  let chosen = null;

  function chosenCounties() {
    const map = q.map.at("visits-map");
    if (!chosen || !map || !map.shade.values) return [];
    return Object.entries(map.shade.values).filter(([, value]) => value.u === chosen).map(([code]) => code);
  }

  function choose(node) {
    chosen = node;
    for (const row of document.querySelectorAll("#visits-ranking [data-node]")) row.classList.toggle("chosen", row.dataset.node === node);
    const map = q.map.at("visits-map");
    if (map) map.outline(chosenCounties());
    q.address.set({ unit: node });
    fold();
  }

  function down(node) {
    if (node.startsWith("staff:")) props("visits-selected", { data: node.slice(6) });
    else {
      const query = new URLSearchParams(location.search);
      for (const name of ["unit", "sel", "z", "lon", "lat", "level"]) query.delete(name);
      query.set("node", node);
      chosen = null;
      q.address.flush();
      q.go(`${location.pathname}?${query}`);
    }
  }

  document.addEventListener("click", (event) => {
    const row = event.target.closest("#visits-ranking [data-node]");
    if (!row || event.target.closest("a")) return;
    if (row.dataset.node.startsWith("staff:") || row.dataset.node === chosen || event.target.closest("[data-down]")) down(row.dataset.node);
    else choose(row.dataset.node);
  });
  document.addEventListener("map:unit", (event) => {
    const node = event.detail;
    if (!node) choose(null);
    else if (node === chosen) down(node);
    else choose(node);
  });

  // -- the ranking shows its head, who matters, and its tail; all of it on request ------------------

  /** Rows that do not fit are folded away between the head, the chosen and the last two. */
  function fold() {
    const box = document.getElementById("visits-ranking");
    const rows = box ? [...box.querySelectorAll("tbody tr[data-node]")] : [];
    if (!rows.length) return;
    const open = box.closest(".ranking-all") || matchMedia("(max-width: 640px)").matches;
    const head = box.querySelector("thead");
    const room = Math.floor((box.clientHeight - (head ? head.offsetHeight : 0) - 2) / 33);
    const keep = new Set(rows.map((_, place) => place));
    if (!open && rows.length > room && room > 5) {
      const matters = rows.map((row, place) => [row, place]).filter(([row]) => row.matches(".theirs, .chosen, .own")).map(([, place]) => place);
      keep.clear();
      matters.slice(0, 2).forEach((place) => keep.add(place));
      [rows.length - 1, rows.length - 2].forEach((place) => keep.add(place));
      for (let place = 0; keep.size < room - 1 && place < rows.length; place++) keep.add(place);
    }
    rows.forEach((row, place) => {
      const shown = keep.has(place);
      row.classList.toggle("folded", !shown);
      row.classList.toggle("after-gap", shown && place > 0 && !keep.has(place - 1));
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ranking-all]");
    if (!button) return;
    const card = button.closest(".card");
    button.setAttribute("aria-expanded", String(card.classList.toggle("ranking-all")));
    fold();
  });

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
      text.textContent = [photo.visit_no, photo.place, photo.staff_name].filter(Boolean).join(" · ");
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
    if (shown && !detail.reset && (detail.visits || []).some((visit) => String(visit.staff_id) === shown.id)) props("visits-selected", { data: shown.id });
  });

  // -- life ----------------------------------------------------------------------------------------------

  const resized = new ResizeObserver(() => requestAnimationFrame(fold));
  let watched = null;

  function attend() {
    const box = document.getElementById("visits-ranking");
    if (box !== watched) {
      if (watched) resized.unobserve(watched);
      watched = box;
      if (box) resized.observe(box);
      chosen = box ? q.address.get("unit") : null;
      if (box) requestAnimationFrame(() => choose(chosen));
    }
    readDrawer();
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver((changes) => {
      if (changes.some(({ target }) => target.closest && target.closest("#visits-ranking"))) requestAnimationFrame(() => mark(currentCallout()));
      attend();
    }).observe(document.body, { childList: true, subtree: true });
    attend();
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
