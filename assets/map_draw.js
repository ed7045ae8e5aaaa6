/* Drawing of a map's ground: shades, lines, neighbours, grid. The marks on it: map_marks_draw.js. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});

  /** Ground, neighbours, shaded counties, lines, outline. */
  q.mapDrawBase = function (m) {
    const { palette, shapes, transform: { k, x, y } } = m;
    const ctx = q.mapPen.begin(m, m.canvas.base);
    if (palette.ground !== "transparent") {
      ctx.fillStyle = palette.ground;
      ctx.fillRect(0, 0, m.width, m.height);
    }
    ctx.translate(x, y);
    ctx.scale(k, k);
    if (shapes.neighbours) q.mapPen.stroke(ctx, k, shapes.neighbours.all, palette.neighbour, 1);
    if (shapes.outline) for (const width of [14, 9, 5]) q.mapPen.stroke(ctx, k, shapes.outline.all, palette.shadow, width);
    fillCounties(ctx, m);
    if (shapes.counties) q.mapPen.stroke(ctx, k, shapes.counties.all, palette.county, m.options.thumbnail ? 0.5 : 0.8);
    if (shapes.prefectures) q.mapPen.stroke(ctx, k, shapes.prefectures.all, palette.prefecture, m.options.thumbnail ? 0.6 : 0.9);
    if (shapes.outline) q.mapPen.stroke(ctx, k, shapes.outline.all, palette.province, 1.3);
    if (m.options.scale) drawGrid(m);
    if (shapes.neighbours && !m.options.thumbnail) nameNeighbours(m);
  };

  /** Deep in, where no line is near: a quiet grid that moves along, and how far is how much. */
  function drawGrid(m) {
    const ctx = again(m, m.canvas.base);
    const [lon, lat] = m.projection.invert(m.transform.invert(m.middle()));
    const perKm = (m.screen([lon, lat + 0.001])[1] - m.screen([lon, lat])[1]) / -0.1112;
    const km = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].find((step) => step * perKm >= 56) || 200;
    const step = km * perKm;
    ctx.strokeStyle = m.palette.neighbour;
    ctx.globalAlpha = 0.5;
    ctx.lineWidth = 1;
    ctx.beginPath();
    const { x, y } = m.transform;
    for (let at = ((x % step) + step) % step; at < m.width; at += step) ctx.moveTo(at, 0), ctx.lineTo(at, m.height);
    for (let at = ((y % step) + step) % step; at < m.height; at += step) ctx.moveTo(0, at), ctx.lineTo(m.width, at);
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.strokeStyle = ctx.fillStyle = m.palette.label;
    ctx.beginPath();
    ctx.moveTo(12, 10);
    ctx.lineTo(12, 18);
    ctx.moveTo(12, 14);
    ctx.lineTo(12 + step, 14);
    ctx.moveTo(12 + step, 10);
    ctx.lineTo(12 + step, 18);
    ctx.stroke();
    ctx.font = `400 12px ${m.palette.font}`;
    ctx.textAlign = "left";
    ctx.fillText(((m.options.words || {}).km || "%s km").replace("%s", km), 12, 32);
  }

  /** One fill per class of shade; the paths are joined when shade or shapes change, not at each frame. */
  function fillCounties(ctx, m) {
    if (!m.shapes.counties) return;
    if (!m.fills) {
      m.fills = new Map();
      for (const part of m.shapes.counties.parts) {
        const value = m.shade.values && m.shade.values[part.id];
        const colour = value && value.c !== null && value.c !== undefined ? m.palette.ramp[value.c] : m.palette.empty;
        if (!m.fills.has(colour)) m.fills.set(colour, new Path2D());
        m.fills.get(colour).addPath(part.path);
      }
    }
    for (const [colour, path] of m.fills) {
      ctx.fillStyle = colour;
      ctx.fill(path);
    }
  }

  function nameNeighbours(m) {
    const ctx = again(m, m.canvas.base);
    ctx.font = `400 13px ${m.palette.font}`;
    ctx.fillStyle = m.palette.neighbourLabel;
    ctx.textAlign = "center";
    for (const part of m.shapes.neighbours.parts) {
      const [x, y] = m.transform.apply(part.label);
      spaced(ctx, m.word(part.properties), x, y);
    }
  }

  function again(m, canvas) {
    const ctx = canvas.getContext("2d");
    ctx.setTransform(m.dpr, 0, 0, m.dpr, 0, 0);
    return ctx;
  }

  function spaced(ctx, text, x, y) {
    if ("letterSpacing" in ctx) ctx.letterSpacing = "2px";
    ctx.fillText(text, x, y);
    if ("letterSpacing" in ctx) ctx.letterSpacing = "0px";
  }
})();
