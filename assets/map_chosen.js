/* Drawing of what is chosen on a map: a day's track, the person selected, words beside. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});

  q.mapChosen = function (ctx, m) {
    drawTrack(ctx, m);
    drawSelected(ctx, m);
  };

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
      q.mapPen.disc(ctx, m, { x, y, r: 9, count: stop.number }, fill, m.palette.halo, m.palette.bubbleText);
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
