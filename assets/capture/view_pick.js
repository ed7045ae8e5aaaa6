/* Finding a customer: own households by name, pinyin initials or village, on the phone; those of the outlet with a line. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, icon, button, text } = c;
  const MOST = 60;
  let words = "";
  let beyond = null; // {words, homes} of the last search of the outlet

  c.views.pick = function () {
    const field = el("input", { type: "search", class: "find", value: words, placeholder: text("Name, pinyin initials or village"), enterkeyhint: "search", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
    const list = el("ul", { class: "people" });
    const more = el("div", { class: "beyond" });
    field.addEventListener("input", () => ((words = field.value), fill(list, more)));
    field.addEventListener("keydown", (event) => event.key === "Enter" && search(list, more));
    fill(list, more);
    return el("div", { class: "view pick" }, c.part.head(c.views.pick.isSwap ? text("Another customer") : text("Whom do you visit?"), () => c.app.back()),
      el("label", { class: "find-box" }, icon("search"), field), el("main", { class: "scroll" }, list, more));
  };

  function fill(list, more) {
    const found = matching(words);
    const far = beyond && beyond.words === words ? beyond.homes.filter((home) => !c.pack.now().homes.some((own) => own.id === home.id)) : [];
    const origin = !c.place.last() && c.pack.now().branch.at && found.length ? [el("li", { class: "none" }, text("Distances are from the outlet: there is no position yet"))] : [];
    list.replaceChildren(...origin, ...found.slice(0, MOST).map((hit) => row(hit)), ...far.flatMap((home) => hits(home, words.trim().toLowerCase())).map((hit) => row({ ...hit, far: true })));
    const told = found.length > MOST ? text("%(n)s more: type on", { n: found.length - MOST }) : found.length || far.length ? "" : text("Nobody of yours has this name");
    more.replaceChildren(told && el("p", { class: "none" }, told), words.trim() ? button("pill", () => search(list, more), icon("search"), text("Look in the whole outlet")) : "");
  }

  /** Own households by what was typed, the nearest first. */
  function matching(typed) {
    const wish = typed.trim().toLowerCase();
    const found = c.pack.now().homes.flatMap((home) => hits(home, wish));
    const fix = c.place.last();
    const from = fix ? [fix.lon, fix.lat] : c.pack.now().branch.at;
    const far = ({ home }) => (home.at && from ? c.place.metres(from, home.at) : Infinity);
    return found.sort((a, b) => far(a) - far(b));
  }

  /** Who is meant in a household; of one without customers its head. */
  function hits(home, wish) {
    const known = home.people.filter((person) => fits(person, home, wish)).map((person) => ({ home, person }));
    return known.length || home.people.length || !isOf(home, wish) ? known : [{ home, person: c.pack.person(home, null) }];
  }

  function fits(person, home, wish) {
    return person.name.includes(wish) || person.initials.startsWith(wish) || person.id.toLowerCase() === wish || isOf(home, wish);
  }

  /** Whether the household is meant: by its head, the head's initials, its village or number. */
  const isOf = (home, wish) => !wish || home.head.includes(wish) || (home.initials || "").startsWith(wish) || villages(home).includes(wish) || home.id.toLowerCase() === wish;

  const villages = (home) => (home.village ? `${home.village.zh} ${home.village.en}`.toLowerCase() : "");

  function row({ home, person, far = false }) {
    const about = [c.said(home.village), home.last ? text("last %(day)s", { day: c.say.day(home.last) }) : far ? text("of a colleague") : text("no visit of yours"), c.said(person.work) || c.say.code("customer_group", home.group)];
    return el("li", {}, button("person", () => choose(home, person), c.part.avatar(person.name), el("span", { class: "person-words" }, el("b", {}, person.name), el("small", { class: "facts" }, about.filter(Boolean).map((one) => el("span", {}, one)))), el("span", { class: "person-far" }, c.away(home)), icon("right")));
  }

  async function choose(home, person) {
    await c.pack.add(home);
    words = "";
    if (c.views.pick.isSwap) c.app.swap(home, person);
    else c.app.begin(home, { customer: person.id });
  }

  async function search(list, more) {
    const typed = words;
    if (!typed.trim()) return;
    more.replaceChildren(el("p", { class: "none" }, text("Looking…")));
    try {
      const told = await c.link.get(`/api/v1/capture/search?q=${encodeURIComponent(typed.trim())}`);
      beyond = { words: typed, homes: told.homes };
      if (words === typed) fill(list, more);
      if (!told.homes.length) more.replaceChildren(el("p", { class: "none" }, text("Nobody in the outlet has this name")));
    } catch (error) {
      more.replaceChildren(el("p", { class: "none" }, error instanceof c.link.Refused ? error.message : text("This needs signal. Your own customers are on this phone.")));
    }
  }
})();
