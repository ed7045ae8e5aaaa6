/* The months below the map (components/migrant_months.py): a bar each, one chosen; play goes through them and keeps the selection. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const { make, attend } = q.migrants;
  const PACE = 1500; // ms a month stays while playing
  let playing = 0;

  const boxOf = () => document.getElementById("migrants-months");
  const toldOf = (box) => JSON.parse(box.dataset.months);

  attend("months", (box, told) => {
    const bars = box.querySelector(".months-bars");
    const focused = bars.contains(document.activeElement);
    bars.replaceChildren();
    const at = told.months.findIndex((one) => one.month === told.chosen);
    Object.entries({ role: "slider", tabindex: 0, "aria-valuemin": 1, "aria-valuemax": told.months.length, "aria-valuenow": at + 1, "aria-valuetext": at < 0 ? "" : told.months[at].name })
      .forEach(([name, value]) => bars.setAttribute(name, value));
    for (const one of told.months) {
      const bar = make(bars, "button", one.month === told.chosen ? "month chosen" : "month");
      bar.type = "button";
      bar.tabIndex = -1;
      bar.dataset.month = one.month;
      bar.title = `${one.name}: ${one.said}`;
      make(bar, "i").style.height = `${Math.max(Math.round(one.share * 22), 2)}px`;
      make(bar, "span", "", one.text);
    }
    const said = box.querySelector(".months-said");
    said.replaceChildren();
    if (at >= 0) {
      make(said, "b", "", told.months[at].said);
      make(said, "span", "", told.months[at].words);
    }
    if (focused) bars.focus();
  });

  function go(told, month, step) {
    q.migrants.set({ month: month === told.newest ? null : month }, step);
  }

  function next(step = 1, around = false) {
    const box = boxOf();
    if (!box) return stop();
    const told = toldOf(box);
    const at = told.months.findIndex((one) => one.month === told.chosen) + step;
    const place = around ? (at + told.months.length) % told.months.length : Math.min(Math.max(at, 0), told.months.length - 1);
    go(told, told.months[place].month, !around);
    return place === told.months.length - 1;
  }

  function stop() {
    clearInterval(playing);
    playing = 0;
    face();
  }

  /** The newest month begins again at the oldest; the last one ends the play. */
  function play() {
    if (playing) return stop();
    playing = setInterval(() => next(1, true) && stop(), PACE);
    next(1, true);
    face();
  }

  function face() {
    const button = document.querySelector("[data-months-play]");
    if (!button) return;
    button.setAttribute("aria-pressed", String(Boolean(playing)));
    button.firstElementChild.className = `icon icon-${playing ? "pause" : "play"}`;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-months-play]")) play();
    const bar = event.target.closest(".months-bars [data-month]");
    if (!bar) return;
    stop();
    go(toldOf(boxOf()), bar.dataset.month, true);
  });
  document.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, Home: -99, End: 99 }[event.key];
    if (!way || !event.target.closest(".months-bars")) return;
    event.preventDefault();
    stop();
    next(way);
  });
})();
