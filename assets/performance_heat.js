/* The heat map of points by indicator: `data-heat` on #performance-heat (components/performance_heat.py) as a table of links. */
(function () {
  "use strict";

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function link(href, text) {
    const made = make("a", "", text);
    made.href = href;
    return made;
  }

  function draw(box) {
    const { heads, rows } = JSON.parse(box.dataset.heat);
    const table = make("table", "heat");
    const head = table.appendChild(make("thead")).appendChild(make("tr"));
    head.append(make("th"));
    for (const [text, group, items, words] of heads) {
      const cell = head.appendChild(make("th"));
      cell.append(make("span", "", items > 1 ? `${text} ×${items}` : text), make("span", `key ${group}`));
      cell.title = items > 1 ? `${text}: ${words}` : text;
    }
    const body = table.appendChild(make("tbody"));
    for (const row of rows) {
      const line = body.appendChild(make("tr"));
      line.appendChild(make("td")).append(link(row.href, row.name));
      row.cells.forEach((cell, place) => {
        if (!cell) return line.append(make("td", "none"));
        const [text, step, href] = cell;
        const made = line.appendChild(make("td", `step-${step}`));
        made.append(link(href, text));
        const [name, , items, words] = heads[place];
        made.title = `${row.name} · ${name} ${text}%${items > 1 ? ` · ${words}` : ""}`;
      });
    }
    box.replaceChildren(table);
  }

  function attend() {
    const box = document.getElementById("performance-heat");
    if (!box || box.drawnHeat === box.dataset.heat) return;
    box.drawnHeat = box.dataset.heat;
    draw(box);
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(attend).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-heat"] });
    attend();
  });
})();
