/* Scene of photos: the newest large, the others beside it; what comes in takes the first place. */
(function () {
  "use strict";
  const w = window.wall;

  w.scene("photos", {
    async make(root, told, { wide }) {
      const many = wide ? 9 : 7;
      let made = [];

      /** The large one says who and which, the others who. */
      function tile(photo, place) {
        const isLarge = place === 0;
        const isSharp = isLarge || w.unit() > 1.3; // a small copy is 360 px wide
        const who = isLarge ? [photo.at, photo.staff, photo.kind, photo.no] : [photo.at, photo.staff, photo.kind];
        const one = w.photo(isSharp ? photo.full : photo.thumb, w.el("b", "", [photo.seat, photo.place].filter(Boolean).join(" ")), w.el("span", "", ...w.pieces(who)));
        one.classList.toggle("is-large", isLarge);
        one.dataset.id = photo.id;
        return one;
      }

      async function show(photos) {
        const next = photos.slice(0, many).map(tile);
        await w.decoded(next);
        const whole = next.filter((one) => one.querySelector("img").naturalWidth);
        root.replaceChildren(...(whole.length ? whole : [w.el("p", "wall-nothing", told.words.none)]), w.el("footer", "wall-foot", w.el("span", "", told.note), w.el("span", "", told.words.how)));
        made = photos.map(({ id }) => id);
      }

      await show(told.photos);
      return {
        update(next) {
          if (next.photos.map(({ id }) => id).join() !== made.join()) show(next.photos);
        },
        dispose: () => root.replaceChildren(),
      };
    },
  });
})();
