/* Scene of photos: the newest large, the others beside it; what comes in takes the first place. */
(function () {
  "use strict";
  const w = window.wall;

  w.scene("photos", {
    async make(root, told, { wide }) {
      const many = wide ? 9 : 7;
      let made = [];

      function tile(photo, place) {
        const image = w.el("img");
        image.src = place === 0 ? photo.full : photo.thumb;
        image.alt = "";
        const tell = w.el("figcaption", "", w.el("b", "", `${photo.at} ${photo.seat} ${photo.place}`), w.el("span", "", [photo.staff, photo.kind, photo.no].filter(Boolean).join(" · ")));
        const one = w.el("figure", `wall-photo ${place === 0 ? "is-large" : ""}`, image, tell);
        one.dataset.id = photo.id;
        return one;
      }

      async function show(photos) {
        const next = photos.slice(0, many).map(tile);
        await Promise.all(next.map((one) => one.querySelector("img").decode().catch(() => {})));
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
