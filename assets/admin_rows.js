/* The scenes of a playlist in order: one row each, moved by drag, by Alt+↑↓ or by its arrows. */
(function () {
  "use strict";
  const q = window.qianhui;
  const qianhui = q;
  const { el, button, tool, select, labelled, hours, hoursSaid } = q.admin;
  const open = new Set(); // ids of items whose hours are unfolded
  let dragged = null;

  /* `state`: {items, words, changed(), redraw(focusOn)}. → the rows. */
  function rows(state) {
    const list = el("ol", { class: "items", "aria-label": qianhui.text("Scenes in order; Alt and arrows move one") });
    list.append(...state.items.map((item, index) => row(state, item, index)));
    list.addEventListener("dragover", (event) => over(event, list));
    list.addEventListener("drop", (event) => drop(event, state));
    return list;
  }

  function move(state, from, to) {
    if (to < 0 || to >= state.items.length || from === to) return;
    const [item] = state.items.splice(from, 1);
    state.items.splice(to, 0, item);
    state.redraw(item.id);
  }

  function row(state, item, index) {
    const handle = el("span", { class: "handle", title: qianhui.text("Drag to another place"), "aria-hidden": "true" }, "⠿");
    const made = el("li", { class: "item", tabindex: 0, "data-item": item.id, "aria-label": `${index + 1} ${q.admin.word(state.words.scenes, item.scene)}` },
      handle, el("b", { class: "place" }, String(index + 1)), fields(state, item), buttons(state, item, index),
      open.has(item.id) ? more(state, item) : null);
    handle.addEventListener("pointerdown", () => (made.draggable = true));
    made.addEventListener("dragstart", (event) => {
      dragged = item.id;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.id);
      made.classList.add("dragged");
    });
    made.addEventListener("dragend", () => {
      dragged = null;
      made.draggable = false;
      made.classList.remove("dragged");
      clear(made.parentElement);
    });
    made.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step || !event.altKey) return;
      event.preventDefault();
      move(state, index, index + step);
    });
    return made;
  }

  function fields(state, item) {
    const { words, changed } = state;
    const keep = (name) => (event) => {
      item.vars[name] = event.target.value;
      changed();
    };
    const dwell = el("input", { class: "field dwell", type: "number", min: 2, max: 3600, step: 1, value: item.dwell_s, oninput: (event) => {
      item.dwell_s = Number(event.target.value);
      changed();
    } });
    const loop = (name, value) => {
      item.loop = name === "over" ? (value ? { over: value } : null) : { ...item.loop, within: value };
      if (item.loop && !item.loop.within) delete item.loop.within;
      name === "over" ? state.redraw(item.id) : changed();
    };
    return el("div", { class: "item-fields" },
      labelled(qianhui.text("Scene"), select(words.scenes, item.scene, { onchange: (event) => { item.scene = event.target.value; changed(); } })),
      labelled(qianhui.text("Seconds"), dwell),
      labelled(qianhui.text("Shown"), select(words.loops, item.loop ? item.loop.over : "", { onchange: (event) => loop("over", event.target.value) })),
      item.loop && item.loop.over === "entity" ? labelled(qianhui.text("Seated in"), select(words.prefectures, item.loop.within || "", { onchange: (event) => loop("within", event.target.value) })) : null,
      labelled(qianhui.text("Unit"), select(words.nodes, item.vars.node, { onchange: keep("node") })),
      labelled(qianhui.text("Period"), select(words.periods, item.vars.period, { onchange: keep("period") })));
  }

  /* What is seldom changed: hours, language, theme. */
  function more(state, item) {
    const { words } = state;
    const keep = (name) => (event) => {
      item.vars[name] = event.target.value;
      state.changed();
    };
    return el("div", { class: "item-more" },
      hours(item.windows, words.days, state.changed),
      labelled(qianhui.text("Language"), select(words.languages, item.vars.language, { onchange: keep("language") })),
      labelled(qianhui.text("Theme"), select(words.themes, item.vars.theme, { onchange: keep("theme") })));
  }

  /* The same in words, as far as it is not the usual. */
  function moreSaid(state, item) {
    const word = (list, value) => q.admin.word(list, value);
    const { words } = state;
    const said = [item.windows.map((one) => hoursSaid(one, words.days)).join(", ") || qianhui.text("always")];
    if (item.vars.language) said.push(word(words.languages, item.vars.language));
    if (item.vars.theme !== "night") said.push(word(words.themes, item.vars.theme));
    return said.join(" · ");
  }

  function buttons(state, item, index) {
    const fold = () => {
      open.has(item.id) ? open.delete(item.id) : open.add(item.id);
      state.redraw(item.id);
    };
    const said = moreSaid(state, item);
    return el("div", { class: "item-tools" },
      button(said, { class: "chip when", "aria-expanded": String(open.has(item.id)), title: qianhui.text("Hours, language, theme"), onclick: fold }, "clock"),
      tool("up", qianhui.text("Up"), { disabled: index === 0, onclick: () => move(state, index, index - 1) }),
      tool("down", qianhui.text("Down"), { disabled: index === state.items.length - 1, onclick: () => move(state, index, index + 1) }),
      tool("plus", qianhui.text("Once more"), { onclick: () => { state.items.splice(index + 1, 0, { ...structuredClone(item), id: state.fresh() }); state.redraw(); } }),
      tool("close", qianhui.text("Remove"), { onclick: () => { state.items.splice(index, 1); state.redraw(); } }));
  }

  const clear = (list) => list && list.querySelectorAll(".before, .after").forEach((one) => one.classList.remove("before", "after"));

  /* The row under the pointer, and whether its lower half is meant. */
  function target(event) {
    const found = event.target.closest(".item");
    const box = found && found.getBoundingClientRect();
    return found ? { found, after: event.clientY > box.top + box.height / 2 } : null;
  }

  function over(event, list) {
    const meant = dragged && target(event);
    if (!meant) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    clear(list);
    meant.found.classList.add(meant.after ? "after" : "before");
  }

  function drop(event, state) {
    const meant = dragged && target(event);
    if (!meant) return;
    event.preventDefault();
    const index = (id) => state.items.findIndex((item) => item.id === id);
    const from = index(dragged);
    const to = index(meant.found.dataset.item) + (meant.after ? 1 : 0);
    move(state, from, to > from ? to - 1 : to);
  }

  q.admin.rows = rows;
})();
