/* Drawing of a map on its canvases: `base` (ground, shades, lines), `marks` (names, dots, clusters, the one selected). */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});

  function begin(m, canvas) {
    const ctx = canvas.getContext("2d");
    ctx.setTransform(m.dpr, 0, 0, m.dpr, 0, 0);
    ctx.clearRect(0, 0, m.width, m.height);
    ctx.lineJoin = ctx.lineCap = "round";
    return ctx;
  }

  function stroke(ctx, k, path, colour, width) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width / k;
    ctx.stroke(path);
  }

  /** Ground, neighbours, shaded counties, lines, outline. */
  q.mapDrawBase = function (m) {
    const { palette, shapes, transform: { k, x, y } } = m;
    const ctx = begin(m, m.canvas.base);
    if (palette.ground !== "transparent") {
      ctx.fillStyle = palette.ground;
      ctx.fillRect(0, 0, m.width, m.height);
    }
    ctx.translate(x, y);
    ctx.scale(k, k);
    if (shapes.neighbours) stroke(ctx, k, shapes.neighbours.all, palette.neighbour, 1);
    if (shapes.outline) for (const width of [14, 9, 5]) stroke(ctx, k, shapes.outline.all, palette.shadow, width);
    fillCounties(ctx, m);
    if (shapes.counties) stroke(ctx, k, shapes.counties.all, palette.county, m.options.thumbnail ? 0.5 : 0.8);
    if (shapes.prefectures) stroke(ctx, k, shapes.prefectures.all, palette.prefecture, m.options.thumbnail ? 0.6 : 0.9);
    if (shapes.outline) stroke(ctx, k, shapes.outline.all, palette.province, 1.3);
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

  /** Dots, clusters or bubbles, place names, what is selected. Remembers what it drew for hits. */
  q.mapDrawMarks = function (m) {
    const ctx = begin(m, m.canvas.marks);
    outlineChosen(ctx, m);
    drawPlaces(ctx, m);
    drawDots(ctx, m);
    m.drawn = { clusters: m.options.clusters === false ? [] : q.mapClusters(m), bubbles: q.mapBubbles(m), boxes: [] };
    for (const mark of [...m.drawn.clusters, ...m.drawn.bubbles]) m.drawn.boxes.push([mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r]);
    if (m.options.labels !== false && !m.drawn.bubbles.length) drawNames(ctx, m);
    for (const cluster of [...m.drawn.clusters].reverse()) disc(ctx, m, cluster, m.palette.cluster, m.palette.clusterRing, m.palette.clusterText);
    for (const bubble of m.drawn.bubbles) disc(ctx, m, bubble, m.palette.bubble, m.palette.halo, m.palette.bubbleText);
    if (m.options.labels !== false && m.drawn.bubbles.length) drawNames(ctx, m);
    namePlaces(ctx, m);
    drawTrack(ctx, m);
    drawSelected(ctx, m);
  };

  /** Villages as rings, filled from the middle by the share of households visited. */
  function drawPlaces(ctx, m) {
    for (const { spot, seen, of } of m.options.places || []) {
      const [x, y] = m.screen(spot);
      const disc = (r, fill) => {
        ctx.beginPath();
        ctx.arc(x, y, r, 0, 6.2832);
        ctx.fillStyle = fill;
        ctx.fill();
      };
      disc(9, m.palette.cluster);
      ctx.strokeStyle = m.palette.clusterRing;
      ctx.lineWidth = 1.6;
      ctx.stroke();
      ctx.globalAlpha = 0.45;
      if (of) disc(9 * Math.sqrt(Math.min(1, seen / of)), m.palette.clusterRing);
      ctx.globalAlpha = 1;
    }
  }

  function namePlaces(ctx, m) {
    ctx.font = `400 12px ${m.palette.font}`;
    ctx.textAlign = "center";
    for (const { spot, name, seen, of } of m.options.places || []) {
      const [x, y] = m.screen(spot);
      const text = `${name} ${m.number(seen)}/${m.number(of)}`;
      const box = [x - ctx.measureText(text).width / 2, y + 12, x + ctx.measureText(text).width / 2, y + 29];
      if (m.drawn.boxes.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      m.drawn.boxes.push(box);
      halo(ctx, m, text, x, y + 23);
    }
  }

  /** Counties of the chosen unit, and the one under the pointer, outlined. */
  function outlineChosen(ctx, m) {
    if (!m.shapes.counties) return;
    const { k, x, y } = m.transform;
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(k, k);
    if (m.hovered && m.hovered.kind === "county") stroke(ctx, k, m.hovered.county.path, m.palette.province, 1.6);
    for (const code of m.outlined) {
      const part = m.shapes.counties.byId.get(code);
      if (part) stroke(ctx, k, part.path, m.palette.accent, 2);
    }
    ctx.restore();
  }

  /** Radius of a dot: 1.2 px when thousands fill the region, larger when zoomed in or when they are few. */
  q.mapDotRadius = function (m) {
    const many = m.points.size > 2000 ? 1.2 : m.points.size > 500 ? 1.6 : 2.2;
    const small = Math.max(0.55, Math.min(1, m.free.width / 620));
    return Math.min(6, (m.options.dot || many) * small * m.transform.k ** 0.45);
  };

  function drawDots(ctx, m) {
    const { k, x: dx, y: dy } = m.transform;
    const radius = q.mapDotRadius(m);
    ctx.beginPath();
    for (const point of m.points.values()) {
      const x = point.x * k + dx;
      const y = point.y * k + dy;
      if (x < -9 || y < -9 || x > m.width + 9 || y > m.height + 9) continue;
      ctx.moveTo(x + radius, y);
      ctx.arc(x, y, radius, 0, 6.2832);
    }
    if (radius > 3) {
      ctx.strokeStyle = m.palette.halo;
      ctx.lineWidth = 2;
      ctx.stroke();
    }
    ctx.fillStyle = m.palette.dot;
    ctx.fill();
  }

  function disc(ctx, m, { x, y, r, count }, fill, ring, ink) {
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 6.2832);
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.strokeStyle = ring;
    ctx.lineWidth = 1.6;
    ctx.stroke();
    ctx.fillStyle = ink;
    ctx.font = `700 ${r > 17 ? 13 : 12}px ${m.palette.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(m.number(count), x, y + 0.5);
    ctx.textBaseline = "alphabetic";
  }

  /** Prefecture names, or county names once there is room; each finds a free place near its point or waits for the next zoom. */
  function drawNames(ctx, m) {
    const near = m.transform.k >= 2.6 && m.shapes.counties;
    const layer = near ? m.shapes.counties : m.shapes.prefectures;
    if (!layer) return;
    const size = m.options.thumbnail ? 11 : near ? 12 : 13;
    ctx.font = `400 ${size}px ${m.palette.font}`;
    ctx.textAlign = "center";
    for (const part of layer.parts) {
      const [x, y] = m.transform.apply(part.label);
      const text = m.word(part.properties);
      const bubble = m.drawn.bubbles.find((one) => one.shape === part);
      const spot = bubble ? [bubble.x, bubble.y + bubble.r + size + 2] : freeSpot(m, x, y, ctx.measureText(text).width, size, Boolean(near));
      if (spot) halo(ctx, m, text, ...spot);
    }
  }

  function freeSpot(m, x, y, width, size, strict) {
    const half = width / 2 + 2;
    for (const [dx, dy] of [[0, 0], [0, 22], [0, -20], [half + 16, 4], [-half - 16, 4], [0, 34], [0, -32]]) {
      const box = [x + dx - half, y + dy - size, x + dx + half, y + dy + 3];
      if (m.drawn.boxes.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      m.drawn.boxes.push(box);
      return [x + dx, y + dy];
    }
    return strict ? null : [x, y];
  }

  function halo(ctx, m, text, x, y) {
    ctx.strokeStyle = m.palette.halo;
    ctx.lineWidth = 3.5;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = m.palette.label;
    ctx.fillText(text, x, y);
  }

  /** A day's track on the map: a line through the stops, dashed where there was no signal, numbered stops, `m.track.head` where replay stands. */
  function drawTrack(ctx, m) {
    if (!m.track) return;
    ctx.lineWidth = 2.2;
    ctx.strokeStyle = m.palette.clusterRing;
    for (const leg of m.track.legs) {
      ctx.setLineDash(leg.dashed ? [4, 4] : []);
      ctx.beginPath();
      leg.spots.forEach((spot, step) => ctx[step ? "lineTo" : "moveTo"](...m.screen(spot)));
      ctx.stroke();
    }
    ctx.setLineDash([]);
    for (const stop of m.track.stops) {
      const [x, y] = m.screen(stop.spot);
      const fill = stop.current ? m.palette.accent : m.palette.clusterRing;
      disc(ctx, m, { x, y, r: 9, count: stop.number }, fill, m.palette.halo, m.palette.bubbleText);
    }
    if (m.track.head) q.mapSpot(ctx, m, ...m.screen(m.track.head));
  }

  /** The one selected: amber with a soft ring. */
  q.mapSpot = function (ctx, m, x, y) {
    for (const [radius, colour] of [[12, m.palette.accentSoft], [7.4, m.palette.halo], [5.6, m.palette.accent]]) {
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 6.2832);
      ctx.fillStyle = colour;
      ctx.fill();
    }
  };

  function drawSelected(ctx, m) {
    const point = m.selected && (m.points.get(m.selected) || m.selectedAt);
    if (!point || point.lon === undefined) return;
    const [x, y] = m.screen([point.lon, point.lat]);
    q.mapSpot(ctx, m, x, y);
    if (m.callout) drawCallout(ctx, m, x, y);
  }

  function drawCallout(ctx, m, x, y) {
    const { title, place } = m.callout;
    ctx.font = `700 13px ${m.palette.font}`;
    const head = ctx.measureText(title).width;
    ctx.font = `400 13px ${m.palette.font}`;
    const text = place ? `・${place}` : "";
    const width = head + ctx.measureText(text).width + 22;
    const left = Math.max(6, Math.min(m.width - width - 6, x + 18));
    const top = y - 58 < 6 ? y + 22 : y - 58;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(left + 14, top < y ? top + 27 : top);
    ctx.strokeStyle = m.palette.accent;
    ctx.lineWidth = 1.2;
    ctx.stroke();
    ctx.beginPath();
    ctx.roundRect(left, top, width, 27, 5);
    ctx.fillStyle = m.palette.callout;
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = m.palette.calloutText;
    ctx.textAlign = "left";
    ctx.font = `700 13px ${m.palette.font}`;
    ctx.fillText(title, left + 11, top + 18);
    ctx.font = `400 13px ${m.palette.font}`;
    ctx.fillText(text, left + 11 + head, top + 18);
  }
})();
