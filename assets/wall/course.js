/* The day's course: households until each hour, and the same weekday of last week dotted. An SVG that scales with the wall. */
(function () {
  "use strict";
  const w = window.wall;
  const [WIDTH, HEIGHT, FOOT] = [420, 118, 26];

  w.course = function (told) {
    const before = w.svg("path", { class: "course-before" });
    const area = w.svg("path", { class: "course-area" });
    const line = w.svg("path", { class: "course-line" });
    const dot = w.svg("circle", { class: "course-dot", r: 6 });
    const name = w.svg("text", { class: "course-name", x: WIDTH, "text-anchor": "end" });
    const axis = w.svg("path", { class: "course-axis", d: `M0 ${HEIGHT}H${WIDTH}` });
    const hours = w.svg("g", { class: "course-hours" });
    const element = w.svg("svg", { class: "wall-course", viewBox: `0 -16 ${WIDTH} ${HEIGHT + FOOT + 16}`, "aria-hidden": "true" }, before, area, axis, line, dot, name, hours);
    const renew = ({ first, last, today, before: then, before_name: called }) => {
      const most = Math.max(1, ...today.map(([, value]) => value), ...then.map(([, value]) => value));
      const x = (hour) => ((hour - first) / (last - first)) * WIDTH;
      const y = (value) => HEIGHT - (value / most) * (HEIGHT - 10);
      const path = (points) => points.map(([hour, value], place) => `${place ? "L" : "M"}${x(hour).toFixed(1)} ${y(value).toFixed(1)}`).join("");
      before.setAttribute("d", path(then));
      line.setAttribute("d", path(today));
      const [end, value] = today[today.length - 1] || [first, 0];
      area.setAttribute("d", today.length ? `${path(today)}L${x(end).toFixed(1)} ${HEIGHT}L${x(today[0][0]).toFixed(1)} ${HEIGHT}Z` : "");
      dot.setAttribute("cx", x(end));
      dot.setAttribute("cy", y(value));
      dot.toggleAttribute("hidden", !today.length);
      name.textContent = then.length ? called : "";
      name.setAttribute("y", then.length ? y(then[then.length - 1][1]) - 9 : 0);
      hours.replaceChildren(...[first, (first + last - 2) / 2, last].map((hour, place) =>
        w.svg("text", { x: x(hour), y: HEIGHT + FOOT - 2, "text-anchor": ["start", "middle", "end"][place] }, `${hour}:00`)));
    };
    renew(told);
    return { element, renew };
  };
})();
