/* Sending what waits: one flight at a time over all tabs and the worker. Breaks anywhere without harm: states are set before and after,
   the bank knows what came twice by its UUID. Runs in the page and in the worker. */
(function () {
  "use strict";
  const c = (self.capture = self.capture || {});
  const LOCK = "qianhui-capture-sync";
  const BATCH = 10;
  const POINTS = 200;
  const FINAL = new Set([400, 409, 413, 415]); // what is said of the photo itself: it would be said again
  let asked = false; // somebody waits for the flight before to end

  /** Send everything that may go. → {state: "done" | "away" | "signed_out" | "barred", stored?, …}; never throws. */
  async function run() {
    if (asked) return { state: "busy" };
    asked = true;
    return navigator.locks.request(LOCK, async () => {
      asked = false;
      c.queue.tell({ kind: "sending" });
      const told = await flight().catch((error) => ({ state: stateOf(error), message: error.message }));
      c.queue.tell({ kind: "landed", ...told });
      return told;
    });
  }

  function stateOf(error) {
    if (error instanceof c.link.SignedOut) return "signed_out";
    return error instanceof c.link.Refused ? "barred" : "away";
  }

  async function flight() {
    const who = await c.link.hello();
    const own = async (states) => (await c.queue.rows()).filter((row) => row.owner === who.user_id && states.includes(row.state));
    let size = BATCH;
    for (let rows = await own(["waiting", "sending"]); rows.length; rows = await own(["waiting", "sending"])) {
      size = await visits(rows.slice(0, size), size);
    }
    const stored = await own(["photos"]);
    for (const row of stored) await photos(row);
    await points(who.user_id);
    return { state: "done", user_id: who.user_id, stored: stored.length };
  }

  /** A batch of visits. → how many to send at once next. */
  async function visits(rows, size) {
    await c.queue.settle(rows.map(({ uuid }) => ({ uuid, state: "sending" })));
    try {
      const told = await answered(() => c.link.post("/api/v1/visits", { visits: rows.map((row) => row.visit) }));
      const found = new Map(told.results.map((result) => [rows[result.index].uuid, result]));
      await c.queue.settle(rows.map(({ uuid }) => settled(uuid, found.get(uuid))));
      return BATCH;
    } catch (error) {
      const isBatch = error instanceof c.link.Refused && error.status !== 403;
      if (isBatch && rows.length === 1) await c.queue.settle([{ uuid: rows[0].uuid, state: "refused", errors: [{ field: "", message: error.message }] }]);
      else await c.queue.settle(rows.map(({ uuid }) => ({ uuid, state: "waiting" })));
      if (!isBatch) throw error;
      return 1; // one of them spoils the batch: one by one
    }
  }

  /** 400 and 409 carry results too: none was taken, each says why. */
  async function answered(ask) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof c.link.Refused && Array.isArray(error.told.results)) return error.told;
      throw error;
    }
  }

  function settled(uuid, result) {
    if (!result) return { uuid, state: "waiting" };
    if (result.status === "stored" || result.status === "duplicate") return { uuid, state: "photos", visit_no: result.visit_no };
    return { uuid, state: result.status === "conflict" ? "conflict" : "refused", errors: result.errors || [] };
  }

  /** The photos of a visit that has arrived; when all are there, nothing of it stays on the phone. */
  async function photos(row) {
    const waiting = await c.queue.photos(row.uuid);
    let lost = "";
    for (const [place, photo] of waiting.entries()) {
      try {
        await c.photos.send(photo, row.uuid, (share) => c.queue.tell({ kind: "progress", uuid: row.uuid, share: (place + share) / waiting.length }));
      } catch (error) {
        if (!(error instanceof c.link.Refused) || !FINAL.has(error.status)) throw error;
        lost = error.message;
        c.queue.tell({ kind: "photo_refused", uuid: row.uuid, message: error.message, visit_no: row.visit_no });
      }
      await c.queue.dropPhoto(photo.uuid);
    }
    await c.arrived.add(row, lost);
    await c.queue.remove(row.uuid);
    const { household_id: home, started_at: at, ended_at: until } = row.visit;
    c.queue.tell({ kind: "stored", uuid: row.uuid, visit_no: row.visit_no, shown: row.shown, home, at, until, lost });
  }

  /** Track points, many at a time; a refused one is worth no question. */
  async function points(owner) {
    const rows = (await c.store.all("points")).filter((row) => row.owner === owner);
    for (let from = 0; from < rows.length; from += POINTS) {
      const some = rows.slice(from, from + POINTS);
      const positions = await Promise.all(some.map((row) => c.box.open(row.box)));
      await answered(() => c.link.post("/api/v1/positions", { positions }));
      await c.store.change(["points"], (store) => some.forEach((row) => store.delete(row.uuid)));
    }
  }

  c.sync = { run };
})();
