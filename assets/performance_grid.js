/* Cells of the grid of scores (components/performance_grid.py): what assets/performance_ranking.js draws in its rows.
 * A row that is still asked for has no data and stays empty.
 */
(function () {
  "use strict";
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const make = (...parts) => window.React.createElement(...parts);

  cells.ScoreName = ({ data }) => data && make("a", { href: data.href, title: data.name }, data.name);

  cells.ScoreAside = ({ data }) => data && make("span", { className: "aside", title: data.aside }, data.aside);

  cells.ScoreMoved = ({ data }) =>
    data && make("span", { className: data.moved.tone, title: data.moved.title }, data.moved.text);

  cells.ScorePoints = ({ data, place, group }) => {
    if (!data) return null;
    const [text, away, href] = data.cells[place];
    const size = Math.abs(away) * 50;
    const bar = { width: `${size}%`, left: away < 0 ? `${50 - size}%` : "50%" };
    return make("span", { className: `points ${group}` }, [
      make("a", { key: "to", href }, text),
      make("span", { key: "bar", className: "away" },
        make("span", { className: `away-bar ${group} ${away < 0 ? "under" : ""}`, style: bar })),
    ]);
  };

  cells.ScoreTarget = ({ data }) =>
    data && make("span", { className: "target", title: data.target.title }, [
      make("b", { key: "reached" }, data.target.reached),
      make("small", { key: "of" }, data.target.of),
    ]);

  cells.ScoreCourse = ({ data }) => {
    const values = data ? data.course : [];
    if (values.length < 2) return null;
    const low = Math.min(...values), room = Math.max(...values) - low || 1;
    const at = values.map((value, nth) => [2 + (nth * 56) / (values.length - 1), 18 - ((value - low) / room) * 14]);
    const [x, y] = at[at.length - 1];
    const points = at.map((point) => point.map((n) => n.toFixed(1)).join(",")).join(" ");
    return make("svg", { viewBox: "0 0 60 20", className: "course", "aria-label": values.join(" → ") }, [
      make("polyline", { key: "line", points }),
      make("circle", { key: "end", cx: x, cy: y, r: 2 }),
    ]);
  };
})();
