/* What waits on this phone: records of visits and their photos. Runs in the page and in the worker; whoever changes something tells all.

   A record's state: waiting → sending → photos (the visit has arrived, its photos are under way) → gone. Or refused, conflict: the person
   corrects it. A photo belongs to the record `record`, in a draft or waiting. */
(function () {
  "use strict";
  const c = (self.capture = self.capture || {});
  const channel = new BroadcastChannel("qianhui-capture");
  const listeners = new Set();
  channel.onmessage = ({ data }) => listeners.forEach((listen) => listen(data));

  const OPEN = ["waiting", "sending", "photos"];

  c.queue = {
    OPEN,
    /** `listen({kind: "changed" | "stored" | "trouble" …})`, also of what other tabs and the worker do. */
    listen: (listen) => listeners.add(listen),
    tell(message) {
      channel.postMessage(message);
      listeners.forEach((listen) => listen(message));
    },

    /** `{uuid, owner, state, made, visit, shown, errors, …}` of all records, oldest first. `visit`: what is sent; `shown`: its words. */
    async rows() {
      const rows = (await c.store.all("records")).sort((a, b) => a.made - b.made);
      return Promise.all(rows.map(async ({ box, ...row }) => ({ ...row, ...(await c.box.open(box)) })));
    },

    /** Keep a record. Its photos lie there already. */
    async add({ uuid, owner, made, visit, shown }) {
      const box = await c.box.seal({ visit, shown });
      await c.store.put("records", { uuid, owner, made, state: "waiting", box });
      c.queue.tell({ kind: "changed" });
    },

    /** Change states of records: `[{uuid, state, visit_no?, errors?}]`, in one transaction. */
    async settle(changes) {
      const rows = await Promise.all(changes.map(({ uuid }) => c.store.get("records", uuid)));
      const made = await Promise.all(changes.map(async ({ errors, ...change }, place) => {
        if (!rows[place]) return null;
        const inside = errors ? { ...(await c.box.open(rows[place].box)), errors } : null;
        return { ...rows[place], ...change, ...(inside ? { box: await c.box.seal(inside) } : {}) };
      }));
      await c.store.change(["records"], (store) => made.filter(Boolean).forEach((row) => store.put(row)));
      c.queue.tell({ kind: "changed" });
    },

    /** Everything of a record is acknowledged, or it is given up: nothing stays. */
    async remove(uuid) {
      const keys = (await c.queue.photos(uuid)).map((photo) => photo.uuid);
      await c.store.change(["records", "photos"], (records, photos) => {
        records.delete(uuid);
        keys.forEach((key) => photos.delete(key));
      });
      c.queue.tell({ kind: "changed" });
    },

    /** Photos of a record, in the order taken; their bytes stay sealed in `box`. */
    async photos(record) {
      const rows = (await c.store.all("photos")).filter((photo) => photo.record === record);
      const opened = await Promise.all(rows.map(async ({ info, ...row }) => ({ ...row, ...(await c.box.open(info)) })));
      return opened.sort((a, b) => a.taken_at - b.taken_at);
    },

    /** Keep a photo as it was taken: `bytes` unchanged, sealed. → its row. */
    async addPhoto(record, owner, bytes, facts) {
      const info = { ...facts, bytes: bytes.byteLength, sha256: await c.box.sha256(bytes) };
      const row = { uuid: crypto.randomUUID(), record, owner, info: await c.box.seal(info), box: await c.box.sealBytes(bytes) };
      await c.store.put("photos", row);
      return { uuid: row.uuid, record, box: row.box, ...info };
    },
    dropPhoto: (uuid) => c.store.del("photos", uuid),

    /** Photos without a draft or a record, left by a tab that died: deleted. */
    async tidy() {
      const drafts = (await c.store.all("kept")).filter((row) => row.id.startsWith("draft-"));
      const begun = await Promise.all(drafts.map(async (row) => (await c.box.open(row.box)).uuid));
      const known = new Set([...(await c.store.keys("records")), ...begun]);
      const lost = (await c.store.all("photos")).filter((photo) => !known.has(photo.record));
      if (lost.length) await c.store.change(["photos"], (store) => lost.forEach((photo) => store.delete(photo.uuid)));
    },
  };
})();
