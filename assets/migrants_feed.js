/* Who went where (components/migrant_feed.py): a list that moves up a row every few seconds, unless paused or motion is unwanted. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const { make, attend } = q.migrants;
  const PACE = 3000;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let paused = still.matches;

  attend("feed", (box, told) => {
    box.replaceChildren();
    if (!told.rows.length) {
      make(make(box, "div", "state empty"), "p", "", told.empty);
      return;
    }
    const list = make(box, "ul", "moves");
    list.dataset.again = told.again;
    for (const [time, who, from, to, what, way, worker] of told.rows) {
      const row = make(list, "li", `move ${way}`);
      make(row, "time", "", time);
      const name = make(row, worker ? "button" : "b", worker ? "unmask" : "", who);
      if (worker) Object.assign(name, { type: "button", title: told.unmask }).dataset.unmask = `worker_activity:${worker}`;
      const road = make(row, "span", "move-road");
      make(road, "span", "", way === "back" ? to : from);
      make(road, "i", "", "→");
      make(road, "span", "", way === "back" ? from : to);
      road.title = road.textContent;
      make(row, "span", "move-what", what).title = what;
    }
    face();
  });

  function step() {
    const list = document.querySelector("#migrants-feed .moves");
    if (!list || paused || document.hidden || list.matches(":hover, :focus-within") || list.scrollHeight <= list.parentNode.clientHeight) return;
    if (!list.querySelector(".again")) make(list, "li", "again", list.dataset.again); // between the oldest and the newest
    const first = list.firstElementChild;
    const high = first.offsetHeight;
    list.style.transition = "transform .6s ease";
    list.style.transform = `translateY(${-high}px)`;
    setTimeout(() => {
      list.style.transition = "none";
      list.style.transform = "";
      list.append(first);
    }, 620);
  }

  function face() {
    const button = document.querySelector("[data-feed-pause]");
    if (!button) return;
    const words = button.dataset[paused ? "resume" : "pause"];
    button.setAttribute("aria-pressed", String(paused));
    button.title = words;
    button.setAttribute("aria-label", words);
    button.firstElementChild.className = `icon icon-${paused ? "play" : "pause"}`;
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-feed-pause]")) return;
    paused = !paused;
    face();
  });
  still.addEventListener("change", () => {
    paused = still.matches;
    face();
  });
  setInterval(step, PACE);
})();
