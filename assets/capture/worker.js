/* The service worker: the shell out of its cache, with or without a line; and sending when the line is back and no page is open. */
(function () {
  "use strict";
  const c = self.capture;
  const { version, page, files } = self.SHELL;
  const CACHE = `qianhui-capture-${version}`;

  self.addEventListener("install", (event) => event.waitUntil(fill()));
  self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

  async function fill() {
    const cache = await caches.open(CACHE);
    await Promise.all([page, ...files].map(async (file) => {
      const answer = await fetch(file, { cache: file === page ? "reload" : "no-cache", credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(`${answer.status} ${file}`); // signed out meanwhile: the version before stays
      await cache.put(file, answer);
    }));
  }

  async function takeOver() {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("qianhui-capture-") && name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  }

  self.addEventListener("fetch", (event) => {
    const address = new URL(event.request.url);
    if (event.request.method !== "GET" || address.origin !== location.origin) return;
    const isPage = event.request.mode === "navigate" && address.pathname === page;
    const isFile = address.pathname.startsWith("/assets/");
    if (isPage || isFile) event.respondWith(fromCache(isPage ? page : event.request));
  });

  async function fromCache(wanted) {
    const cache = await caches.open(CACHE);
    return (await cache.match(wanted)) || fetch(wanted, { credentials: "same-origin" });
  }

  self.addEventListener("message", ({ data }) => data === "take-over" && self.skipWaiting());

  self.addEventListener("sync", (event) => {
    if (event.tag === "send") event.waitUntil(c.sync.run().then((told) => told.state === "away" && Promise.reject(new Error("away"))));
  });
})();
