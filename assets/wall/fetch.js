/* Asking the server: one way, with a time limit; how it went is kept for the badge and for the report to the bank. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const LIMIT = 12000;
  const SILENT = 5000; // two questions for the program without an answer
  const state = { good: null, failing: null, why: "" }; // performance.now() of the last answer, of the first failure since

  w.link = state;

  /** Whether answers do not come: one failed since the last good one, or none came for longer than the program is asked. */
  w.isDown = () => state.failing !== null || (state.good !== null && performance.now() - state.good > SILENT);

  /** The scene or screen may not be shown (403, 404, 400): no fault of the line. */
  class Refused extends Error {}
  w.Refused = Refused;

  /** JSON of an address of ours. Throws Refused with the server's words, Error for anything that may pass. */
  w.fetchJson = async function (path, { language = "", body = null } = {}) {
    const control = new AbortController();
    const giveUp = setTimeout(() => control.abort(), LIMIT);
    const asked = performance.now();
    try {
      const headers = { ...(language ? { "X-Qianhui-Language": language } : {}), ...(body ? { "Content-Type": "application/json", "X-CSRFToken": token() } : {}) };
      const answer = await fetch(path, {
        method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), credentials: "same-origin", cache: "no-store", signal: control.signal,
      });
      if (answer.status === 401) w.dark();
      const told = await answer.json().catch(() => ({}));
      if ([400, 403, 404].includes(answer.status)) {
        heard();
        throw new Refused((told.error && told.error.message) || told.message || `${answer.status} ${path}`);
      }
      if (!answer.ok) throw new Error(`${answer.status} ${path}`);
      heard();
      if (told.now) w.clock.heard(told.now, asked, performance.now());
      return told;
    } catch (error) {
      if (!(error instanceof Refused)) failed(error);
      throw error;
    } finally {
      clearTimeout(giveUp);
    }
  };

  function heard() {
    Object.assign(state, { good: performance.now(), failing: null, why: "" });
  }

  function failed(error) {
    state.failing = state.failing === null ? performance.now() : state.failing;
    state.why = /^5\d\d /.test(error.message) ? "server" : "network";
  }

  function token() {
    const found = document.cookie.split("; ").find((part) => part.startsWith("_csrf_token="));
    return found ? decodeURIComponent(found.slice(12)) : "";
  }
})();
