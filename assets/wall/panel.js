/* What the daily scenes of the wall are put together from: a panel's head, a bar with a mark, a word for nothing to show. */
(function () {
  "use strict";
  const w = (window.wall = window.wall || {});
  const percent = (part, most) => `${(Math.max(0, Math.min(1, part / most)) * 100).toFixed(2)}%`;

  w.panel = {
    /** Title left, a note right. */
    head: (title, note, className = "") => w.el("header", `panel-head ${className}`, w.el("h2", "", title), w.el("span", "panel-note", note || "")),

    /** A filled bar from zero; `most` is its end (1 by default), `mark` a line across it, `tone` its colour. */
    bar({ part, most = 1, mark = null, tone = "" }) {
      const fill = w.el("i", "panel-fill");
      fill.style.width = percent(part || 0, most);
      const line = mark === null || mark === undefined ? null : w.el("b", "panel-mark");
      if (line) line.style.left = percent(mark, most);
      return w.el("div", `panel-bar ${tone}`, fill, line);
    },

    /** Parts side by side, of the four groups in their order; `full` is where the track ends. */
    stack(parts, names) {
      const made = w.el("div", "panel-stack");
      parts.forEach((part, place) => {
        const one = w.el("i", names[place]);
        one.style.width = percent(part, 1);
        made.append(one);
      });
      return made;
    },

    /** ▲ 0.23, without words; nothing where nothing changed. */
    shift(change) {
      if (!change || !change.arrow) return null;
      return w.el("span", `panel-shift ${change.tone}`, change.arrow === "●" ? change.size : `${change.arrow}\u00a0${change.size}`);
    },

    /** The whole scene's word where there is nothing to show. */
    empty: (text, why) => w.el("div", "panel-empty", text ? w.el("b", "", text) : null, why ? w.el("span", "", why) : null),
  };

  w.panel.GROUPS = ["deposit", "loan", "online", "offline"];

  /** A scene drawn anew when its data change: `draw(root, told, context)` fills the root and may give {show, hide, dispose}. */
  w.dailyScene = (name, draw) => w.scene(name, { make: (root, told, context) => daily(root, told, context, draw) });

  async function daily(root, told, context, draw) {
    root.classList.toggle("is-wide", context.wide);
    const drawn = async (into, said) => draw(into, said, context);
    const state = { seen: JSON.stringify(bare(told)), handle: await drawn(root, told), isShown: false, isStill: false, isGone: false };
    const call = (what) => state.handle && state.handle[what] && state.handle[what]();
    const move = () => call(state.isShown && !state.isStill ? "show" : "hide");
    return {
      async update(next) {
        const now = JSON.stringify(bare(next));
        if (now === state.seen) return;
        state.seen = now;
        const fresh = root.cloneNode(false); // made beside the old one, which stays until it is whole
        fresh.classList.add("is-making");
        root.after(fresh);
        const made = await drawn(fresh, next).catch((error) => (fresh.remove(), Promise.reject(error)));
        if (state.isGone || state.seen !== now) return fresh.remove();
        call("dispose");
        state.handle = made;
        counted(root, fresh);
        root.replaceWith(fresh);
        fresh.classList.remove("is-making");
        root = fresh;
        move();
      },
      show: () => ((state.isShown = true), move()),
      hide: () => ((state.isShown = false), move()),
      still: (isStill) => (root.classList.toggle("is-still", isStill), (state.isStill = isStill), move()),
      dispose() {
        state.isGone = true;
        call("dispose");
        root.replaceChildren();
      },
    };
  }

  /** Large numbers count up from what they were. */
  function counted(before, after) {
    const old = [...before.querySelectorAll(".wall-number")].map((one) => one.textContent);
    [...after.querySelectorAll(".wall-number")].forEach((one, place) => {
      const number = one.textContent;
      if (old[place] === undefined || old[place] === number) return;
      one.textContent = old[place];
      w.count(one, { number, unit: "" }, { number: old[place], unit: "" });
    });
  }

  /** What is drawn: without what changes by itself with every answer. */
  const bare = ({ as_of, now, stale_since, snapshot_id, ...told }) => told;
})();
