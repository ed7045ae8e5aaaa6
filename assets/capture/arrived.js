/* Today's visits that have arrived, so that their doors stay done however the page is opened again: number, household, from when to when,
   nothing else. Sealed as all the rest; what is of another day is deleted. Runs in the page and in the worker. */
(function () {
  "use strict";
  const c = (self.capture = self.capture || {});
  const ID = "arrived";
  const alone = (work) => navigator.locks.request("qianhui-capture-arrived", work); // tabs and the worker write one list
  const isToday = (row) => row.at.slice(0, 10) === c.time.iso(c.time.now()).slice(0, 10);

  async function kept() {
    const row = await c.store.get("kept", ID);
    return row ? c.box.open(row.box) : [];
  }

  async function keep(rows) {
    if (rows.length) await c.store.put("kept", { id: ID, box: await c.box.seal(rows) });
    else await c.store.del("kept", ID);
  }

  c.arrived = {
    /** Remember a record of the queue that the bank has: its visit's number, door and times; `lost`: why a photo of it was refused. */
    add: ({ owner, visit_no: no, visit }, lost = "") => alone(async () => {
      const row = { owner, visit_no: no, home: visit.household_id, at: visit.started_at, until: visit.ended_at, ...(lost ? { lost } : {}) };
      await keep([...(await kept()).filter((one) => isToday(one) && one.visit_no !== no), ...(isToday(row) ? [row] : [])]);
    }),
    /** Today's of one person; what is of another day goes. */
    today: (owner) => alone(async () => {
      const rows = await kept();
      const left = rows.filter(isToday);
      if (left.length < rows.length) await keep(left);
      return left.filter((row) => row.owner === owner);
    }),
  };
})();
