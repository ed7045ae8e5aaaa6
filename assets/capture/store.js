/* IndexedDB as promises. What is personal lies in it sealed (box.js); states, ids and moments stand open. */
(function () {
  "use strict";
  const c = (self.capture = self.capture || {});
  const NAME = "qianhui-capture";
  const STORES = { keys: "id", kept: "id", records: "uuid", photos: "uuid", points: "uuid" };
  let opened = null;

  function open() {
    opened = opened || new Promise((pass, fail) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        for (const [name, keyPath] of Object.entries(STORES)) asked.result.createObjectStore(name, { keyPath });
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => (asked.result.close(), (opened = null)); // somebody signs out
        asked.result.onclose = () => (opened = null);
        pass(asked.result);
      };
      asked.onerror = () => ((opened = null), fail(asked.error));
    });
    return opened;
  }

  /** `work(stores…)` in one transaction; resolves, with what its last request found, when it is on disk. */
  async function change(names, work) {
    const made = (await open()).transaction(names, "readwrite", { durability: "strict" });
    return new Promise((pass, fail) => {
      const asked = work(...names.map((name) => made.objectStore(name)));
      made.oncomplete = () => pass(asked && asked.result);
      made.onerror = made.onabort = () => fail(made.error || new Error("aborted"));
    });
  }

  async function look(name, ask) {
    const asked = ask((await open()).transaction(name).objectStore(name));
    return new Promise((pass, fail) => {
      asked.onsuccess = () => pass(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  }

  c.store = {
    change,
    get: (name, key) => look(name, (store) => store.get(key)),
    all: (name) => look(name, (store) => store.getAll()),
    keys: (name) => look(name, (store) => store.getAllKeys()),
    put: (name, value) => change([name], (store) => store.put(value)),
    del: (name, key) => change([name], (store) => store.delete(key)),
    /** Put `value` unless its key is taken; → what stands there then. */
    addOnce: (name, value) => change([name], (store) => {
      const there = store.get(value.id);
      const told = { result: value };
      there.onsuccess = () => (there.result ? (told.result = there.result) : store.add(value));
      return told;
    }),
    close() {
      if (opened) opened.then((db) => db.close());
      opened = null;
    },
    /** All of it, for good: keys first, so that what might stay behind cannot be read. */
    async destroy() {
      await change(Object.keys(STORES), (...stores) => stores.forEach((store) => store.clear()));
      c.store.close();
      c.box.forget();
      await new Promise((pass) => {
        const asked = indexedDB.deleteDatabase(NAME);
        asked.onsuccess = asked.onerror = asked.onblocked = () => pass();
      });
    },
  };
})();
