/* Small parts the administrators' forms are made of. What is typed is nobody's callback: these forms are the script's own. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const qianhui = q;

  /* An element with attributes (on…: listeners, null: left out) and parts; texts become text nodes. */
  function el(tag, attributes, ...parts) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value == null || value === false) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (name === "value" || name === "checked" || name === "disabled") made[name] = value;
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...parts.flat().filter((part) => part != null));
    return made;
  }

  const icon = (name) => el("span", { class: `icon icon-${name}`, "aria-hidden": "true" });
  const button = (text, attributes, sign) => el("button", { type: "button", class: "button", ...attributes }, sign ? icon(sign) : null, text);
  const tool = (name, label, attributes) => el("button", { type: "button", class: "tool", title: label, "aria-label": label, ...attributes }, icon(name));

  /* A choice out of [[value, word]]; one that is not among them is kept as it is. */
  function select(options, value, attributes) {
    const all = options.some(([one]) => one === value) ? options : [...options, [value, value]];
    const made = el("select", { class: "field", ...attributes }, all.map(([one, word]) => el("option", { value: one }, word)));
    made.value = value;
    return made;
  }

  const labelled = (word, control) => el("label", { class: "admin-field" }, el("span", {}, word), control);
  const word = (options, value) => (options.find(([one]) => one === value) || [value, value])[1];

  /* POST; what is refused is said in the form (or as a toast) with its number. → the answer's content, or null. */
  async function send(path, body, refused) {
    let told = {};
    let answer = null;
    try {
      answer = await q.post(path, body || {});
      told = await answer.json();
    } catch (error) {
      told = { message: qianhui.text("No connection: nothing was changed") };
    }
    const ok = Boolean(answer && answer.ok);
    const number = told.reference ? ` · ${qianhui.text("Reference %(number)s", { number: told.reference })}` : "";
    const said = ok ? "" : (told.message || qianhui.text("Something went wrong")) + number;
    if (refused) refused.textContent = said;
    else if (said) q.toast(said, "bad");
    return ok ? told : null;
  }

  /* Make the content of every element of that id, now and whenever the page brings a new one. */
  const makers = new Map();
  const made = new WeakSet();
  function sweep() {
    for (const [id, make] of makers) {
      const place = document.getElementById(id);
      if (!place || made.has(place)) continue;
      made.add(place);
      make(place);
    }
  }
  function whenThere(id, make) {
    makers.set(id, make);
    sweep();
  }
  new MutationObserver(sweep).observe(document.documentElement, { childList: true, subtree: true });

  q.admin = { el, icon, button, tool, select, labelled, word, send, whenThere };
})();
