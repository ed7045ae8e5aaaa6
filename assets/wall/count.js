/* Numbers that count up to what they now are. Only where the value changed; at once where motion is not wanted. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const LASTS = 900;
  const running = new WeakMap();

  /** Write `next` (a figure) into the element, counting from `before` where both are plain numbers of one unit. */
  w.count = function (element, next, before) {
    cancelAnimationFrame(running.get(element) || 0);
    if (element.textContent === next.number) return;
    const from = before && before.unit === next.unit ? digits(before.number) : null;
    const to = digits(next.number);
    if (from === null || to === null || w.calm() || document.hidden) {
      element.textContent = next.number;
      return;
    }
    const places = (next.number.split(".")[1] || "").length;
    const began = performance.now();
    const step = (now) => {
      const part = Math.min(1, (now - began) / LASTS);
      const eased = 1 - (1 - part) ** 3;
      element.textContent = part < 1 ? written(from + (to - from) * eased, places) : next.number;
      if (part < 1 && element.isConnected) running.set(element, requestAnimationFrame(step));
    };
    running.set(element, requestAnimationFrame(step));
  };

  /** "45,238" → 45238; null for what is no number. */
  function digits(text) {
    const plain = String(text).replaceAll(",", "").replace("−", "-");
    return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
  }

  function written(value, places) {
    return value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places }).replace("-", "−");
  }
})();
