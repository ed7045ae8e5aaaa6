/* The line to the bank: one way to ask, three ways to fail. Runs in the page and in the worker. */
(function () {
  "use strict";
  const c = (self.capture = self.capture || {});
  const PATIENCE = 20000;
  const AWAY = new Set([408, 425, 429, 500, 502, 503, 504]);

  /** No answer, or one that may be better later. */
  class Away extends Error {}
  /** Nobody is signed in. */
  class SignedOut extends Error {}
  /** The bank said no: `status`, `told` (its JSON). */
  class Refused extends Error {
    constructor(status, told) {
      super(told.message || `${status}`);
      Object.assign(this, { status, told });
    }
  }

  async function ask(method, path, { body = null, raw = null, patience = PATIENCE } = {}) {
    const control = new AbortController();
    const giveUp = setTimeout(() => control.abort(), patience);
    try {
      const answer = await fetch(path, {
        method, body: raw || (body && JSON.stringify(body)), signal: control.signal, credentials: "same-origin", cache: "no-store", redirect: "error",
        headers: {
          Accept: "application/json", ...(c.language ? { "X-Qianhui-Language": c.language } : {}), ...(method === "GET" ? {} : { "X-CSRFToken": await token() }),
          ...(body ? { "Content-Type": "application/json" } : raw ? { "Content-Type": "application/octet-stream" } : {}),
        },
      });
      if (answer.status === 401) throw new SignedOut();
      if (AWAY.has(answer.status)) throw new Away(String(answer.status));
      const told = await answer.json().catch(() => null);
      if (told === null) throw new Away("no JSON"); // a captive portal, a proxy's page
      if (!answer.ok) throw new Refused(answer.status, told);
      return told;
    } catch (error) {
      if (error instanceof SignedOut || error instanceof Refused) throw error;
      throw new Away(error.message);
    } finally {
      clearTimeout(giveUp);
    }
  }

  async function token() {
    if (typeof document !== "undefined") {
      const found = document.cookie.split("; ").find((pair) => pair.startsWith("_csrf_token="));
      return found ? decodeURIComponent(found.slice(12)) : "";
    }
    const found = self.cookieStore ? await self.cookieStore.get("_csrf_token") : null;
    return found ? found.value : "";
  }

  c.link = {
    Away, SignedOut, Refused,
    get: (path, options) => ask("GET", path, options),
    post: (path, body, options) => ask("POST", path, { ...options, body }),
    put: (path, raw) => ask("PUT", path, { raw, patience: 60000 }),
    /** Who is signed in; sets this phone's clock beside the bank's. */
    async hello() {
      const before = performance.now();
      const told = await ask("GET", "/api/v1/capture/hello", { patience: 8000 });
      c.time.heard(told.now, (performance.now() - before) / 2);
      return told;
    },
  };

  /** The phone's clock, and how far the bank's is from it. Moments are ms since 1970, by the bank's clock. */
  c.time = {
    offset: 0,
    heard(now, since = 0) {
      c.time.offset = Math.round(now + since - Date.now());
      if (Math.abs(c.time.offset) < 1500) c.time.offset = 0; // the way there and back
    },
    now: () => Date.now() + c.time.offset,
    /** As people where the bank is write it: 2026-11-26T10:12:00.000+08:00. */
    iso: (ms) => new Date(ms + 8 * 3600000).toISOString().replace("Z", "+08:00"),
  };
})();
