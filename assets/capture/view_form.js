/* Recording a visit: who and where, purpose, result, products, satisfaction, photos, note; one hand, one screen, one button. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, icon, button, text } = c;
  const FIRST_PRODUCTS = 7;
  const USUAL = ["farm_credit", "mobile_bank", "merchant_qr", "time_deposit", "social_card", "business", "e_loan"];
  const NEEDED = { purpose: () => text("Purpose of the visit"), result: () => text("Result") };
  const MOST_NOTE = 1000;
  const BRIEF = 3 * 60000; // ms: shorter ones are asked about
  const LASTED = [5, 10, 15, 20, 30, 45, 60, 90]; // minutes
  const AWAY = "not_home"; // a look at the door is short
  const EARLIER = [0, 5, 15, 30, 60]; // minutes ago it began

  c.views.form = function () {
    const draft = c.draft.now();
    const home = c.pack.home(draft.home) || { id: draft.home, head: draft.home, people: [], at: null, village: null };
    const timer = el("span", { class: "timer" });
    const view = el("div", { class: "view form" },
      c.part.head(draft.errors ? text("Correct a visit") : text("Record a visit"), leave, timer, "close"),
      draft.errors ? null : c.part.banner(),
      el("main", { class: "scroll" }, errors(draft), draft.errors ? section(text("Time"), "", time(draft), "time") : null, who(home, draft),
        section(text("Purpose of the visit"), text("choose one"), chips("purpose", (code) => code === draft.purpose, (code) => ({ purpose: code })), "purpose"),
        section(text("Result"), text("choose one"), chips("result", (code) => code === draft.result, (code) => ({ result: code })), "result"),
        section(text("Products talked about"), text("any number"), products(draft), "products"),
        section(text("Customer satisfaction"), text("let the customer tap"), satisfaction(draft), "satisfaction"),
        section(text("Photos on the spot"), el("span", { class: "photo-count" }), c.views.photos(draft, home), "photos"),
        section(text("Note"), text("may stay empty"), note(draft), "note"),
        draft.errors ? null : section(text("Time"), "", time(draft), "time")),
      el("footer", { class: "act form-act" }, button("big save", save, draft.errors ? text("Send it again") : text("Save the visit")), el("small", {}, text("Kept on the phone first; counted once"))));
    tick(timer, draft);
    return view;
  };

  function tick(timer, draft) {
    const say = () => (timer.textContent = draft.ended ? c.say.clock(draft.started) : text("%(time)s so far", { time: c.say.lasting(c.time.now() - draft.started) }));
    say();
    const beat = setInterval(() => (timer.isConnected || !beat ? say() : clearInterval(beat)), 1000);
  }

  function section(title, hint, body, name) {
    return el("section", { class: `part part-${name}` }, el("div", { class: "part-head" }, el("h2", {}, title), typeof hint === "string" ? el("span", {}, hint) : hint), body);
  }

  function errors(draft) {
    if (!draft.errors) return null;
    return el("div", { class: "errors" }, icon("warning"), el("div", {}, el("b", {}, text("The bank could not take it:")), ...c.views.problems(draft.errors, draft.fixed || asSent(draft)).map((words) => el("p", {}, words))));
  }

  const asSent = (draft) => ({ started_at: c.time.iso(draft.started), ended_at: c.time.iso(draft.ended) });

  /* Who, and how the position stands to the door. */
  function who(home, draft) {
    const person = c.pack.person(home, draft.customer);
    const facts = [c.said(person.work) || c.say.code("customer_group", home.group), person.loan > 0 ? text("loan %(amount)s", { amount: c.say.yuan(person.loan) }) : "", home.last ? text("last %(day)s", { day: c.say.day(home.last) }) : text("your first visit")];
    const place = el("div", { class: "where" });
    const draw = () => place.replaceChildren(...c.views.where(home, draft).filter(Boolean));
    draw();
    c.place.listen(function heard() {
      if (place.isConnected) draw();
      else c.place.unlisten(heard);
    });
    return el("div", { class: "card who" },
      el("div", { class: "who-person" }, c.part.avatar(person.name, "large"), el("div", { class: "who-words" }, el("div", { class: "who-name" }, el("b", {}, person.name), button("swap", () => swap(home), text("Swap"))), el("div", { class: "facts" }, facts.filter(Boolean).map((fact) => el("span", {}, fact))))), place);
  }

  function swap(home) {
    const others = home.people.filter((person) => person.id !== c.draft.now().customer);
    if (!others.length) return c.app.pickOther();
    const close = c.part.sheet(text("Who is it?"), el("ul", { class: "people" }, others.map((person) => el("li", {}, button("person", () => close(() => c.app.swap(home, person)), c.part.avatar(person.name), el("span", { class: "person-words" }, el("b", {}, person.name), el("small", {}, c.said(person.work))))))),
      button("big quiet", () => close(() => c.app.pickOther()), text("Somebody of another household")));
  }

  /* One of a kind: a tap chooses. */
  function chips(kind, isOn, change) {
    const box = el("div", { class: "chips", role: "radiogroup" });
    for (const [code, zh, en] of c.pack.now().codes[kind]) {
      const chip = button("chip", () => {
        c.draft.set(change(code));
        mark();
      }, c.language === "zh" ? zh : en);
      chip.setAttribute("role", "radio");
      chip.dataset.code = code;
      box.append(chip);
    }
    const mark = () => {
      box.closest(".part")?.classList.remove("is-missing");
      for (const chip of box.children) chip.setAttribute("aria-checked", String(isOn(chip.dataset.code)));
    };
    mark();
    return box;
  }

  /* Any number: what fits this customer first, the others behind one tap. Who stands where does not change while a visit is recorded. */
  function products(draft) {
    const box = el("div", { class: "chips" });
    const first = draft.first || (draft.first = [...new Set([...draft.products, ...USUAL])].slice(0, Math.max(FIRST_PRODUCTS, draft.products.length)));
    let isWhole = draft.products.some((code) => !first.includes(code)); // one of the others was chosen before
    const draw = () => {
      const all = c.pack.now().codes.product;
      const [near, others] = [true, false].map((isNear) => all.filter(([code]) => first.includes(code) === isNear));
      const shown = isWhole ? [...near, ...others] : near;
      box.replaceChildren(...shown.map(([code, zh, en]) => {
        const chip = button("chip", () => {
          const on = draft.products.includes(code);
          c.draft.set({ products: on ? draft.products.filter((one) => one !== code) : [...draft.products, code] });
          chip.setAttribute("aria-pressed", String(!on));
        }, c.language === "zh" ? zh : en);
        chip.setAttribute("aria-pressed", String(draft.products.includes(code)));
        chip.dataset.code = code;
        return chip;
      }), ...(isWhole ? [] : [button("chip more", () => ((isWhole = true), draw()), text("More"), icon("down"))]));
    };
    draw();
    return box;
  }

  function satisfaction(draft) {
    const box = el("div", { class: "faces", role: "radiogroup" });
    const mark = () => [...box.children].forEach((face) => face.setAttribute("aria-checked", String(Number(face.dataset.rating) === draft.satisfaction)));
    for (const rating of [1, 2, 3, 4, 5]) {
      const face = button("face-button", () => {
        c.draft.set({ satisfaction: draft.satisfaction === rating ? null : rating });
        mark();
      }, c.faces.draw(rating), el("span", {}, c.faces.words(rating)));
      face.setAttribute("role", "radio");
      face.dataset.rating = rating;
      box.append(face);
    }
    mark();
    const link = button("vote-link", () => c.views.code(draft), icon("qr"), draft.code ? text("Show the code again") : text("Or let the customer scan a code"), icon("right"));
    return el("div", {}, box, link);
  }

  function note(draft) {
    const field = el("textarea", { class: "note", rows: 2, maxlength: MOST_NOTE, placeholder: text("What was agreed, what to bring next time") });
    field.value = draft.note;
    field.addEventListener("input", () => c.draft.set({ note: field.value }));
    return field;
  }

  /* When it began. Of a visit to correct also when it ended. */
  function time(draft) {
    if (draft.errors) return el("div", { class: "times" }, moment(text("Began"), "started", draft), moment(text("Ended"), "ended", draft));
    const begun = draft.begun || (draft.begun = draft.started);
    const box = el("div", { class: "chips times-chips" });
    const mark = () => [...box.children].forEach((chip) => chip.setAttribute("aria-checked", String(begun - draft.started === Number(chip.dataset.minutes) * 60000)));
    for (const minutes of EARLIER) {
      const chip = button("chip", () => (c.draft.set({ started: begun - minutes * 60000 }), mark()), minutes ? text("%(n)s min before", { n: minutes }) : text("at %(at)s", { at: c.say.clock(begun) }));
      chip.dataset.minutes = minutes;
      box.append(chip);
    }
    mark();
    return box;
  }

  function moment(label, name, draft) {
    const field = el("input", { type: "datetime-local", step: 60, value: c.time.iso(draft[name]).slice(0, 16), "data-moment": name });
    field.addEventListener("change", () => field.value && c.draft.set({ [name]: Date.parse(`${field.value}:00+08:00`) }));
    return el("label", { class: "moment" }, el("span", {}, label), field);
  }

  async function save() {
    const draft = c.draft.now();
    const missing = Object.keys(NEEDED).filter((name) => !draft[name]);
    if (missing.length) {
      for (const name of missing) document.querySelector(`.part-${name}`).classList.add("is-missing");
      document.querySelector(".is-missing").scrollIntoView({ behavior: "smooth", block: "center" });
      const what = missing.map((name) => NEEDED[name]()).join(c.language === "zh" ? "、" : ", ");
      return c.toast(text("Still to tap: %(what)s", { what }), "warn");
    }
    if (!draft.errors && c.time.now() - draft.started > 12 * 3600000) {
      c.draft.set({ ended: draft.started + 3600000, errors: [{ field: "ended_at", message: text("It lies open for more than twelve hours. Say when it ended.") }] });
      return c.app.go("form");
    }
    const since = c.time.now() - draft.started;
    if (!draft.errors && draft.result !== AWAY && since >= 0 && since < BRIEF) return lasted(draft);
    return done();
  }

  /** Written down afterwards in a minute: how long was it really? Asked, because a short visit would have to be explained. The time as it
      was recorded is the first of equal choices; each longer one says to when it sets the arrival back. */
  function lasted(draft) {
    const now = c.time.now();
    const chosen = (minutes) => close(() => {
      if (!minutes) return done();
      c.draft.set({ started: now - minutes * 60000, ended: null });
      return done(text("Kept on the phone, arrival set back to %(at)s", { at: c.say.clock(now - minutes * 60000) }));
    });
    const chip = (minutes, long, from) => el("button", { type: "button", class: "chip", "data-minutes": minutes, onclick: () => chosen(minutes) }, el("b", {}, long), el("small", {}, from));
    const close = c.part.sheet(text("How long was the visit?"), el("p", {}, text("You arrived at %(at)s by this phone. Was it longer, the arrival is set back to the moment below the time.", { at: c.say.clock(draft.started) })),
      el("div", { class: "chips lasted" }, chip(0, c.say.lasting(now - draft.started), text("as recorded")),
        LASTED.map((minutes) => chip(minutes, text("%(n)s minutes", { n: minutes }), text("from %(at)s", { at: c.say.clock(now - minutes * 60000) })))));
    return undefined;
  }

  /** Keep it; first tell kindly when another visit of today lies over its time. */
  function done(words = text("Kept on the phone")) {
    const draft = c.draft.now();
    const until = draft.ended || c.time.now();
    const other = c.day.over(draft.started, until, draft.before);
    if (!other) return keep(words);
    const times = { name: other.name, from: c.say.clock(other.at), until: c.say.clock(other.until), own: c.say.clock(draft.started), end: c.say.clock(until) };
    const close = c.part.sheet(text("Two visits at the same time?"), el("p", {}, text("The visit to %(name)s is recorded from %(from)s to %(until)s. This one goes from %(own)s to %(end)s.", times)), el("p", {}, text("If it was so, save it. If a time is wrong, set it right first.")),
      button("big", () => close(() => document.querySelector(".part-time")?.scrollIntoView({ behavior: "smooth", block: "center" })), text("Look at the time")),
      button("big quiet save-both", () => close(() => keep(words)), text("Save it as it is")));
    return undefined;
  }

  async function keep(words) {
    await c.draft.save();
    navigator.vibrate?.(30);
    c.toast(words, "good");
    c.app.go("home");
    c.app.send();
  }

  function leave() {
    const draft = c.draft.now();
    const close = c.part.sheet(draft.errors ? text("Stop correcting?") : text("Leave this visit?"),
      button("big", () => close(() => c.app.go("home")), draft.errors ? text("Correct it later") : text("Keep it, go on later")),
      button("big danger", () => close(async () => (await c.draft.drop(), c.app.go("home"))), draft.errors ? text("Leave it as it was") : text("Throw it away")));
  }
})();
