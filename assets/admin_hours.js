/* Hours of the week as lines one can change: days, from, to, and for quiet hours how dim. */
(function () {
  "use strict";
  const q = window.qianhui;
  const qianhui = q;
  const { el, button, tool } = q.admin;

  /* The lines of `windows` (changed in place); `changed` is called after each change; `dims`: with a slider. */
  function hours(windows, days, changed, dims) {
    const place = el("div", { class: "hours-set" });
    const draw = () => place.replaceChildren(...windows.map((one, index) => line(one, index)), add());
    const set = (one, name, value) => {
      one[name] = value;
      changed();
    };

    function line(one, index) {
      const toggles = days.map((word, n) =>
        el("button", { type: "button", class: "day", "aria-pressed": String(one.days.includes(n + 1)), onclick: (event) => toggle(one, n + 1, event.currentTarget) }, word));
      const time = (name, label) => el("input", { class: "field clock", value: one[name], maxlength: 5, inputmode: "numeric", "aria-label": label, oninput: (event) => set(one, name, event.target.value.trim()) });
      return el("div", { class: "hours-line" }, el("span", { class: "days" }, toggles), time("from", qianhui.text("Begins")), "–", time("to", qianhui.text("Ends")),
        dims ? dim(one) : null, tool("close", qianhui.text("Remove these hours"), { onclick: () => { windows.splice(index, 1); changed(); draw(); } }));
    }

    function toggle(one, day, face) {
      const on = one.days.includes(day);
      set(one, "days", on ? one.days.filter((other) => other !== day) : [...one.days, day].sort());
      face.setAttribute("aria-pressed", String(!on));
    }

    function dim(one) {
      const said = el("output", {}, `${Math.round(one.dim * 100)} %`);
      const slide = el("input", { type: "range", min: 0, max: 100, step: 5, value: Math.round(one.dim * 100), "aria-label": qianhui.text("How dark"), oninput: (event) => {
        said.textContent = `${event.target.value} %`;
        set(one, "dim", Number(event.target.value) / 100);
      } });
      return el("label", { class: "dim" }, qianhui.text("dark"), slide, said);
    }

    const add = () => button(dims ? qianhui.text("Add quiet hours") : qianhui.text("Add hours"), { class: "button quiet-add", onclick: () => {
      windows.push({ days: [1, 2, 3, 4, 5, 6, 7], from: dims ? "22:00" : "08:00", to: dims ? "06:30" : "18:00", ...(dims ? { dim: 0.85 } : {}) });
      changed();
      draw();
    } }, "plus");

    draw();
    return place;
  }

  /* Hours in words: 一 二 三 08:00–18:00. */
  const said = (one, days) => `${one.days.length === 7 ? qianhui.text("every day") : one.days.map((day) => days[day - 1]).join(" ")} ${one.from}–${one.to}`;

  Object.assign(q.admin, { hours, hoursSaid: said });
})();
