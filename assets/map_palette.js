/* The map's colours. They live in css (tokens and 40_visits.css), one set per theme and one for the wall; here they are only read. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});

  const NAMES = [
    "ground", "empty", "county", "prefecture", "province", "neighbour", "neighbour-label", "shadow", "dot", "cluster", "cluster-ring",
    "cluster-text", "bubble", "bubble-text", "label", "halo", "accent", "accent-soft", "callout", "callout-text",
  ];

  /** Colours as the element sees them: {ground, …, ramp: [7 colours, least to most], font}. */
  q.mapPalette = function (element) {
    const style = getComputedStyle(element);
    const read = (name) => style.getPropertyValue(`--map-${name}`).trim() || "#888";
    const palette = { ramp: [1, 2, 3, 4, 5, 6, 7].map((step) => read(step)), font: style.fontFamily };
    for (const name of NAMES) palette[name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())] = read(name);
    return palette;
  };
})();
