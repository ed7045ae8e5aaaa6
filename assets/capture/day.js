/* The visits of today, each once: those that wait here, those that have arrived, those the bank told of in the pack. */
(function () {
  "use strict";
  const c = self.capture;
  const day = (ms) => c.time.iso(ms).slice(0, 10);
  const there = (moment) => Date.parse(/[+Z]/.test(moment.slice(19)) ? moment : `${moment}+08:00`); // the pack's are naive

  c.day = {
    /** `[{home, name, at, until, state, no?}]`, newest first; `at`, `until`: ms, from when to when. */
    rows() {
      const found = new Map();
      for (const row of [...told(), ...arrived(), ...fresh(), ...waiting()]) found.set(row.no || row.uuid, { ...row, lost: row.lost || (found.get(row.no) || {}).lost });
      return [...found.values()].filter((row) => day(row.at) === day(c.time.now()) || row.state !== "stored").sort((a, b) => b.at - a.at);
    },
    /** Households that were seen, also on the days of an older pack. */
    seen: () => new Set([...c.pack.now().done, ...c.status.arrived, ...c.status.done].map((one) => one.home).concat(c.status.records.map((row) => row.visit.household_id))),
    /** The visit of today that lies over this time; null without. `but`: the record that is being corrected. */
    over: (from, until, but) => c.day.rows().find((row) => !(but && row.uuid === but) && row.until && row.at < until && from < row.until) || null,
  };

  const head = (home) => (c.pack.home(home) || { head: home }).head;
  const stored = (one, name) => ({ home: one.home, name: name || head(one.home), at: there(one.at), until: one.until ? there(one.until) : null, state: "stored", no: one.visit_no, lost: one.lost || "" });
  const told = () => c.pack.now().done.map((one) => stored(one));
  const arrived = () => c.status.arrived.map((one) => stored(one));
  const fresh = () => c.status.done.map((one) => stored(one, one.shown.name));
  const waiting = () => c.status.records.filter((row) => row.owner === c.pack.now().user_id).map((row) => ({ uuid: row.uuid, home: row.visit.household_id, name: row.shown.name, at: there(row.visit.started_at), until: there(row.visit.ended_at), state: row.state, no: row.visit_no }));
})();
