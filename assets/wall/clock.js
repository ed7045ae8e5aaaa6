/* The bank's time: the server's clock as seen through the quickest of the last answers. The screen's own clock does not matter. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const KEPT = 24; // samples
  const JUST = 5 * 60000;
  const ZONE = "Asia/Shanghai";
  let samples = [];
  let offset = null; // server time − performance.now(), ms

  w.clock = {
    /** An answer said `server` (epoch ms); it was asked at `asked` and came at `came` (performance.now()). */
    heard(server, asked, came) {
      samples.push({ took: came - asked, offset: server - (asked + came) / 2 });
      samples = samples.slice(-KEPT);
      const best = samples.reduce((a, b) => (b.took < a.took ? b : a));
      if (offset !== null && Math.abs(best.offset - samples[samples.length - 1].offset) > 1000 + best.took) samples = samples.slice(-1); // the server's clock was set
      offset = samples.reduce((a, b) => (b.took < a.took ? b : a)).offset;
    },
    /** Epoch ms of the bank; the screen's own clock until the server was heard. */
    now: () => (offset === null ? Date.now() : performance.now() + offset),
    /** Whether a naive moment of the server lies in the last minutes: only then it is "just now". */
    isJustNow: (text) => w.clock.now() - w.clock.parse(text) < JUST,
    /** A naive moment of the server in few signs: 15:26 of today, 11-26 of another day; `both` is 11-26 15:26 then. */
    brief(text, both = false) {
      const [day, hour] = [text.slice(5, 10), text.slice(11, 16)];
      const today = parts(w.clock.now());
      if (day === `${today.month}-${today.day}`) return hour;
      return both ? `${day} ${hour}` : day;
    },
    /** How far the screen's own clock is off, ms. */
    off: () => (offset === null ? 0 : Math.round(Date.now() - w.clock.now())),
    /** A naive moment of the server (Asia/Shanghai) as epoch ms. */
    parse: (text) => (text ? Date.parse(`${text.slice(0, 19)}+08:00`) : null),
    /** {year, month, day, weekday, hour, minute, second} as texts of two digits, of epoch ms. */
    parts,
    /** 15:26:05 today, 11-19 24:00 for the end of a day, 11-19 15:26 else. */
    moment(ms) {
      const at = parts(ms);
      const today = parts(w.clock.now());
      if (`${at.hour}${at.minute}${at.second}` === "000000") {
        const eve = parts(ms - 1000);
        return `${eve.month}-${eve.day} 24:00`;
      }
      if (at.month === today.month && at.day === today.day) return `${at.hour}:${at.minute}:${at.second}`;
      return `${at.month}-${at.day} ${at.hour}:${at.minute}`;
    },
  };

  const shape = new Intl.DateTimeFormat("en-GB", {
    timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });

  function parts(ms) {
    return Object.fromEntries(shape.formatToParts(new Date(ms)).map(({ type, value }) => [type, value]));
  }
})();
