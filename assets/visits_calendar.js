/* The calendar of a manager: squares that Python words (`data-calendar`, components/visit_calendar.py), drawn here. */
(function () {
  "use strict";

  function make(parent, tag, className, text) {
    const made = parent.appendChild(document.createElement(tag));
    made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function draw(element) {
    const { days, months, weekdays, steps, words } = JSON.parse((element.drawn = element.dataset.calendar));
    const columns = `repeat(${Math.ceil(days.length / 7)}, 1fr)`;
    element.replaceChildren();
    const names = make(element, "div", "calendar-months");
    names.style.gridTemplateColumns = columns;
    for (const [column, name] of months) make(names, "span", "", name).style.gridColumn = String(column + 1);
    const left = make(element, "div", "calendar-weekdays");
    for (const name of weekdays) make(left, "span", "", name);
    const squares = make(element, "div", "calendar-days");
    squares.style.gridTemplateColumns = columns;
    for (const day of days) make(squares, "i", day ? `day step-${day[0]}` : "day none").title = day ? day[1] : "";
    const legend = make(element, "div", "calendar-legend");
    make(legend, "span", "", words[0]);
    for (let step = 0; step < steps; step++) make(legend, "i", `day step-${step}`);
    make(legend, "span", "", words[1]);
  }

  function sweep() {
    for (const element of document.querySelectorAll("[data-calendar]")) if (element.drawn !== element.dataset.calendar) draw(element);
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(sweep).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-calendar"] });
    sweep();
  });
})();
