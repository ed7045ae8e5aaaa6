/* The day's round: while it is on, a track point a minute or each fifty metres, kept sealed and sent with the rest. */
(function () {
  "use strict";
  const c = self.capture;
  const APART = { ms: 60000, metres: 50, least: 10000 };
  const CLEAR = 300; // metres of accuracy beyond which a point is none
  let isOn = false;
  let before = null;

  c.track = {
    isOn: () => isOn,
    async load() {
      const found = await c.kept.get("round");
      isOn = Boolean(found && found.day === c.time.iso(c.time.now()).slice(0, 10));
      if (isOn) c.place.start();
    },
    async turn(on) {
      isOn = on;
      before = null;
      if (on) {
        await c.kept.put("round", { day: c.time.iso(c.time.now()).slice(0, 10) });
        c.place.turn(false);
      } else {
        await c.kept.drop("round");
        if (!c.draft.now()) c.place.stop();
      }
      c.queue.tell({ kind: "changed" });
    },
  };

  c.place.listen(async (fix) => {
    if (!isOn || !fix || fix === before || fix.accuracy_m > CLEAR || !c.place.isOn() || !isApart(fix)) return;
    before = fix;
    const uuid = crypto.randomUUID();
    const speed = Number.isFinite(fix.speed_mps) && fix.speed_mps >= 0 && fix.speed_mps <= 500 ? { speed_mps: fix.speed_mps } : {};
    const point = { client_uuid: uuid, at: c.time.iso(fix.at), ...c.place.sent(fix), ...speed, app: c.app.name };
    await c.store.put("points", { uuid, owner: c.pack.now().user_id, box: await c.box.seal(point) });
  });

  function isApart(fix) {
    if (!before) return true;
    const waited = fix.at - before.at;
    return waited >= APART.ms || (waited >= APART.least && c.place.metres([before.lon, before.lat], [fix.lon, fix.lat]) >= APART.metres);
  }
})();
