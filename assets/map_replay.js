/* Replay of a day's track: `[data-replay]` holds what `visit_track.told_to_map` tells, and {map: id}; play, pause and a slider move the head. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const WHOLE = 24000; // ms a whole day takes
  const states = new WeakMap();

  const clock = (seconds) => `${String(Math.floor(seconds / 3600)).padStart(2, "0")}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")}`;

  function adopt(element) {
    if (states.has(element) && states.get(element).text === element.dataset.replay) return;
    const told = JSON.parse(element.dataset.replay);
    const state = { text: element.dataset.replay, told, playing: false, at: null };
    states.set(element, state);
    element.querySelector("input").addEventListener("input", (event) => seek(element, Number(event.target.value)));
    element.querySelector("[data-replay-play]").addEventListener("click", () => play(element));
    lay(element);
  }

  /** Give the track to its map once the map stands. */
  function lay(element) {
    const { told } = states.get(element);
    const map = q.map.at(told.map);
    if (!map || !map.projection) return;
    map.setTrack(told);
    const spots = told.moments.map(([, spot]) => spot);
    if (spots.length && states.get(element).laid !== map) map.fitSpots(spots);
    states.get(element).laid = map;
  }

  /** The place at a moment: between two known ones, in proportion. */
  function placeAt(moments, seconds) {
    let after = moments.findIndex(([moment]) => moment >= seconds);
    if (after < 0) after = moments.length - 1;
    const [t1, b] = moments[after];
    const [t0, a] = moments[Math.max(0, after - 1)];
    const part = t1 > t0 ? Math.min(1, Math.max(0, (seconds - t0) / (t1 - t0))) : 1;
    return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
  }

  function seek(element, seconds) {
    const state = states.get(element);
    const map = q.map.at(state.told.map);
    state.at = seconds;
    element.querySelector("input").value = seconds;
    element.querySelector("[data-replay-time]").textContent = clock(seconds);
    if (map && state.told.moments.length) map.setTrack({ ...state.told, head: placeAt(state.told.moments, seconds) });
  }

  function play(element) {
    const state = states.get(element);
    const { moments } = state.told;
    if (!moments.length) return;
    const [first, last] = [moments[0][0], moments[moments.length - 1][0]];
    state.playing = !state.playing;
    element.querySelector("[data-replay-play] .icon").className = `icon icon-${state.playing ? "pause" : "play"}`;
    if (!state.playing) return;
    if (state.at === null || state.at >= last) state.at = first;
    let before = performance.now();
    const step = (now) => {
      if (!state.playing || !element.isConnected) return;
      state.at = Math.min(last, state.at + ((now - before) / WHOLE) * (last - first));
      before = now;
      seek(element, state.at);
      if (state.at >= last) play(element);
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  const sweep = () => document.querySelectorAll("[data-replay]").forEach(adopt);
  document.addEventListener("map:ready", () => document.querySelectorAll("[data-replay]").forEach(lay));
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(sweep).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-replay"] });
    sweep();
  });
})();
