/* The ranking of scores: rows that Python words (`data-rows` on #performance-ranking, components/performance_ranking.py).
 * An arrow opens those below (asked once, kept), a name leads to the unit's page, a number to its steps. A head sorts.
 */
(function () {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";
  let box = null; // the drawn ranking
  let told = null; // what Python said
  let sorting = { column: -1, up: false }; // -1: by place
  const below = new Map(); // node → its rows, once asked
  const open = new Set();

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function draw() {
    const table = make("table", `ranking scores of-${told.by}${told.byPost ? " by-post" : ""}${told.wide ? " across" : ""}`);
    table.append(headOf(), bodyOf());
    box.replaceChildren(told.rows.length ? table : make("div", "state empty", told.words.empty));
  }

  function headOf() {
    const row = make("tr");
    const { words } = told;
    row.append(make("th", "num", "#"), make("th", "moved", words.moved), make("th"), make("th", "", words.name), make("th", "aside", words.aside));
    row.append(sorter(words.score, "", 0));
    told.groups.forEach(([name, group, weight], place) => row.append(sorter(`${name} ${weight}`.trim(), group, place + 1)));
    if (words.target) row.appendChild(make("th", "target", words.target)).title = words.target_of;
    row.append(make("th", "course", words.course), make("th", "num expected", words.expected));
    const head = make("thead");
    head.append(row);
    return head;
  }

  function sorter(text, group, column) {
    const cell = make("th", "points");
    const button = cell.appendChild(make("button", ""));
    button.type = "button";
    button.dataset.sort = column;
    if (group) button.append(make("span", `key ${group}`));
    const on = sorting.column === column || (!told.byPost && column === 0 && sorting.column < 0);
    button.append(`${text}${on ? (sorting.up ? " ▴" : " ▾") : ""}`);
    cell.setAttribute("aria-sort", on ? (sorting.up ? "ascending" : "descending") : "none");
    return cell;
  }

  const points = (row, column) => parseFloat(row.cells[column][0].replace(/,/g, "").replace("−", "-"));

  function inOrder(rows) {
    const { column, up } = sorting;
    const sorted = [...rows];
    if (column >= 0) sorted.sort((a, b) => points(b, column) - points(a, column));
    return up ? sorted.reverse() : sorted;
  }

  function bodyOf() {
    const body = make("tbody");
    for (const row of inOrder(told.rows)) append(body, row, 0, told.opens);
    return body;
  }

  function append(body, row, depth, opens) {
    body.append(line(row, depth, opens));
    if (!open.has(row.node)) return;
    for (const inner of below.get(row.node) || []) append(body, inner, depth + 1, inner.node.startsWith("branch:"));
  }

  function line(row, depth, opens) {
    const tr = make("tr", depth ? `below depth-${depth}` : "");
    tr.dataset.node = row.node;
    if (open.has(row.node)) tr.classList.add("open");
    tr.append(make("td", "num place", row.rank));
    const moved = tr.appendChild(make("td", `moved ${row.moved.tone}`, row.moved.text));
    moved.title = row.moved.title;
    const arrow = tr.appendChild(make("td", "opener"));
    if (opens) {
      const button = arrow.appendChild(make("button", "", open.has(row.node) ? "▾" : "▸"));
      button.type = "button";
      button.dataset.open = row.node;
      button.title = told.words.open;
      button.setAttribute("aria-expanded", String(open.has(row.node)));
      button.setAttribute("aria-label", `${told.words.open} ${row.name}`);
    }
    const name = tr.appendChild(make("td", "who")).appendChild(make("a", "", row.name));
    name.href = row.href;
    name.title = row.name;
    if (row.aside) name.parentNode.append(make("small", "", row.aside)); // on the phone, where there is no column for it
    tr.appendChild(make("td", "aside", row.aside)).title = row.aside;
    row.cells.forEach((cell, place) => tr.append(pointsOf(cell, place ? told.groups[place - 1][1] : "total")));
    if (told.words.target) tr.append(targetOf(row.target));
    tr.append(courseOf(row.course), make("td", "num expected", row.expected));
    return tr;
  }

  function pointsOf([text, away, href], group) {
    const cell = make("td", `points ${group}`);
    const link = cell.appendChild(make("a", "", text));
    link.href = href;
    const track = cell.appendChild(make("span", "away"));
    const bar = track.appendChild(make("span", `away-bar ${group} ${away < 0 ? "under" : ""}`));
    bar.style.width = `${Math.abs(away) * 50}%`;
    bar.style.left = away < 0 ? `${50 - Math.abs(away) * 50}%` : "50%";
    return cell;
  }

  function targetOf({ reached, of, title }) {
    const cell = make("td", "target");
    if (of) cell.append(make("b", "", reached), make("small", "", of));
    cell.title = title;
    return cell;
  }

  function courseOf(values) {
    const cell = make("td", "course");
    if (values.length < 2) return cell;
    const low = Math.min(...values), high = Math.max(...values), room = high - low || 1;
    const at = values.map((value, place) => [2 + (place * 56) / (values.length - 1), 18 - ((value - low) / room) * 14]);
    const svg = document.createElementNS(NS, "svg");
    svg.setAttribute("viewBox", "0 0 60 20");
    const path = svg.appendChild(document.createElementNS(NS, "polyline"));
    path.setAttribute("points", at.map((point) => point.map((n) => n.toFixed(1)).join(",")).join(" "));
    const dot = svg.appendChild(document.createElementNS(NS, "circle"));
    const [x, y] = at[at.length - 1];
    dot.setAttribute("cx", x);
    dot.setAttribute("cy", y);
    dot.setAttribute("r", 2);
    cell.append(svg);
    cell.title = values.map((value) => value.toFixed(2)).join(" → ");
    return cell;
  }

  function toggle(node) {
    if (open.has(node)) open.delete(node);
    else open.add(node);
    if (open.has(node) && !below.has(node)) window.dash_clientside.set_props("performance-open", { data: node });
    redraw();
  }

  function redraw() {
    const scrolled = box.scrollTop;
    const focused = document.activeElement && document.activeElement.dataset.open;
    draw();
    box.scrollTop = scrolled;
    if (focused) (box.querySelector(`[data-open="${CSS.escape(focused)}"]`) || box).focus();
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("#performance-ranking [data-open]");
    if (opener) return toggle(opener.dataset.open);
    const sort = event.target.closest("#performance-ranking [data-sort]");
    if (sort) {
      const column = Number(sort.dataset.sort);
      sorting = { column, up: sorting.column === column || (!told.byPost && sorting.column < 0 && !column) ? !sorting.up : false };
      return redraw();
    }
    const row = event.target.closest("#performance-ranking tr[data-node], .steps tr[data-href]");
    if (!row || event.target.closest("a, button")) return;
    if (row.dataset.href) return window.qianhui.go(row.dataset.href);
    const button = row.querySelector("[data-open]");
    if (button) toggle(button.dataset.open);
    else window.qianhui.go(row.querySelector(".who a").getAttribute("href"));
  });

  function attend() {
    const found = document.getElementById("performance-ranking");
    if (found && (found !== box || found.drawnRows !== found.dataset.rows)) {
      box = found;
      box.drawnRows = box.dataset.rows;
      told = JSON.parse(box.dataset.rows);
      sorting = { column: -1, up: false };
      below.clear();
      open.clear();
      draw();
    }
    const more = document.getElementById("performance-opened");
    if (more && more.dataset.rows && more.taken !== more.dataset.rows) {
      more.taken = more.dataset.rows;
      const { node, rows } = JSON.parse(more.dataset.rows);
      below.set(node, rows);
      if (box) redraw();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(attend).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-rows"] });
    attend();
  });
})();
