/* Drawing of a map's marks: villages, dots, clusters, bubbles, and names where there is room. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});

  /** Dots, clusters or bubbles, place names, what is selected. Remembers what it drew for hits. */
  q.mapDrawMarks = function (m) {
    const ctx = q.mapPen.begin(m, m.canvas.marks);
    outlineChosen(ctx, m);
    drawPlaces(ctx, m);
    drawDots(ctx, m);
    m.drawn = { clusters: m.options.clusters === false ? [] : q.mapClusters(m), bubbles: q.mapBubbles(m), boxes: [] };
    for (const mark of [...m.drawn.clusters, ...m.drawn.bubbles]) m.drawn.boxes.push([mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r]);
    if (m.options.labels !== false && !m.drawn.bubbles.length) drawNames(ctx, m);
    for (const cluster of [...m.drawn.clusters].reverse()) q.mapPen.disc(ctx, m, cluster, m.palette.cluster, m.palette.clusterRing, m.palette.clusterText);
    for (const bubble of m.drawn.bubbles) q.mapPen.disc(ctx, m, bubble, m.palette.bubble, m.palette.halo, m.palette.bubbleText);
    if (m.options.labels !== false && m.drawn.bubbles.length) drawNames(ctx, m);
    namePlaces(ctx, m);
    q.mapChosen(ctx, m);
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
      q.mapPen.halo(ctx, m, text, x, y + 23);
    }
  }

  /** Counties of the chosen unit, and the one under the pointer, outlined. */
  function outlineChosen(ctx, m) {
    if (!m.shapes.counties) return;
    const { k, x, y } = m.transform;
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(k, k);
    if (m.hovered && m.hovered.kind === "county") q.mapPen.stroke(ctx, k, m.hovered.county.path, m.palette.province, 1.6);
    for (const code of m.outlined) {
      const part = m.shapes.counties.byId.get(code);
      if (part) q.mapPen.stroke(ctx, k, part.path, m.palette.accent, 2);
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

  /** Prefecture names, or county names once there is room; each finds a free place near its point or bubble, or waits for the next zoom. */
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
      const width = ctx.measureText(text).width;
      const spot = bubble ? spotAtBubble(m, bubble, width, size) : freeSpot(m, x, y, width, size) || (near || m.drawn.bubbles.length ? null : [x, y]);
      if (spot) q.mapPen.halo(ctx, m, text, ...spot);
    }
  }

  function freeSpot(m, x, y, width, size) {
    const beside = width / 2 + 18;
    return firstFree(m, x, y, width, size, [[0, 0], [0, 22], [0, -20], [beside, 4], [-beside, 4], [0, 34], [0, -32]]);
  }

  /** Below the bubble, above or beside it, where no other name or number stands; farther off it would be taken for another's. */
  function spotAtBubble(m, { x, y, r }, width, size) {
    const beside = r + width / 2 + 4;
    return firstFree(m, x, y, width, size, [[0, r + size + 2], [0, -r - 5], [beside, size / 3], [-beside, size / 3]]);
  }

  function firstFree(m, x, y, width, size, offsets) {
    const half = width / 2 + 2;
    for (const [dx, dy] of offsets) {
      const box = [x + dx - half, y + dy - size, x + dx + half, y + dy + 3];
      if (m.drawn.boxes.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      m.drawn.boxes.push(box);
      return [x + dx, y + dy];
    }
    return null;
  }
})();
