/* The visit that is being recorded: one at a time, on the phone after every tap, so that a killed tab loses nothing. */
(function () {
  "use strict";
  const c = self.capture;
  const PAUSE = 200;
  let draft = null;
  let saving = 0;
  let busy = Promise.resolve();

  c.draft = {
    now: () => draft,
    /** What was being recorded when the page was left. */
    async load() {
      draft = c.pack.now() ? await c.kept.get(`draft-${c.pack.now().user_id}`) : null; // somebody else's waits for them
      if (draft) c.place.start();
      return draft;
    },
    /** Begin at a household's door. `hint`: {customer, purpose, product, from}. */
    begin(home, hint = {}) {
      const pack = c.pack.now();
      draft = {
        uuid: crypto.randomUUID(), owner: pack.user_id, home: home.id, customer: hint.customer || (home.people[0] || {}).id || null,
        started: c.time.now(), ended: null, mono: { origin: performance.timeOrigin, at: performance.now() },
        purpose: hint.purpose || null, result: null, products: hint.product ? [hint.product] : [], satisfaction: null, note: "", code: null, errors: null, hinted: Boolean(hint.purpose),
      };
      c.place.turn(false);
      return c.draft.keep(true);
    },
    /** A refused or conflicting record on the table again; a conflict gets a new UUID, for the old one is taken. */
    async correct(row) {
      const { visit } = row;
      draft = {
        uuid: row.state === "conflict" ? crypto.randomUUID() : row.uuid, before: row.uuid, owner: row.owner, home: visit.household_id, customer: visit.customer_id || null,
        started: Date.parse(visit.started_at), ended: Date.parse(visit.ended_at), mono: null, purpose: visit.purpose, result: visit.result, products: visit.products || [],
        satisfaction: visit.satisfaction || null, note: visit.note || "", code: visit.vote_code || null, fixed: visit, errors: row.state === "conflict" ? [{ field: "", message: c.text("Another visit was stored under this number before. Check it; it is sent again as a new one.") }] : row.errors,
      };
      await c.draft.keep(true);
    },
    /** Change it; on the phone a moment later. */
    set(changes) {
      Object.assign(draft, changes);
      return c.draft.keep();
    },
    keep(isNow = false) {
      clearTimeout(saving);
      if (!isNow) return (saving = setTimeout(() => c.draft.keep(true), PAUSE));
      const copy = structuredClone(draft);
      busy = busy.then(() => copy && c.kept.put(`draft-${copy.owner}`, copy));
      return busy;
    },
    /** Give it up, with its photos. One that came back for correction stays in the queue as it was. */
    async drop() {
      const { uuid, before } = draft;
      await forget();
      if (before) return;
      for (const photo of await c.queue.photos(uuid)) await c.queue.dropPhoto(photo.uuid);
      if (!c.track.isOn()) c.place.stop();
    },
    /** Put it into the queue. → its record. */
    async save() {
      const done = draft;
      const record = { uuid: done.uuid, owner: done.owner, made: Date.now(), visit: visitOf(done), shown: shownOf(done) };
      if (done.before && done.before !== done.uuid) await moved(done.before, done.uuid);
      await c.queue.add(record);
      if (done.before && done.before !== done.uuid) await c.store.del("records", done.before);
      await forget();
      if (!c.track.isOn()) c.place.stop();
      return record;
    },
  };

  async function forget() {
    clearTimeout(saving);
    const { owner } = draft;
    draft = null;
    await busy;
    await c.kept.drop(`draft-${owner}`);
    c.queue.tell({ kind: "changed" });
  }

  async function moved(from, to) {
    const rows = (await c.store.all("photos")).filter((photo) => photo.record === from);
    await c.store.change(["photos"], (store) => rows.forEach((row) => store.put({ ...row, record: to })));
  }

  /** As `POST /api/v1/visits` takes it. What is not known is left out. */
  function visitOf(done) {
    const fix = done.fixed ? null : c.place.last();
    const ended = done.ended || c.time.now();
    const isWhole = done.mono && done.mono.origin === performance.timeOrigin; // the stopwatch ran all the time
    const known = {
      customer_id: done.customer, products: done.products.length ? done.products : null, satisfaction: done.satisfaction, note: done.note.trim() || null,
      vote_code: done.code, position: fix ? c.place.sent(fix) : null, position_source: fix ? "browser" : null, position_at: fix ? c.time.iso(fix.at) : null,
      monotonic_ms: isWhole ? Math.round(performance.now() - done.mono.at) : null, ...kept(done.fixed),
    };
    return {
      client_uuid: done.uuid, household_id: done.home, purpose: done.purpose, result: done.result, started_at: c.time.iso(done.started), ended_at: c.time.iso(Math.max(ended, done.started)),
      device_time: done.fixed ? done.fixed.device_time : c.time.iso(Date.now()), app: c.app.name, ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null && value !== undefined)),
    };
  }

  /** Evidence of the moment stays as it was, whatever is corrected afterwards. */
  function kept(fixed) {
    if (!fixed) return {};
    return Object.fromEntries(["position", "position_source", "position_at", "monotonic_ms"].map((name) => [name, fixed[name]]));
  }

  function shownOf(done) {
    const home = c.pack.home(done.home);
    if (!home) return done.shown || { name: done.home, village: "" };
    return { name: c.pack.person(home, done.customer).name, village: home.village, result: done.result, home: home.id };
  }
})();
