/* Holds the player in a frame and changes it for a fresh one unseen: the new one is loaded behind, shows its first scene, then the old one goes.
 * A player that gives no sign of life is changed too. So a screen runs for months and holds no more than a day's worth. */
(function () {
  "use strict";
  const SILENT = 45000; // ms without a sign of life
  const PATIENCE = 40000; // ms a fresh player may take to its first scene
  const FADE = 700;
  let player = null;
  let coming = null;
  let heard = performance.now();
  let isDark = false;

  function load() {
    const frame = document.createElement("iframe");
    frame.src = `/wall/frame${location.search}`;
    frame.allow = "fullscreen";
    document.body.append(frame);
    return frame;
  }

  function fresh() {
    if (coming || isDark) return;
    const frame = (coming = load());
    setTimeout(() => {
      if (coming !== frame) return;
      frame.remove(); // no answer: the old one stays
      coming = null;
    }, PATIENCE);
  }

  /** The fresh player shows: it comes to the front, the old one goes. */
  function take() {
    const old = player;
    player = coming;
    coming = null;
    heard = performance.now();
    player.classList.add("is-shown");
    player.contentWindow.focus();
    const [frame, since] = [player, heard];
    const look = () => (getComputedStyle(frame).opacity >= 1 || performance.now() - since > PATIENCE ? old.remove() : setTimeout(look, FADE / 4));
    if (old) setTimeout(look, FADE); // a busy screen ends the fade late: until then the old one stays behind it
  }

  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== location.origin || !data || !data.wall) return;
    const isPlayer = player && source === player.contentWindow;
    if (isPlayer) heard = performance.now();
    if (data.wall === "ready" && coming && source === coming.contentWindow) take();
    if (data.wall === "fresh" && isPlayer) fresh();
    if (data.wall === "dark") {
      isDark = true;
      if (coming && source === coming.contentWindow) take();
    }
  });

  setInterval(() => {
    if (performance.now() - heard > SILENT && !isDark) {
      heard = performance.now();
      fresh();
    }
  }, 5000);
  // keys are the player's, wherever the focus is
  addEventListener("keydown", ({ key }) => player.contentWindow.dispatchEvent(new KeyboardEvent("keydown", { key })));

  player = load();
  player.classList.add("is-shown");
})();
