/* What all drawing of a map shares: a clean canvas, a line, a disc with its number, text with a halo. */
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

  function halo(ctx, m, text, x, y) {
    ctx.strokeStyle = m.palette.halo;
    ctx.lineWidth = 3.5;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = m.palette.label;
    ctx.fillText(text, x, y);
  }

  q.mapPen = { begin, stroke, disc, halo };
})();
