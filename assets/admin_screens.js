/* Screens from afar: pairing, what is shown at once, and the dialog of one screen (name, playlist, language, reload, withdraw). */
(function () {
  "use strict";
  const q = window.qianhui;
  const qianhui = q;
  const { el, button, select, labelled, send, whenThere } = q.admin;
  const PATH = "/api/v1/wall/screens";
  const refusal = () => el("p", { role: "alert", class: "bad" });

  /* What happened is seen at once, not with the next tick of the clock. */
  function look() {
    if (document.getElementById("admin-clock")) window.dash_clientside.set_props("admin-clock", { n_intervals: Date.now() });
  }

  whenThere("admin-pair", (place) => {
    const words = JSON.parse(place.dataset.words);
    const code = el("input", { class: "field pair-typed", name: "code", required: true, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 9, placeholder: "ABC DEF" });
    const name = el("input", { class: "field", name: "name", required: true, maxlength: 80, autocomplete: "off" });
    const scope = select(words.scopes, "province", { name: "scope", onchange: () => outlets(scope.value, outlet) });
    const outlet = select([["", qianhui.text("the whole entity")]], "", { name: "outlet", disabled: true });
    const playlist = select(words.playlists, "standard", { name: "playlist" });
    const language = select(words.spoken, words.language, { name: "language" });
    const refused = refusal();
    const go = el("button", { type: "submit", class: "button primary" }, qianhui.text("Pair"));
    const form = el("form", { class: "admin-form" },
      labelled(qianhui.text("Code on the screen"), code), labelled(qianhui.text("Screen's name"), name),
      labelled(qianhui.text("Part of the organisation"), scope), labelled(qianhui.text("Outlet"), outlet), labelled(qianhui.text("Playlist"), playlist), labelled(qianhui.text("Language"), language), refused, go);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      go.disabled = true;
      const told = await send(PATH, { code: code.value, name: name.value, scope: outlet.value || scope.value, playlist_id: playlist.value, language: language.value }, refused);
      go.disabled = false;
      if (!told) return;
      q.toast(qianhui.text("Paired: the screen begins within seconds"), "good");
      code.value = name.value = "";
      look();
    });
    place.append(form);
  });

  /* The outlets of the entity chosen; the whole entity stands first. Nothing to choose for the province. */
  async function outlets(scope, outlet) {
    const whole = el("option", { value: "" }, qianhui.text("the whole entity"));
    outlet.replaceChildren(whole);
    outlet.disabled = true;
    if (scope === "province") return;
    const answer = await fetch(`/api/v1/wall/outlets?entity=${encodeURIComponent(scope)}`, { headers: { "X-Qianhui-Language": document.documentElement.lang === "en" ? "en" : "zh" } }).catch(() => null);
    if (!answer || !answer.ok) return q.toast(qianhui.text("The outlets cannot be had now: the whole entity can be chosen"), "bad");
    const told = await answer.json();
    outlet.append(...told.outlets.map(([value, name]) => el("option", { value }, name)));
    outlet.disabled = false;
  }

  whenThere("admin-show", (place) => {
    const words = JSON.parse(place.dataset.words);
    const targets = [["all", qianhui.text("All screens")], ...words.playlists.map(([id, name]) => [`playlist:${id}`, qianhui.text("Screens of %(name)s", { name })]), ...words.screens.map(([id, name]) => [`screen:${id}`, name])];
    const parts = {
      target: select(targets, "all"),
      scene: select(words.scenes, "visits"),
      node: select(words.nodes, ""),
      period: select(words.periods, "now"),
      seconds: select([["60", qianhui.text("1 minute")], ["300", qianhui.text("5 minutes")], ["900", qianhui.text("15 minutes")], ["3600", qianhui.text("1 hour")]], "60"),
      priority: select([["below", qianhui.text("below alerts")], ["above", qianhui.text("above alerts")]], "below"),
    };
    const refused = refusal();
    const go = el("button", { type: "submit", class: "button" }, qianhui.text("Show now"));
    const form = el("form", { class: "admin-form two" },
      labelled(qianhui.text("Where"), parts.target), labelled(qianhui.text("Scene"), parts.scene), labelled(qianhui.text("Unit"), parts.node),
      labelled(qianhui.text("Period"), parts.period), labelled(qianhui.text("For"), parts.seconds), labelled(qianhui.text("Priority"), parts.priority), refused, go);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const item = { scene: parts.scene.value, vars: { node: parts.node.value, period: parts.period.value } };
      const body = { target: parts.target.value, item, seconds: Number(parts.seconds.value), priority: parts.priority.value };
      if (await send("/api/v1/wall/shows", body, refused)) look();
    });
    place.append(form);
  });

  /* The dialog of one screen. It stands outside the table, which is drawn anew every few seconds. */
  function manage(screen) {
    const words = JSON.parse(document.getElementById("admin-show").dataset.words);
    const path = `${PATH}/${screen.screen_id}`;
    const refused = refusal();
    const name = el("input", { class: "field", value: screen.name, maxlength: 80, "aria-label": qianhui.text("Screen's name") });
    const playlist = select(words.playlists, screen.playlist_id, { "aria-label": qianhui.text("Playlist") });
    const language = select(words.spoken, screen.language, { "aria-label": qianhui.text("Language") });
    const sheet = el("dialog", { class: "sheet admin-dialog", "aria-label": screen.name });
    const done = async (asked, body, said) => {
      if (!(await send(asked, body, refused))) return;
      q.toast(said, "good");
      sheet.close();
      look();
    };
    const errors = screen.errors.map((one) => el("li", {}, el("b", {}, `${one.at.slice(11, 19)} ${one.scene}`), ` ${one.message}`));
    sheet.append(...[
      el("header", { class: "admin-dialog-head" }, el("h2", {}, screen.name), el("small", {}, screen.scope_name),
        button(qianhui.text("Close"), { onclick: () => sheet.close() })),
      el("div", { class: "admin-line" }, labelled(qianhui.text("Screen's name"), name), button(qianhui.text("Rename"), { onclick: () => done(path, { name: name.value }, qianhui.text("Renamed")) })),
      el("div", { class: "admin-line" }, labelled(qianhui.text("Playlist"), playlist), button(qianhui.text("Move"), { onclick: () => done(path, { playlist_id: playlist.value }, qianhui.text("Moved: it changes within seconds")) })),
      el("div", { class: "admin-line" }, labelled(qianhui.text("Language"), language), button(qianhui.text("Set the language"), { onclick: () => done(path, { language: language.value }, qianhui.text("Changed: the screen follows within seconds")) })),
      el("div", { class: "admin-line" }, el("p", {}, qianhui.text("Load the screen anew, unseen")), button(qianhui.text("Reload"), { onclick: () => done(path, { reload: true }, qianhui.text("The screen loads anew")) }, "refresh")),
      withdraw(path, done), refused,
      errors.length ? el("section", { class: "admin-errors" }, el("h3", {}, qianhui.text("Last errors")), el("ul", {}, errors)) : null,
    ].filter(Boolean));
    sheet.addEventListener("close", () => sheet.remove());
    document.body.append(sheet);
    sheet.showModal();
  }

  /* Asked twice: a dark wall in a public hall is seen by all. */
  function withdraw(path, done) {
    const line = el("div", { class: "admin-line danger" });
    const first = () => line.replaceChildren(el("p", {}, qianhui.text("Withdraw: the screen goes dark and must be paired anew")), button(qianhui.text("Withdraw"), { onclick: second }));
    const second = () => {
      const sure = button(qianhui.text("Yes, withdraw it"), { class: "button danger", onclick: () => done(`${path}/revoke`, {}, qianhui.text("Withdrawn: the screen is dark within seconds")) });
      line.replaceChildren(el("p", { class: "bad" }, qianhui.text("Really? The screen goes dark at once.")), button(qianhui.text("No"), { onclick: first }), sure);
      sure.focus();
    };
    first();
    return line;
  }

  document.addEventListener("click", async (event) => {
    const screen = event.target.closest("[data-screen]");
    if (screen) return manage(JSON.parse(screen.dataset.screen));
    const show = event.target.closest("[data-end-show]");
    if (show && (await send(`/api/v1/wall/shows/${show.dataset.endShow}/end`))) look();
  });
})();
