/* A ring that opens where a visit just arrived: at most twelve at once, 1.6 s each, none where motion is not wanted. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const MOST = 12;
  const LASTS = 1600;
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Start rings on map `m` at [[lon, lat], …]. */
  q.mapPulse = function (m, spots) {
    if (calm() || document.hidden) return;
    const now = performance.now();
    spots.forEach((spot, place) => m.pulses.push({ spot, from: now + place * 90 }));
    m.pulses = m.pulses.slice(-MOST);
    if (!m.pulsing) requestAnimationFrame((time) => frame(m, time));
    m.pulsing = true;
  };

  function frame(m, now) {
    const ctx = m.canvas.pulse.getContext("2d");
    ctx.setTransform(m.dpr, 0, 0, m.dpr, 0, 0);
    ctx.clearRect(0, 0, m.width, m.height);
    m.pulses = m.pulses.filter(({ from }) => now - from < LASTS);
    for (const { spot, from } of m.pulses) {
      const part = Math.max(0, (now - from) / LASTS);
      const [x, y] = m.screen(spot);
      ctx.globalAlpha = 1 - part;
      ctx.strokeStyle = m.palette.clusterRing;
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.arc(x, y, 3 + 17 * Math.sqrt(part), 0, 6.2832);
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    m.pulsing = m.pulses.length > 0 && m.element.isConnected;
    if (m.pulsing) requestAnimationFrame((time) => frame(m, time));
  }
})();
