/* A photo with its words below it, never on the people in it. The band burnt into every photo is left out of the crop: the words say it larger. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const [LINE, SMALLEST, TALL] = [36, 13, 3.75]; // the band of data/photos/watermark.py: a line is 1/36 of the width, all 3.75 lines

  /** A figure of an address and lines of words. */
  w.photo = function (address, ...words) {
    const image = w.el("img");
    image.src = address;
    image.alt = "";
    return w.el("figure", "wall-photo", w.el("div", "wall-photo-frame", image), w.el("figcaption", "", ...words));
  };

  /** Parts of a line that break between each other, not inside. */
  w.pieces = (parts) => parts.filter(Boolean).flatMap((part, place) => [...(place ? [w.el("u", "", " · ")] : []), w.el("i", "", part)]);

  /** Resolves when each figure's image was decoded, or cannot be had; then its band is known and cut. */
  w.decoded = (figures) => Promise.all(figures.map(async (figure) => {
    const image = figure.querySelector("img");
    await image.decode().catch(() => {});
    const { naturalWidth: wide, naturalHeight: high } = image;
    if (wide) image.style.objectViewBox = `inset(0 0 ${((100 * TALL * Math.max(SMALLEST, wide / LINE)) / high).toFixed(1)}% 0)`;
  }));
})();
