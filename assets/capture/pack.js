/* The pack: what the day needs, asked for when there is a line, sealed on the phone, forgotten when it is old. */
(function () {
  "use strict";
  const c = self.capture;
  const FRESH = 20 * 60000; // ms a pack is used before another one is asked for
  const VOTES = 30; // codes for votes a phone holds
  let held = null;
  let finder = null;
  let asking = null;
  const alone = (work) => navigator.locks.request("qianhui-capture-votes", work); // a code goes to one customer, tabs or not

  const kept = async (id) => {
    const row = await c.store.get("kept", id);
    return row ? c.box.open(row.box) : null;
  };
  const keep = async (id, value) => c.store.put("kept", { id, box: await c.box.seal(value) });

  c.kept = { get: kept, put: keep, drop: (id) => c.store.del("kept", id) };

  c.pack = {
    now: () => held,
    home: (id) => (held && finder.get(id)) || null,
    /** The pack on this phone, unless it is too old to be true. */
    async load() {
      const found = await kept("pack");
      if (found) c.time.offset = found.offset || 0;
      if (found && c.time.now() - found.now > found.kept_hours * 3600000) await c.kept.drop("pack");
      else if (found) set(found);
      return held;
    },
    /** Ask for a fresh one, unless the one held is younger than `least` ms. One at a time. Throws as link.js does. */
    renew(least = FRESH) {
      if (held && c.time.now() - held.now < least) return Promise.resolve(held);
      asking = asking || ask().finally(() => (asking = null));
      return asking;
    },
    /** A household found beyond the own ones stays known for the day. */
    async add(home) {
      if (finder.has(home.id)) return;
      set({ ...held, beyond: [...held.beyond, home] });
      await keep("pack", held);
    },
    /** The notice was accepted. */
    async accepted(moment) {
      set({ ...held, notice: { ...held.notice, accepted_at: moment } });
      await keep("pack", held);
    },
    /** A code for a vote, used up by being shown; null without any. */
    code: () => alone(async () => {
      const [first, ...rest] = await codes();
      if (first) await keep("votes", rest);
      return first || null;
    }),
    /** Who is meant: the person of the household, or its head. */
    person(home, id) {
      return home.people.find((one) => one.id === id) || { id: null, name: home.head, work: null, loan: 0, deposit: 0 };
    },
    isWorking(ms) {
      const moment = c.time.iso(ms);
      const clock = moment.slice(11, 16);
      return Boolean(held && held.hours.days[moment.slice(0, 10)] && held.hours.from <= clock && clock <= held.hours.until);
    },
  };

  const codes = async () => (await kept("votes")) || [];

  async function ask() {
    const fresh = await c.link.get(`/api/v1/capture/pack?votes=${VOTES - (await codes()).length}`, { patience: 30000 });
    c.time.heard(fresh.now);
    const isOther = held && held.user_id !== fresh.user_id;
    await alone(async () => keep("votes", [...(isOther ? [] : await codes()), ...fresh.votes])); // some were shown meanwhile
    set({ ...fresh, offset: c.time.offset, votes: undefined, beyond: isOther ? [] : (held || {}).beyond || [] });
    await keep("pack", held);
    return held;
  }

  function set(pack) {
    held = pack;
    finder = new Map([...pack.homes, ...(pack.beyond || [])].map((home) => [home.id, home]));
  }
})();
