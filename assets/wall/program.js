/* What is on when: the server's program, asked every 2.5 s, and the place in it that belongs to a moment. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const EVERY = 2500;
  const PENALTY = 60000; // ms a scene that could not be made is left out
  const HELD = 300000; // what the engineer chose by hand gives way after five minutes
  const began = performance.now();
  let program = null;
  let timer = 0;
  let byHand = null; // {place, until} of what ← → chose
  const failedUntil = new Map(); // key → when it may be tried again
  const instead = new Map(); // start of a turn → who took it from one that failed: it keeps it

  w.program = {
    /** Ask again and again; `options` {playlist} or one scene {scene, node, language, period}. */
    start(options, changed) {
      if (options.scene) {
        program = single(options);
        changed(program);
        return;
      }
      const ask = async () => {
        const query = options.playlist ? `?playlist=${encodeURIComponent(options.playlist)}` : "";
        try {
          const next = await w.fetchJson(`/api/v1/wall/program${query}`);
          const is_new = !program || next.version !== program.version;
          program = next;
          if (is_new) changed(program);
        } catch (error) {
          if (error instanceof w.Refused) w.beat.note("program", error);
        }
        timer = setTimeout(ask, EVERY);
      };
      ask();
    },
    stop: () => clearTimeout(timer),
    now: () => program,
    /** {key, item, start, end, next: {key, item, start}, dim} at `ms`, or null before the program came. */
    at(ms) {
      if (!program) return null;
      const segment = segmentAt(ms);
      const show = showAt(ms);
      if (show) {
        const next = show.then ? { key: show.then.item.key, item: show.then.item, start: show.until } : inOrder(segment, show.until);
        return { key: show.item.key, item: show.item, start: show.from, end: show.until, next, dim: show.why === "alert" ? 0 : segment.dim };
      }
      if (byHand && ms < byHand.until) return { ...byHand.slot, dim: 0 };
      byHand = null;
      const found = inOrder(segment, ms);
      if (!found) return { key: "", item: null, start: ms, end: segment.until, next: inOrder(segmentAt(segment.until + 1), segment.until + 1), dim: 1 };
      return { ...found, next: found.end < segment.until ? inOrder(segment, found.end + 1) : inOrder(segmentAt(segment.until + 1), segment.until + 1), dim: segment.dim };
    },
    /** The engineer's ← →: a place of the cycle, held for its dwell or, with `pause`, for five minutes. */
    step(ms, by, pause = false) {
      const now = w.program.at(ms);
      const keys = segmentAt(ms).items;
      if (!keys.length) return;
      const place = (keys.indexOf(now.key) + by + keys.length) % keys.length;
      const key = keys[place];
      const item = program.items[key] || now.item;
      const end = ms + (pause ? HELD : item.dwell_ms);
      const after = keys[(place + 1) % keys.length];
      byHand = { until: end, slot: { key, item, start: ms, end, next: { key: after, item: program.items[after], start: end } } };
    },
    /** What is shown out of turn now, or null. */
    showing: (ms) => (showAt(ms) || { item: null }).item,
    /** What is shown out of turn in a moment: it is made ready before all else. */
    coming(ms) {
      const show = program && program.show;
      return show && ms < show.from ? { key: show.item.key, item: show.item, start: show.from, end: show.until } : null;
    },
    /** Whether anything but this place can be shown now. */
    hasOthers: (key) => Object.keys(program.items).some((one) => one !== key && !isFailed(one, w.clock.now())),
    release: () => (byHand = null),
    isHeld: () => Boolean(byHand),
    /** A scene could not be made: leave it out for a minute. */
    failed(slot, ms, penalty = PENALTY) {
      if (byHand && byHand.slot.key === slot.key) byHand = null;
      failedUntil.set(slot.key, Math.max(ms + penalty, slot.end));
    },
  };

  /** The show of a moment: the one told, or the one that takes over at its end. */
  function showAt(ms) {
    const told = program && program.show;
    return told && [told, told.then].find((one) => one && ms >= one.from && ms < one.until && canShow(one.item.key, one.item, ms));
  }

  function segmentAt(ms) {
    const held = program.segments;
    return held.find(({ from, until }) => ms >= from && ms < until) || held[held.length - 1];
  }

  /** Modulo over the dwells. What cannot be shown gives its time to the next that can, so that screens stay in step. */
  function inOrder(segment, ms) {
    const keys = segment.items;
    if (!keys.length) return null;
    const dwell = keys.map((key) => program.items[key].dwell_ms);
    const round = dwell.reduce((sum, one) => sum + one, 0);
    const anchor = segment.anchor || w.clock.now() - (performance.now() - began);
    let rest = (((ms - anchor) % round) + round) % round;
    let start = Math.round(ms - rest);
    for (let place = 0; place < keys.length; place += 1) {
      if (rest < dwell[place]) {
        const key = standIn(keys, place, start, ms);
        return { key, item: program.items[key], start, end: start + dwell[place] };
      }
      rest -= dwell[place];
      start += dwell[place];
    }
    return null;
  }

  /** Whose turn it is: who took it keeps it; else the one planned, the next that can be shown, or what stands there already. */
  function standIn(keys, place, start, ms) {
    const can = (key) => canShow(key, program.items[key], ms);
    const held = instead.get(start);
    if (held && can(held)) return held;
    if (can(keys[place])) return keys[place];
    const shown = w.stage.shown();
    const stays = shown && keys.includes(shown.slot.key) ? shown.slot.key : keys[place];
    const key = [...keys.slice(place + 1), ...keys.slice(0, place)].find(can) || stays;
    instead.set(start, key);
    if (instead.size > 8) instead.delete(instead.keys().next().value);
    return key;
  }

  /** A scene that failed a moment ago cannot be shown, nor while the line is cut one that was never loaded. */
  const canShow = (key, item, ms) => !isFailed(key, ms) && (!w.isDown() || w.stage.holds(item));

  const isFailed = (key, ms) => (failedUntil.get(key) || 0) > ms;

  function single({ scene, node, language, period, dwell }) {
    const item = { scene, dwell_ms: Number(dwell || 30) * 1000, node: node || "", language, theme: "night", period: period || "", label: "" };
    return { version: "one", segments: [{ from: 0, until: Infinity, anchor: 1, dim: 0, items: ["one"] }], items: { one: item }, show: null };
  }
})();
