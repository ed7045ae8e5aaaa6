/* The ranking: rows that Python words (`data-rows` on #visits-ranking, components/visit_ranking.py), drawn and folded here. A table of Dash
 * components would cost a second for three hundred managers. First click chooses (outlined on the map), second goes down.
 */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const GAP = 14; // pixels a row after folded ones is higher by
  let chosen = null; // node of the chosen row
  let marked = []; // nodes of the person in the drawer: entity, branch, staff

  const boxOf = () => document.getElementById("visits-ranking");

  q.ranking = {
    choose,
    /** Another unit is shown: the row its address names, or none, is the chosen one. */
    enter() {
      chosen = q.address.get("unit");
    },
    /** Rows of the person in the drawer turn amber. */
    mark(nodes) {
      marked = nodes;
      tint();
    },
    /** Counties of the chosen unit. */
    counties() {
      const map = q.map.at("visits-map");
      if (!chosen || !map || !map.shade.values) return [];
      return Object.entries(map.shade.values).filter(([, value]) => value.u === chosen).map(([code]) => code);
    },
  };

  // -- drawing -------------------------------------------------------------------------------------

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function draw(box) {
    const told = JSON.parse(box.dataset.rows);
    const scrolled = box.scrollTop;
    const focused = box.contains(document.activeElement) && document.activeElement.closest("tr").dataset.node;
    const table = make("table", `ranking ranking-${told.level}`);
    const head = table.appendChild(make("thead")).appendChild(make("tr"));
    for (const { text, kind, title } of told.head) {
      const cell = head.appendChild(make("th", kind, text));
      cell.scope = "col";
      if (title) cell.title = title;
    }
    const body = table.appendChild(make("tbody"));
    told.rows.forEach((row, place) => {
      if (told.left_out && place === told.left_out.after) body.append(betweenOf(told));
      body.append(rowOf(row, told));
    });
    box.replaceChildren(...(told.note ? [noteOf(told.note)] : []), told.rows.length ? table : emptyOf(told.empty));
    box.scrollTop = scrolled;
    if (focused) (box.querySelector(`[data-node="${CSS.escape(focused)}"] button`) || box).focus();
    tint();
  }

  function rowOf(row, told) {
    const line = make("tr", row.own ? "own" : "");
    line.dataset.node = row.node;
    line.append(make("td", "ranking-place", row.rank));
    const button = line.appendChild(make("td", "ranking-who")).appendChild(make("button", "ranking-button"));
    button.type = "button";
    const name = button.appendChild(make("span", "ranking-name"));
    name.append(make("span", "ranking-own", row.name));
    if (row.of) name.append(make("span", "ranking-of", row.of));
    name.title = row.full || row.name;
    const bar = button.appendChild(make("span", "ranking-bar")).appendChild(make("span"));
    bar.style.width = `${row.share}%`;
    const value = line.appendChild(make("td", "num ranking-value"));
    value.append(make("b", "", row.value));
    if (row.of_all) value.append(make("span", "muted", `/${row.of_all}`));
    if (row.out) {
      const out = line.appendChild(make("td", "num ranking-out", row.out[0]));
      out.append(make("span", "muted", `/${row.out[1]}`));
    }
    const last = line.appendChild(make("td", "num ranking-moved"));
    const moved = last.appendChild(make("span", row.moved.tone, row.moved.text));
    if (row.moved.title) moved.title = row.moved.title;
    if (row.moved.title) moved.setAttribute("aria-label", row.moved.title);
    if (told.down) {
      const down = last.appendChild(make("span", "ranking-down"));
      down.dataset.down = "1";
      down.title = told.down;
      down.append(make("span", "icon icon-right"));
    }
    return line;
  }

  /** The line that stands for rows left out. */
  function betweenOf(told) {
    const line = make("tr", "ranking-between");
    line.appendChild(make("td", "muted", `⋯ ${told.left_out.text}`)).colSpan = 4; // the columns a phone shows too
    return line;
  }

  /** Nobody is out yet, and the way to the last day somebody was. */
  function noteOf({ text, link, period }) {
    const note = make("p", "ranking-note", text + " ");
    if (!link) return note;
    const query = new URLSearchParams(location.search);
    for (const name of ["sel", "unit"]) query.delete(name);
    query.set("period", period);
    note.appendChild(make("a", "brand", link)).href = `${location.pathname}?${query}`;
    return note;
  }

  function emptyOf({ title, text }) {
    const state = make("div", "state empty");
    state.append(make("b", "", title), make("p", "", text));
    return state;
  }

  /** Which rows are amber, then which fit. */
  function tint() {
    for (const row of document.querySelectorAll("#visits-ranking [data-node]")) {
      row.classList.toggle("chosen", row.dataset.node === chosen);
      row.classList.toggle("theirs", marked.includes(row.dataset.node));
    }
    fold();
  }

  // -- choosing --------------------------------------------------------------------------------------

  function choose(node) {
    chosen = node;
    tint();
    const map = q.map.at("visits-map");
    if (map && !marked.length) map.outline(q.ranking.counties());
    q.address.set({ unit: node });
  }

  function down(node) {
    if (node.startsWith("staff:")) {
      window.dash_clientside.set_props("visits-selected", { data: node.slice(6) });
      return;
    }
    const query = new URLSearchParams(location.search);
    for (const name of ["unit", "sel", "z", "lon", "lat", "level"]) query.delete(name);
    query.set("node", node);
    q.go(`${location.pathname}?${query}`);
  }

  document.addEventListener("click", (event) => {
    const row = event.target.closest("#visits-ranking [data-node]");
    if (!row) return;
    const { node } = row.dataset;
    if (node.startsWith("staff:") || node === chosen || event.target.closest("[data-down]")) down(node);
    else choose(node);
  });
  document.addEventListener("map:unit", ({ detail: node }) => {
    if (node && node === chosen) down(node);
    else choose(node);
  });

  // -- the ranking shows its head, who matters, and its tail; all of it on request ------------------

  /** Rows that do not fit are folded away between the head, the chosen and the last two. */
  function fold() {
    const box = document.getElementById("visits-ranking");
    const rows = box ? [...box.querySelectorAll("tbody tr[data-node]")] : [];
    if (!rows.length) return;
    const plain = rows.find((row) => row.offsetHeight && !row.matches(".after-gap"));
    const height = (plain && plain.offsetHeight) || 34;
    const head = box.querySelector("thead");
    const note = box.querySelector(".ranking-note");
    const space = box.clientHeight - (head ? head.offsetHeight : 0) - (note ? note.offsetHeight : 0);
    const open = box.closest(".ranking-all") || matchMedia("(max-width: 640px)").matches || space < 6 * height;
    const keep = open ? null : kept(rows, (count, gaps) => count * height + gaps * GAP <= space + 1);
    for (const between of box.querySelectorAll(".ranking-between")) between.hidden = Boolean(keep);
    rows.forEach((row, place) => {
      const shown = !keep || keep.has(place);
      row.classList.toggle("folded", !shown);
      row.classList.toggle("after-gap", Boolean(keep) && shown && place > 0 && !keep.has(place - 1));
    });
  }

  /** Places to show: who matters and the last two, then from the top as many as fit; null when all do. */
  function kept(rows, fits) {
    if (fits(rows.length, 0)) return null;
    const matters = rows.map((row, place) => (row.matches(".theirs, .chosen, .own") ? place : -1)).filter((place) => place >= 0).slice(0, 2);
    const keep = new Set([...matters, rows.length - 2, rows.length - 1]);
    const gaps = (set) => [...set].filter((place) => place > 0 && !set.has(place - 1)).length;
    for (let place = 0; place < rows.length; place++) {
      const more = new Set(keep).add(place);
      if (!fits(more.size, gaps(more))) break;
      keep.add(place);
    }
    return keep;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ranking-all]");
    if (!button) return;
    const card = button.closest(".card");
    button.setAttribute("aria-expanded", String(card.classList.toggle("ranking-all")));
    fold();
  });

  // -- life --------------------------------------------------------------------------------------------

  const resized = new ResizeObserver(() => requestAnimationFrame(fold));
  let watched = null;

  function attend() {
    const box = boxOf();
    if (box === watched && (!box || box.drawnRows === box.dataset.rows)) return;
    if (box !== watched) {
      if (watched) resized.unobserve(watched);
      watched = box;
      chosen = box ? q.address.get("unit") : null;
      if (box) resized.observe(box);
    }
    if (!box || !box.dataset.rows) return;
    box.drawnRows = box.dataset.rows;
    draw(box);
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(attend).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-rows"] });
    attend();
  });
})();
