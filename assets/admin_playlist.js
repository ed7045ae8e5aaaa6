/* The editor of a playlist: a draft is changed here and saved as a whole; what changed is told before. */
(function () {
  "use strict";
  const q = window.qianhui;
  const qianhui = q;
  const { el, icon, button, select, labelled, send, whenThere, hours } = q.admin;
  const PATH = "/api/v1/wall/playlists";
  const drafts = new Map(); // playlist → {version, name, document}: leaving the page loses nothing
  const clone = (value) => structuredClone(value);

  function complete(document) {
    for (const item of document.items) {
      item.vars = { node: "", period: "now", theme: "night", language: "", ...item.vars };
      item.windows = item.windows || [];
      item.loop = item.loop || null;
    }
    return { quiet: [], anchored: true, alerts: true, alert_s: 20, ...document };
  }

  function edit(place) {
    const { playlist, words } = JSON.parse(place.dataset.playlist);
    const before = { name: playlist.name, document: complete(playlist.document) };
    const kept = drafts.get(playlist.playlist_id);
    const draft = kept && kept.version === playlist.version ? kept : { version: playlist.version, ...clone(before) };
    drafts.set(playlist.playlist_id, draft);
    const turn = q.admin.turn(playlist.playlist_id);
    const parts = { head: el("header", { class: "editor-head" }), rows: el("div"), changes: el("div", { class: "changes", role: "status" }), refused: el("p", { role: "alert", class: "bad" }) };
    const state = { items: draft.document.items, words, changed, redraw, fresh };

    function fresh() {
      let n = state.items.length + 1;
      while (state.items.some((item) => item.id === `i${n}`)) n += 1;
      return `i${n}`;
    }

    function redraw(focusOn) {
      parts.rows.replaceChildren(q.admin.rows(state));
      changed();
      if (focusOn) parts.rows.querySelector(`[data-item="${CSS.escape(focusOn)}"]`).focus();
    }

    function changed() {
      const told = q.admin.changes(before, draft, words);
      const isWrong = q.admin.dwellsWrong(state);
      if (!isWrong) turn.ask(draft.document);
      parts.discard.disabled = !told.length;
      parts.save.disabled = !told.length || isWrong;
      parts.changes.replaceChildren(told.length ? el("h3", {}, qianhui.text("Not saved yet")) : el("p", { class: "muted" }, qianhui.text("No changes")),
        el("ul", {}, told.map((one) => el("li", {}, one))));
    }

    parts.save = button(qianhui.text("Save"), { class: "button primary", onclick: save });
    parts.discard = button(qianhui.text("Discard"), { onclick: discard });

    async function save() {
      parts.save.disabled = true;
      const told = await send(`${PATH}/${playlist.playlist_id}`, { name: draft.name, version: draft.version, document: draft.document }, parts.refused);
      if (!told) return void (parts.save.disabled = false);
      drafts.delete(playlist.playlist_id);
      q.toast(qianhui.text("Saved: screens follow within five seconds"), "good");
      q.go(`/admin?view=playlists&playlist=${playlist.playlist_id}&saved=${told.version}`);
    }

    function discard() {
      drafts.delete(playlist.playlist_id);
      edit(place);
    }

    const name = el("input", { class: "field playlist-name", value: draft.name, maxlength: 80, "aria-label": qianhui.text("Playlist's name"), oninput: (event) => {
      draft.name = event.target.value;
      changed();
    } });
    parts.head.append(...[name, turn.length,
      el("a", { class: "button", href: `/wall?playlist=${playlist.playlist_id}`, target: "_blank", rel: "noopener" }, icon("play"), qianhui.text("Preview")),
      button(qianhui.text("Copy"), { onclick: () => copy(playlist.playlist_id) }),
      playlist.playlist_id === "standard" ? null : remove(playlist.playlist_id, parts.refused)].filter(Boolean));
    const add = el("div", { class: "add" }, words.scenes.map(([scene, word]) => button(word, { onclick: () => {
      state.items.push({ id: fresh(), scene, dwell_s: 30, vars: { node: "", period: "now", theme: "night", language: "" }, loop: null, windows: [] });
      redraw(state.items[state.items.length - 1].id);
    } }, "plus")));
    place.replaceChildren(parts.head, turn.missing, parts.rows, add, settings(draft.document, words, changed),
      el("footer", { class: "editor-foot" }, parts.changes, parts.refused, el("div", {}, parts.discard, parts.save)));
    redraw();
  }

  function settings(document, words, changed) {
    const flag = (name, word) => el("label", { class: "check" }, el("input", { type: "checkbox", checked: document[name], onchange: (event) => {
      document[name] = event.target.checked;
      changed();
    } }), word);
    const seconds = select([5, 10, 15, 20, 30, 60].map((n) => [String(n), qianhui.text("%(n)s seconds", { n })]), String(document.alert_s), { onchange: (event) => {
      document.alert_s = Number(event.target.value);
      changed();
    } });
    return el("section", { class: "settings" },
      el("div", {}, el("h3", {}, qianhui.text("Quiet hours")), hours(document.quiet, words.days, changed, true)),
      el("div", {}, el("h3", {}, qianhui.text("Together")), flag("anchored", qianhui.text("All screens show the same at the same second")),
        flag("alerts", qianhui.text("Grave alerts come in by themselves")), labelled(qianhui.text("An alert stays"), seconds)));
  }

  async function copy(playlist) {
    const told = await send(PATH, { copy_of: playlist });
    if (told) q.go(`/admin?view=playlists&playlist=${told.playlist_id}`);
  }

  /* Asked twice. */
  function remove(playlist, refused) {
    const face = button(qianhui.text("Delete"), { onclick: async () => {
      if (face.dataset.sure) {
        if (await send(`${PATH}/${playlist}/delete`, {}, refused)) q.go("/admin?view=playlists");
        return;
      }
      face.dataset.sure = "1";
      face.classList.add("danger");
      face.textContent = qianhui.text("Really delete?");
    } });
    return face;
  }

  document.addEventListener("click", async (event) => {
    if (!event.target.closest("[data-playlist-new]")) return;
    const document_ = { items: [{ id: "i1", scene: "visits", dwell_s: 60 }, { id: "i2", scene: "performance", dwell_s: 40 }] };
    const told = await send(PATH, { name: qianhui.text("New playlist"), document: document_ });
    if (told) q.go(`/admin?view=playlists&playlist=${told.playlist_id}`);
  });

  window.addEventListener("beforeunload", (event) => {
    const place = document.querySelector("#admin-editor .changes li");
    if (place) event.preventDefault();
  });

  whenThere("admin-editor", edit);
})();
