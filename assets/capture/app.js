/* The start, the way from view to view, and when to send. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, button, icon, text } = c;
  const root = document.getElementById("app");
  const BEAT = 30000; // ms between looks at the line while something waits
  const SLOW = 300000; // ms between looks while nothing does
  const OPENED = 60000; // ms: on open and on focus the list is made fresh when it is older
  let beaten = 0;

  /** What the banner and the lists show. `line`: on, away, signed_out, barred. */
  c.status = { line: "on", message: "", records: [], photos: new Map(), shares: new Map(), done: [], arrived: [], waiting: 0, wrong: 0, points: 0, sending: false, share: 0, isKept: true };

  c.app = {
    name: `qianhui-capture/${c.version}`,
    installer: null,
    go(view) {
      if (location.hash === `#${view}`) return draw();
      if (view === "home") history.replaceState(null, "", "#home");
      else location.hash = view;
      draw();
    },
    back: () => (c.draft.now() && c.views.pick.isSwap ? c.app.go("form") : c.app.go("home")),
    /** Begin a visit; the one that is on is asked about first, and whether a door of today is meant again. */
    async begin(home, hint, isSure = false) {
      const draft = c.draft.now();
      if (draft && draft.home === home.id && !draft.errors) return c.app.go("form");
      if (draft) {
        const close = c.part.sheet(text("Another visit is on"), el("p", {}, text("Save it or throw it away first.")), button("big", () => close(() => c.app.go("form")), text("Go to it")));
        return undefined;
      }
      const again = c.day.rows().find((row) => row.home === home.id);
      if (again && !isSure) {
        return c.part.confirm(text("Visited today already"), text("%(name)s at %(at)s. Two visits on a day count as one household.", { name: again.name, at: c.say.clock(again.at) }), text("Record another"), () => c.app.begin(home, hint, true));
      }
      c.views.pick.isSwap = false;
      await c.draft.begin(home, hint);
      return c.app.go("form");
    },
    pickOther() {
      c.views.pick.isSwap = true;
      c.app.go("pick");
    },
    swap(home, person) {
      c.draft.set({ home: home.id, customer: person.id });
      c.views.pick.isSwap = false;
      c.app.go("form");
    },
    async correct(row) {
      if (c.draft.now()) return c.app.begin({ id: "" });
      await c.draft.correct(row);
      return c.app.go("form");
    },
    /** Send what waits. `isAsked`: by a tap, so that what comes of it is said. */
    async send(isAsked = false) {
      registration?.sync?.register("send").catch(() => {});
      const told = await c.sync.run();
      if (!isAsked) return;
      if (told.state === "away") c.toast(text("No signal yet; they wait safely"), "warn");
      if (told.state === "signed_out") c.app.signIn();
    },
    signIn: () => (location.href = `/login?next=${encodeURIComponent("/capture")}`),
    async renew() {
      await fresh(0);
      draw();
    },
    turnRound: async (on) => {
      if (on && c.place.barred() === "notice") return c.app.go("notice");
      if (on && c.place.barred() === "hours") return c.toast(text("Outside working hours no position is taken"), "warn");
      await c.track.turn(on);
      return draw();
    },
    async stopPlace() {
      if (c.track.isOn()) await c.track.turn(false);
      c.place.turn(true);
      c.toast(text("Position is off"));
      draw();
    },
    decline() {
      sessionStorage.setItem("capture-declined", c.pack.now().notice.version);
      c.app.go(c.draft.now() ? "form" : "home");
    },
    async install() {
      const prompt = c.app.installer;
      c.app.installer = null;
      await prompt.prompt();
      draw();
    },
    signOut() {
      const waiting = c.status.records.length + (c.draft.now() ? 1 : 0);
      const leave = async () => {
        await c.store.destroy();
        for (const name of await caches.keys()) if (name.startsWith("qianhui-capture-")) await caches.delete(name);
        await registration?.unregister();
        await c.link.post("/logout", {}).catch(() => {});
        location.href = "/login";
      };
      if (!waiting) return leave();
      return c.part.confirm(text("%(n)s not sent yet", { n: waiting }), text("Signing out deletes them from this phone. They are not at the bank."), text("Sign out and delete them"), leave);
    },
  };

  let registration = null;
  let isPressed = false; // a thumb is on the screen
  let isLate = false; // something waits to be drawn until it is lifted

  function draw() {
    const view = wanted();
    const scrolled = root.dataset.view === view ? root.querySelector(".scroll")?.scrollTop : 0;
    root.replaceChildren(c.views[view]());
    root.dataset.view = view;
    root.removeAttribute("aria-busy");
    if (scrolled) root.querySelector(".scroll").scrollTop = scrolled;
    root.querySelectorAll("[data-share]").forEach((bar) => (bar.style.width = `${Math.round(bar.dataset.share * 100)}%`));
  }

  /** The view of the address, as far as it can be shown. */
  function wanted() {
    const asked = location.hash.slice(1);
    const pack = c.pack.now();
    if (!pack) return asked === "queue" ? "queue" : "first";
    if (!pack.notice.accepted_at && sessionStorage.getItem("capture-declined") !== pack.notice.version && asked !== "queue") return "notice";
    if (asked === "form" && !c.draft.now()) return "home";
    return ["form", "pick", "queue", "notice"].includes(asked) ? asked : "home";
  }

  /** Before the first pack: what is needed, once. */
  c.views.first = function () {
    const isAway = c.status.line === "away";
    return el("div", { class: "view first" }, el("div", { class: "empty" }, el("span", { class: "seal" }, "黔"), el("b", {}, c.status.line === "signed_out" ? text("Sign in once, with signal") : isAway ? text("No signal yet") : text("Getting today's list…")),
      el("p", {}, isAway || c.status.line === "signed_out" ? text("After that this page opens and records without any signal, for three days.") : ""), c.status.message ? el("p", { class: "bad" }, c.status.message) : null,
      c.status.line === "signed_out" ? button("big", c.app.signIn, text("Sign in")) : isAway || c.status.message ? button("big", () => c.app.renew(), icon("refresh"), text("Try again")) : null));
  };

  /** Count what lies here anew, then draw what depends on it. The form keeps what is being typed. */
  async function recount() {
    const rows = await c.queue.rows();
    const photos = await c.store.all("photos");
    const user = (c.pack.now() || {}).user_id;
    const own = rows.filter((row) => !user || row.owner === user);
    c.status.arrived = user ? await c.arrived.today(user) : [];
    const counts = new Map();
    for (const photo of photos) counts.set(photo.record, (counts.get(photo.record) || 0) + 1);
    Object.assign(c.status, {
      records: rows, photos: counts, wrong: own.filter((row) => ["refused", "conflict"].includes(row.state)).length, waiting: own.filter((row) => c.queue.OPEN.includes(row.state)).length, points: (await c.store.keys("points")).length,
    });
    navigator.setAppBadge?.(c.status.records.length).catch(() => {});
    redraw();
  }

  /** Drawn anew by what happens by itself, never under a thumb: the tap would be lost. */
  function redraw() {
    if (isPressed) return (isLate = true);
    if (root.dataset.view !== "form") return draw();
    if (c.draft.now()?.errors) return undefined;
    const [old, made] = [root.querySelector(".banner"), c.part.banner()];
    if (old) old.replaceWith(made || "");
    else if (made) root.querySelector(".head").after(made);
    return undefined;
  }

  function lifted() {
    isPressed = false;
    if (isLate) redraw();
    isLate = false;
  }

  c.queue.listen((message) => {
    if (message.kind === "sending") c.status.sending = true;
    if (message.kind === "landed") landed(message);
    if (message.kind === "progress") {
      c.status.shares.set(message.uuid, message.share);
      const bar = root.querySelector(`[data-uuid="${message.uuid}"] progress`);
      if (bar) bar.value = message.share;
      return;
    }
    if (message.kind === "stored") c.status.done.push(message);
    if (message.kind === "photo_refused") c.toast(text("A photo of visit %(no)s was not taken: %(why)s", { no: message.visit_no, why: message.message }), "bad");
    recount();
  });

  function landed({ state, message, user_id: user, stored }) {
    c.status.sending = false;
    c.status.shares.clear();
    c.status.line = { done: "on", busy: c.status.line }[state] || state;
    c.status.message = state === "barred" ? message : "";
    if (state !== "done" || !c.pack.now()) return;
    if (user !== c.pack.now().user_id) fresh(0).then(() => c.draft.load()).then(draw); // somebody else signed in here
    else if (stored) fresh(0).then(recount); // today's list as the bank has it now
  }

  /** A fresh pack, when there is a line and the one here is older than `least` ms. */
  async function fresh(least) {
    try {
      await c.pack.renew(least);
      c.status.line = "on";
      c.status.message = "";
    } catch (error) {
      c.status.line = error instanceof c.link.SignedOut ? "signed_out" : error instanceof c.link.Refused ? "barred" : "away";
      c.status.message = error instanceof c.link.Refused ? error.message : "";
    }
  }

  /** The line is looked at: what waits is sent, the pack made fresh when it is older than `least` ms. */
  async function look(least) {
    beaten = performance.now();
    await c.sync.run();
    if (c.status.line !== "on") return redraw();
    await fresh(least);
    return recount();
  }

  async function worker() {
    if (!("serviceWorker" in navigator)) return;
    registration = await navigator.serviceWorker.register("/capture/worker.js", { scope: "/capture" }).catch(() => null);
    if (!registration) return;
    const takeOver = (made) => made && navigator.serviceWorker.controller && !c.draft.now() && made.postMessage("take-over");
    takeOver(registration.waiting);
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", () => takeOver(registration.waiting)));
  }

  function listen() {
    addEventListener("hashchange", draw);
    addEventListener("pointerdown", () => (isPressed = true));
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(lifted, 50)); // after the click
    addEventListener("unhandledrejection", ({ reason }) => c.toast(reason?.name === "QuotaExceededError" ? text("This phone has no room left. Free some space; nothing is lost so far") : text("That did not work on this phone: %(why)s", { why: reason?.message || reason }), "bad"));
    addEventListener("online", () => look(OPENED));
    addEventListener("offline", () => ((c.status.line = "away"), redraw()));
    document.addEventListener("visibilitychange", () => (document.hidden ? c.draft.now() && c.draft.keep(true) : look(OPENED)));
    addEventListener("focus", () => performance.now() - beaten > 5000 && look(OPENED));
    addEventListener("beforeinstallprompt", (event) => (event.preventDefault(), (c.app.installer = event), redraw()));
    setInterval(() => !document.hidden && performance.now() - beaten > (c.status.records.length || c.status.line !== "on" ? BEAT : SLOW) && look(), 5000);
    let drawn = 0;
    let wasOn = false;
    c.place.listen((fix) => {
      const isNews = c.place.isOn() !== wasOn || (fix && performance.now() - drawn > 15000);
      wasOn = c.place.isOn();
      if (root.dataset.view === "home" && isNews) {
        drawn = performance.now();
        redraw();
      }
    });
  }

  async function start() {
    if (!window.isSecureContext || !crypto.subtle || !navigator.locks) {
      root.replaceChildren(el("div", { class: "empty" }, icon("lock"), el("b", {}, text("This page needs https and a browser of today")), el("p", {}, text("Ask your administrator for the address that begins with https."))));
      return;
    }
    await c.pack.load();
    await c.draft.load();
    await c.track.load();
    c.status.isKept = !navigator.storage?.persist || (await navigator.storage.persist().catch(() => false));
    await c.queue.tidy();
    if (!navigator.onLine) c.status.line = "away";
    listen();
    await recount();
    worker();
    await look(OPENED);
    fromAddress();
  }

  /** `/capture?customer=C1` from another page: begin there. */
  function fromAddress() {
    const asked = new URLSearchParams(location.search).get("customer");
    if (!asked || !c.pack.now()) return;
    history.replaceState(null, "", `${location.pathname}${location.hash}`);
    const home = c.pack.now().homes.find((one) => one.people.some((person) => person.id === asked));
    if (home) c.app.begin(home, { customer: asked });
  }

  start();
})();
