/* Signing out empties what the capture page keeps on this phone (assets/capture/store.js); what was not sent yet is asked about first. */
(function () {
  "use strict";
  const qianhui = (window.qianhui = window.qianhui || {});
  const NAME = "qianhui-capture";

  /** Whether one may leave. */
  qianhui.leaving = async function () {
    const known = indexedDB.databases ? await indexedDB.databases() : [];
    if (!known.some((one) => one.name === NAME)) return true;
    const db = await asked(indexedDB.open(NAME));
    if (db.objectStoreNames.contains("records")) {
      const waiting = await asked(db.transaction("records").objectStore("records").count());
      const words = qianhui.text("%(n)s visits on this phone are not sent yet. Signing out deletes them.", { n: waiting });
      if (waiting && !window.confirm(words)) return (db.close(), false);
    }
    const stores = [...db.objectStoreNames];
    try {
      if (stores.length) await emptied(db.transaction(stores, "readwrite"), stores);
    } finally {
      db.close(); // or the next try would wait for it
    }
    await asked(indexedDB.deleteDatabase(NAME)).catch(() => null);
    for (const name of await caches.keys()) if (name.startsWith(NAME)) await caches.delete(name);
    return true;
  };

  /** Empty first: deleting waits for others that hold it open. */
  const emptied = (change, stores) => new Promise((pass, fail) => {
    stores.forEach((name) => change.objectStore(name).clear());
    change.oncomplete = pass;
    change.onerror = change.onabort = () => fail(change.error);
  });

  const asked = (request) => new Promise((pass, fail) => {
    request.onsuccess = () => pass(request.result);
    request.onerror = request.onblocked = () => fail(request.error);
  });
})();
