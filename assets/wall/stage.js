/* The stage: one scene shown, the next made ready behind it, one fading into the other. Nothing is shown before it is whole. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const FADE = 600;
  const COVER_LIMIT = 30000; // ms after which the scene before goes, whatever is seen: memory stays bounded
  const MAKE_LIMIT = 20000;
  const PAUSE = 3000; // ms before what could not be made is tried again
  const AGAIN = { live: 10000, daily: 60000 }; // how often a shown scene's data are asked again, ms
  const KEPT = 120; // scenes whose last data are kept for when the line is cut
  const last = new Map(); // address → told

  /** A scene that has nothing to say of this unit gives its turn to the next. */
  class Empty extends Error {}
  let stage = null;
  let shown = null;
  let ready = null; // {id, promise}
  const failed = new Map(); // id → when (performance.now()) it may be tried again

  w.stage = {
    init(element) {
      stage = element;
    },
    shown: () => shown,
    /** Whether the item can be shown without the server: it stands there, is ready, or its last data are kept. */
    holds: (item) => Boolean(item.text) || [shown, ready && ready.made].some((one) => one && one.id === idOf({ item })) || tells(item),
    /** Make the slot's scene ready; again for the same slot is the same. Resolves to whether it is. */
    prepare(slot) {
      const id = idOf(slot);
      if (shown && shown.id === id) return Promise.resolve(true);
      if (performance.now() < (failed.get(id) || 0)) return Promise.resolve(false);
      if (!ready || ready.id !== id) {
        drop();
        const mine = (ready = { id, slot, made: null });
        mine.promise = make(slot).then((made) => {
          if (ready !== mine) dispose(made);
          else mine.made = made;
          return Boolean(mine.made);
        }, (error) => {
          if (ready === mine) ready = null;
          failed.set(id, performance.now() + PAUSE);
          w.stage.refusal = error instanceof w.Refused ? error.message : "";
          if (failed.size > KEPT) failed.delete(failed.keys().next().value);
          w.program.failed(slot, w.clock.now(), w.link.failing === null && !(error instanceof Empty) ? undefined : 0);
          if (!(error instanceof Empty)) w.beat.note(slot.item.scene, error);
          return false;
        });
      }
      return ready.promise;
    },
    /** Show what is ready for the slot. The scene before fades out and is given up. */
    show(slot) {
      const id = idOf(slot);
      if (shown && shown.id === id) {
        shown.slot = slot;
        return true;
      }
      if (!ready || ready.id !== id || !ready.made) return false;
      const before = shown;
      shown = ready.made;
      shown.slot = slot;
      ready = null;
      shown.layer.classList.toggle("is-at-once", !before); // nothing to fade from: whole at once
      shown.layer.classList.add("is-shown");
      call(shown, "show");
      shown.timer = setTimeout(() => refresh(shown), wait(shown));
      if (before) covered(shown.layer).then(() => dispose(before));
      return true;
    },
    /** Data of the scene shown, now. */
    refresh: () => shown && refresh(shown),
    still(isStale) {
      if (!shown || shown.isStill === isStale) return;
      shown.isStill = isStale;
      shown.layer.classList.toggle("is-stale", isStale);
      call(shown, "still", isStale);
    },
    clear() {
      drop();
      if (shown) dispose(shown);
      shown = null;
    },
  };

  /** Whether what was last told of it is something to show. */
  const tells = (item) => last.has(keyOf(item)) && !last.get(keyOf(item)).empty;

  /** The same scene of the same unit stays and is renewed, whatever its turn. */
  const idOf = ({ item }) => addressOf(item) + (item.language || "") + (item.theme || "") + (item.text || "");

  /** Under what its last data are kept. */
  const keyOf = (item) => addressOf(item) + item.language;

  function addressOf({ scene, node, period }) {
    return `/api/v1/wall/scene/${encodeURIComponent(scene)}?${new URLSearchParams({ node: node || "", period: period || "" })}`;
  }

  async function make(slot) {
    const { item } = slot;
    const definition = w.sceneNamed(item.scene);
    const told = item.text ? item : await ask(item);
    if (!definition) throw new Error(`no scene ${item.scene}`);
    if (told.empty && w.program.hasOthers(slot.key)) throw new Empty(told.empty);
    const body = w.el("div", `wall-body wall-${item.scene}`);
    const layer = w.el("section", "wall-scene", w.top.head(item, told), body);
    layer.lang = item.language === "en" ? "en" : "zh-CN";
    layer.dataset.theme = item.theme === "contrast" ? "contrast" : "night";
    stage.append(layer);
    const made = { id: idOf(slot), slot, layer, told, handle: null, timer: 0, isStill: false };
    try {
      made.handle = await within(definition.make(body, told, contextOf(item, made)), MAKE_LIMIT);
      return made;
    } catch (error) {
      layer.remove();
      throw error;
    }
  }

  /** What a scene may use; `heard(asOf)` is how a live scene says that news came. */
  function contextOf(item, made) {
    return {
      wide: w.isWide(), language: item.language, words: w.words, fetchJson: (path) => w.fetchJson(path, { language: item.language }), node: item.node || "",
      heard: (asOf, staleSince) => Object.assign(made.told, { as_of: asOf, heard_at: w.clock.now(), stale_since: staleSince || (made.told.stale_why === "intake" ? made.told.stale_since : null) }),
    };
  }

  /** Data of a scene; where the line is cut, what was last told. */
  async function ask(item) {
    const key = keyOf(item);
    try {
      const told = await w.fetchJson(addressOf(item), { language: item.language });
      last.delete(key);
      last.set(key, told);
      if (last.size > KEPT) last.delete(last.keys().next().value);
      told.heard_at = w.clock.now();
      return { ...told };
    } catch (error) {
      if (error instanceof w.Refused || !last.has(key)) throw error;
      return { ...last.get(key) };
    }
  }

  const wait = ({ told }) => (told.daily === false ? AGAIN.live : AGAIN.daily);

  async function refresh(one) {
    clearTimeout(one.timer);
    try {
      if (!one.slot.item.text) {
        const told = await ask(one.slot.item);
        if (one !== shown) return;
        const seen = one.told.as_of;
        Object.assign(one.told, told);
        if (told.daily === false && seen > told.as_of) one.told.as_of = seen; // the live stream knew more
        call(one, "update", one.told);
      }
    } catch (error) {
      if (error instanceof w.Refused) w.beat.note(one.slot.item.scene, error);
    }
    if (one === shown) one.timer = setTimeout(() => refresh(one), wait(one));
  }

  /** A scene's own fault must not stop the wall: it is told, and the scene gives way. */
  function call(one, name, ...values) {
    try {
      if (one.handle && one.handle[name]) one.handle[name](...values);
    } catch (error) {
      w.beat.note(one.slot.item.scene, error);
      w.program.failed(one.slot, w.clock.now());
    }
  }

  /** Resolves when the new scene hides the one before: a busy screen begins its fade late, and ends it later still. */
  function covered(layer) {
    return new Promise((done) => {
      const since = performance.now();
      const look = () => (getComputedStyle(layer).opacity >= 1 || !layer.isConnected || performance.now() - since > COVER_LIMIT ? done() : setTimeout(look, FADE / 4));
      setTimeout(look, w.calm() ? 0 : FADE);
    });
  }

  function drop() {
    if (ready && ready.made) dispose(ready.made);
    ready = null;
  }

  function dispose(one) {
    clearTimeout(one.timer);
    call(one, "hide");
    call(one, "dispose");
    one.handle = null;
    one.layer.remove();
  }

  function within(promise, ms) {
    let timer = 0;
    const late = new Promise((_, refuse) => (timer = setTimeout(() => refuse(new Error("not ready in time")), ms)));
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }
})();
