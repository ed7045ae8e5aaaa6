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
    const { days, months, weekdays, steps, words, href, shown } = JSON.parse((element.drawn = element.dataset.calendar));
    const columns = `repeat(${Math.ceil(days.length / 7)}, 1fr)`;
    element.replaceChildren();
    const names = make(element, "div", "calendar-months");
    names.style.gridTemplateColumns = columns;
    for (const [column, name] of months) make(names, "span", "", name).style.gridColumn = String(column + 1);
    const left = make(element, "div", "calendar-weekdays");
    for (const name of weekdays) make(left, "span", "", name);
    const squares = make(element, "div", "calendar-days");
    squares.style.gridTemplateColumns = columns;
    for (const day of days) square(squares, day, href, shown);
    const links = squares.querySelectorAll("a");
    const first = squares.querySelector("a[aria-current]") || links[links.length - 1];
    if (first) first.tabIndex = 0;
    const legend = make(element, "div", "calendar-legend");
    make(legend, "span", "", words[0]);
    for (let step = 0; step < steps; step++) make(legend, "i", `day step-${step}`);
    make(legend, "span", "", words[1]);
  }

  /** A day: a link to it when there were visits, reached by Tab once and by arrows from there. */
  function square(parent, day, href, shown) {
    const leads = day && day[2] && href;
    const made = make(parent, leads ? "a" : "i", day ? `day step-${day[0]}` : "day none");
    made.title = day ? day[1] : "";
    if (!leads) return;
    made.href = href + day[2];
    made.tabIndex = -1;
    made.setAttribute("aria-label", day[1]);
    if (day[2] === shown) made.setAttribute("aria-current", "date");
  }

  const STEPS = { ArrowLeft: -7, ArrowRight: 7, ArrowUp: -1, ArrowDown: 1 };
  document.addEventListener("keydown", (event) => {
    const link = event.target.closest && event.target.closest(".calendar-days a");
    const step = STEPS[event.key];
    if (!link || !step) return;
    event.preventDefault();
    const all = [...link.parentElement.children];
    let place = all.indexOf(link) + step;
    while (all[place] && !all[place].href) place += Math.sign(step);
    if (!all[place]) return;
    link.tabIndex = -1;
    all[place].tabIndex = 0;
    all[place].focus();
  });

  function sweep() {
    for (const element of document.querySelectorAll("[data-calendar]")) if (element.drawn !== element.dataset.calendar) draw(element);
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(sweep).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-calendar"] });
    sweep();
  });
})();
