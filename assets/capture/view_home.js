/* The first view: the visit that is on, today's round, tasks, what was recorded today. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, icon, button, text } = c;
  const MOST_TASKS = 6;
  const FAR = 30000; // m from the nearest own door: no round begins from so far

  c.views.home = function () {
    const pack = c.pack.now();
    const stops = ordered(pack);
    return el("div", { class: "view home" },
      el("div", { class: "top" },
        el("div", { class: "top-who" }, el("h1", {}, c.part.ownName()), el("span", {}, `${c.say.day(c.time.iso(c.time.now()))} ${c.say.weekday(c.time.iso(c.time.now()))}`)),
        c.part.sign(), button("top-more", c.views.more, icon("more"), el("span", { class: "sr" }, text("More")))),
      c.part.banner(), install(),
      el("main", { class: "scroll" }, current(), round(pack, stops), tasks(pack, stops.stops), done(), foot(pack)),
      el("div", { class: "act" }, button("big", () => c.app.go("pick"), icon("search"), text("Record another visit"))),
      c.part.tabs());
  };

  /** Today's stops that are still to be seen, in order from here, or from the outlet. */
  function ordered(pack) {
    const seen = c.day.seen();
    const stops = pack.today.stops.map((stop) => ({ ...stop, home: c.pack.home(stop.home) })).filter((stop) => stop.home && !seen.has(stop.home.id)).map((stop) => ({ ...stop, at: stop.home.at }));
    const fix = c.place.last();
    const near = fix && stops.length ? nearest(pack, [fix.lon, fix.lat]) : 0;
    const isHere = Boolean(fix) && near <= FAR;
    const start = isHere ? [fix.lon, fix.lat] : pack.branch.at;
    const far = near > FAR ? near : 0;
    return start && stops.length ? { ...c.round(start, stops), start, isHere, far } : { stops, km: 0, start, isHere: false, far };
  }

  /** Metres to the nearest own door. */
  const nearest = (pack, from) => Math.min(...pack.homes.filter((home) => home.at).map((home) => c.place.metres(from, home.at)));

  function current() {
    const draft = c.draft.now();
    if (!draft) return null;
    const home = c.pack.home(draft.home);
    const name = home ? c.pack.person(home, draft.customer).name : draft.home;
    return el("button", { type: "button", class: "card now", onclick: () => c.app.go("form") }, c.part.avatar(name, "on"),
      el("span", { class: "now-words" }, el("b", {}, draft.errors ? text("To correct: %(name)s", { name }) : text("With %(name)s now", { name })), el("span", {}, draft.errors ? text("Not sent yet") : text("since %(at)s", { at: c.say.clock(draft.started) }))), el("span", { class: "now-go" }, text("Carry on"), " ›"));
  }

  function round(pack, { stops, km, start, isHere, far }) {
    const isOn = c.track.isOn();
    const line = stops.length ? text(isHere ? "%(n)s doors, a round of %(km)s km from here" : "%(n)s doors, a round of %(km)s km from the outlet", { n: stops.length, km: km.toFixed(1) }) : "";
    return el("section", { class: "card" },
      el("div", { class: "card-head" }, el("div", {}, el("h2", {}, far ? text("Today's doors") : text("Today, best in this order")), line && el("span", {}, line)),
        stops.length || isOn ? button(isOn ? "pill on" : "pill", () => c.app.turnRound(!isOn), isOn ? el("i", { class: "sign-dot" }) : icon("route"), isOn ? text("End the round") : text("Set out")) : null),
      far ? el("p", { class: "far-away" }, icon("pin"), text("You are far from your area, %(d)s from the nearest door. The order is that from the outlet.", { d: c.say.distance(far) })) : null,
      stops.length > 1 && start ? c.sketch(start, stops, isHere) : null,
      stops.length ? el("ol", { class: "stops" }, stops.map(stop)) : el("p", { class: "none" }, pack.today.stops.length ? text("All of today's doors are done.") : text("Nothing is due today. Find a customer below.")));
  }

  function stop(one, place) {
    const { home } = one;
    const person = c.pack.person(home, one.customer);
    return el("li", { class: "stop", "data-home": home.id }, el("span", { class: "stop-no" }, place + 1),
      el("div", { class: "stop-words" }, el("b", {}, person.name), el("small", {}, [c.said(home.village), away(home)].filter(Boolean).join(" · ")),
        ...(one.reasons[c.language] || []).slice(0, 2).map((words) => el("span", {}, words))),
      button(place ? "go" : "go first", () => c.app.begin(home, one), text("Visit")));
  }

  function tasks(pack, stops) {
    const inRound = new Set(stops.map((one) => one.customer));
    const own = new Map(pack.homes.flatMap((home) => home.people.map((person) => [person.id, { home, person }])));
    const rest = pack.tasks.filter((task) => own.has(task.customer_id) && !inRound.has(task.customer_id));
    if (!rest.length) return null;
    return el("section", { class: "card" }, el("div", { class: "card-head" }, el("h2", {}, text("Tasks")), el("a", { href: "/recommend/tasks" }, text("All %(n)s", { n: pack.tasks.length }), " ›")),
      el("ul", { class: "stops" }, rest.slice(0, MOST_TASKS).map((task) => {
        const { home, person } = own.get(task.customer_id);
        const due = text(task.late ? "overdue since %(day)s" : "until %(day)s", { day: c.say.day(task.due) });
        return el("li", { class: "stop" }, c.part.avatar(person.name), el("div", { class: "stop-words" }, el("b", {}, person.name), el("small", {}, [c.said(home.village), away(home)].filter(Boolean).join(" · ")),
          el("span", {}, [c.say.code("product", task.product) || task.name, due].filter(Boolean).join(" · "))), button("go", () => c.app.begin(home, { customer: person.id, product: task.product }), text("Visit")));
      })));
  }

  function done() {
    const rows = c.day.rows();
    if (!rows.length) return null;
    return el("section", { class: "card" }, el("div", { class: "card-head" }, el("h2", {}, text("Recorded today")), el("span", { class: "count" }, rows.length)),
      el("ul", { class: "lines" }, rows.map((row) => el("li", {}, el("time", {}, c.say.clock(row.at)), el("b", {}, row.name, row.lost ? el("small", { class: "bad" }, text("A photo was not taken: %(why)s", { why: row.lost })) : null), c.views.state(row.state, row.state === "stored" ? row.no : "")))));
  }

  function foot(pack) {
    return el("p", { class: "foot" }, [pack.demo ? text("Demo data") : "", text("Data as of %(at)s", { at: `${c.say.day(pack.as_of)} ${pack.as_of.slice(11, 16)}` })].filter(Boolean).join(" · "));
  }

  /** How far it is from here, or from the outlet; the head of the list says which. */
  function away(home) {
    const fix = c.place.last();
    const from = fix ? [fix.lon, fix.lat] : c.pack.now().branch.at;
    return home.at && from ? c.say.distance(c.place.metres(from, home.at)) : "";
  }
  c.away = away;

  function install() {
    if (!c.app.installer) return null;
    return el("div", { class: "install" }, icon("phone"), el("span", {}, text("Put it on the home screen: it opens without signal")), button("pill", c.app.install, text("Install")));
  }
})();
