/* The strip of tabs on a narrow screen: the present one is in view, and an edge behind which there is more fades out. */
(function () {
  "use strict";
  const known = new WeakSet();

  function edges(strip) {
    const left = strip.scrollLeft > 2;
    const right = strip.scrollLeft + strip.clientWidth < strip.scrollWidth - 2;
    strip.dataset.more = [left && "left", right && "right"].filter(Boolean).join(" ");
  }

  function prepare() {
    const strip = document.querySelector(".offer-tabs-list");
    if (!strip || known.has(strip) || !strip.clientWidth) return;
    known.add(strip);
    const present = strip.querySelector(".on");
    if (present) strip.scrollLeft = present.offsetLeft - (strip.clientWidth - present.offsetWidth) / 2;
    strip.addEventListener("scroll", () => edges(strip), { passive: true });
    new ResizeObserver(() => edges(strip)).observe(strip);
    edges(strip);
  }

  new MutationObserver(prepare).observe(document.documentElement, { childList: true, subtree: true });
})();
