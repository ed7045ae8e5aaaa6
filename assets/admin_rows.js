/* The scenes of a playlist in order: one row each, moved by its handle (mouse, pen or finger), by Alt+↑↓ or by its arrows. */
(function () {
  "use strict";
  const q = window.qianhui;
  const qianhui = q;
  const { el, button, tool, select, labelled, hours, hoursSaid } = q.admin;
  const open = new Set(); // ids of items whose hours are unfolded

  /* `state`: {items, words, changed(), redraw(focusOn)}. → the rows. */
  function rows(state) {
    const list = el("ol", { class: "items", "aria-label": qianhui.text("Scenes in order; Alt and arrows move one") });
    list.append(...state.items.map((item, index) => row(state, item, index)));
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
    q.admin.drag(handle, made, (to) => move(state, index, to));
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
    const [low, high] = words.dwell;
    const wrong = el("p", { class: "bad dwell-wrong", role: "alert" }, isDwell(item, words) ? "" : dwellSaid(words));
    const dwell = el("input", { class: "field dwell", type: "number", min: low, max: high, step: 1, value: item.dwell_s, oninput: (event) => {
      item.dwell_s = event.target.value === "" ? null : Number(event.target.value);
      wrong.textContent = isDwell(item, words) ? "" : dwellSaid(words);
      event.target.setAttribute("aria-invalid", String(!isDwell(item, words)));
      changed();
    } });
    const loop = (name, value) => {
      item.loop = name === "over" ? (value ? { over: value } : null) : { ...item.loop, within: value };
      if (item.loop && !item.loop.within) delete item.loop.within;
      if (value === "entity") item.vars.node = ""; // each entity is the unit of its own turn
      name === "over" ? state.redraw(item.id) : changed();
    };
    return el("div", { class: "item-fields" },
      labelled(qianhui.text("Scene"), select(words.scenes, item.scene, { onchange: (event) => { item.scene = event.target.value; changed(); } })),
      labelled(qianhui.text("Seconds (%(low)s–%(high)s)", { low, high }), dwell),
      labelled(qianhui.text("Shown"), select(words.loops, item.loop ? item.loop.over : "", { onchange: (event) => loop("over", event.target.value) })),
      item.loop && item.loop.over === "entity" ? labelled(qianhui.text("Seated in"), select(words.prefectures, item.loop.within || "", { onchange: (event) => loop("within", event.target.value) }))
        : labelled(qianhui.text("Unit"), select(words.nodes, item.vars.node, { onchange: keep("node") })),
      labelled(qianhui.text("Period"), select(words.periods, item.vars.period, { onchange: keep("period") })), wrong);
  }

  const isDwell = (item, { dwell: [low, high] }) => typeof item.dwell_s === "number" && item.dwell_s >= low && item.dwell_s <= high;
  const dwellSaid = ({ dwell: [low, high] }) => qianhui.text("A scene stays for %(low)s to %(high)s seconds: type a number between them", { low, high });
  const dwellsWrong = ({ items, words }) => items.some((item) => !isDwell(item, words));

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

  Object.assign(q.admin, { rows, dwellsWrong });
})();
