/* How fresh the data is: asks every few seconds, says since when it stands still; live.js reports what it gets. */
(function (qianhui) {
  "use strict";
  const EVERY = 10000; // ms
  let reported = 0, lastGood = null, lastState = null, lostAt = 0;

  const clock = (iso) => iso.slice(11, 19);

  function write(state, text) {
    const place = document.getElementById("shell-fresh");
    if (!place) return;
    place.className = "fresh " + state;
    place.querySelector("[data-part=text]").textContent = text;
  }

  /* {as_of, stale_since}: ISO times of the bank's clock. */
  qianhui.fresh = function (state) {
    reported = Date.now();
    lostAt = 0;
    lastGood = state.as_of;
    lastState = state;
    show(state);
  };

  /* The period shown is another one: the same data counts to another day. */
  qianhui.freshAgain = function () {
    if (lastState && !lostAt) show(lastState);
  };

  function show(state) {
    if (state.stale_since) return write("stale", qianhui.text("Data stopped at %(when)s", { when: clock(state.stale_since) }));
    const past = document.querySelector(".period.past");
    if (past) return write("past", qianhui.text("Data to %(when)s", { when: past.dataset.end || clock(state.as_of) }));
    const small = matchMedia("(max-width: 640px)").matches;
    write("live", small ? clock(state.as_of) : qianhui.text("Live · data to %(when)s", { when: clock(state.as_of) }));
  }

  function lost() {
    lostAt = lostAt || Date.now();
    if (lastGood && Date.now() - lostAt > 15000) write("stale", qianhui.text("No connection · data of %(when)s", { when: clock(lastGood) }));
  }

  async function ask() {
    if (document.hidden || Date.now() - reported < EVERY - 500 || !document.getElementById("shell-fresh")) return;
    try {
      const answer = await fetch("/api/v1/freshness");
      answer.ok ? qianhui.fresh(await answer.json()) : lost();
    } catch (error) {
      lost();
    }
  }

  setInterval(ask, EVERY);
  setTimeout(ask, 600);
  document.addEventListener("visibilitychange", ask);
})(window.qianhui = window.qianhui || {});
