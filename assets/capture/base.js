/* The page's ground: texts, elements, icons, how things are said, toasts. Everything hangs on `capture`. */
(function () {
  "use strict";
  const c = (self.capture = self.capture || {});
  const root = document.documentElement;
  const chinese = JSON.parse(document.getElementById("texts").textContent);
  const asked = new URLSearchParams(location.search);
  const kept = { lang: localStorage.getItem("capture-lang"), theme: localStorage.getItem("capture-theme") };

  /** "zh" or "en": of the address, of this phone, of the document. */
  c.language = ["zh", "en"].find((one) => one === asked.get("lang")) || kept.lang || root.lang.slice(0, 2);
  c.version = root.dataset.version;
  c.views = {}; // name → function that draws it
  c.part = {}; // name → function that makes what several views use

  /** English in, the reader's language out; %(name)s is filled from `params`. */
  c.text = (msgid, params) => ((c.language === "zh" && chinese[msgid]) || msgid).replace(/%\((\w+)\)s/g, (_, name) => (params || {})[name]);

  /** One of `{zh, en}`, or the text itself. */
  c.said = (both) => (both && typeof both === "object" ? both[c.language] || both.zh : both) || "";

  /** An element: `el("button", {class: "x", onclick: f}, …children)`; null children and properties are left out. */
  c.el = function (tag, properties, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return made;
  };

  c.svg = function (tag, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    made.append(...children.filter(Boolean));
    return made;
  };

  c.icon = (name, more = "") => c.el("span", { class: `icon icon-${name} ${more}`.trim(), "aria-hidden": "true" });

  c.button = (className, action, ...children) => c.el("button", { type: "button", class: className, onclick: action }, ...children);

  let fading = 0;
  c.toast = function (text, tone = "") {
    const toast = document.getElementById("toast");
    toast.textContent = text;
    toast.className = `toast show ${tone}`;
    clearTimeout(fading);
    fading = setTimeout(() => (toast.className = `toast ${tone}`), tone === "bad" ? 7000 : 3000);
  };

  /** Language and theme of this phone; the account's preference follows when there is a line. */
  c.prefer = function (name, value) {
    localStorage.setItem(`capture-${name}`, value);
    if (c.link) c.link.post("/api/v1/preferences", { [name]: value }).catch(() => {});
    const address = new URL(location.href);
    address.searchParams.delete(name);
    location.replace(address);
    location.reload();
  };

  root.lang = c.language === "en" ? "en" : "zh-CN";
  root.dataset.theme = ["office", "night"].find((one) => one === asked.get("theme")) || kept.theme || root.dataset.theme;
  document.title = c.text("Visits");
})();
