/* The shell's ground: texts, requests, ways to go, toasts, menus. Other scripts hang on window.qianhui. */
window.qianhui = window.qianhui || {};
(function (qianhui) {
  "use strict";
  const root = document.documentElement;
  const texts = JSON.parse((document.getElementById("qianhui-texts") || {}).textContent || "{}");

  qianhui.language = root.lang.slice(0, 2) || "zh";
  qianhui.theme = () => root.dataset.theme || "office";

  /* English in, the reader's language out; %(name)s is filled from params. */
  qianhui.text = function (msgid, params) {
    return (texts[msgid] || msgid).replace(/%\((\w+)\)s/g, (_, name) => (params || {})[name]);
  };

  qianhui.cookie = function (name) {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(name + "="));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  };

  /* Every request of this page says which language and theme it is drawn in; a lost session leads to the login. */
  const plainFetch = window.fetch.bind(window);
  window.fetch = async function (resource, options) {
    const address = new URL(resource instanceof Request ? resource.url : resource, location.href);
    if (address.origin !== location.origin) return plainFetch(resource, options);
    const chosen = Object.assign({}, options);
    chosen.headers = new Headers(chosen.headers || (resource instanceof Request ? resource.headers : {}));
    chosen.headers.set("X-Qianhui-Language", qianhui.language);
    chosen.headers.set("X-Qianhui-Theme", qianhui.theme());
    const answer = await plainFetch(resource, chosen);
    if (answer.status === 401) return toLogin();
    if (answer.status >= 400 && address.pathname.endsWith("/_dash-update-component")) explain(answer.clone());
    return answer;
  };

  let signsOut = false;

  /* The page is left: nobody waits for the answer any more. Who signs out comes back to no page of this sign-in. */
  function toLogin() {
    location.href = signsOut ? "/login" : "/login?next=" + encodeURIComponent(location.pathname + location.search);
    return new Promise(() => {});
  }

  async function explain(answer) {
    const problem = await answer.json().catch(() => ({}));
    const said = problem.message || qianhui.text("Something went wrong");
    const number = problem.reference ? " · " + qianhui.text("Reference %(number)s", { number: problem.reference }) : "";
    qianhui.toast(said + number, "bad");
  }

  /* POST JSON to our own API, with the token that proves it comes from our page. */
  qianhui.post = function (path, body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": qianhui.cookie("_csrf_token") };
    return window.fetch(path, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" });
  };

  /* Go to an address of ours without loading the page anew. */
  qianhui.go = function (href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  };

  /* The present address with some parameters changed; null takes one away. */
  qianhui.here = function (changes) {
    const query = new URLSearchParams(location.search);
    Object.entries(changes).forEach(([name, value]) => (value == null ? query.delete(name) : query.set(name, value)));
    const text = query.toString();
    return location.pathname + (text ? "?" + text : "");
  };

  let fading = 0;
  qianhui.toast = function (text, tone) {
    const toast = document.getElementById("shell-toast-box");
    if (!toast) return;
    toast.textContent = text;
    toast.className = "toast show " + (tone || "");
    clearTimeout(fading);
    fading = setTimeout(() => toast.classList.remove("show"), tone === "bad" ? 8000 : 3500);
  };

  async function prefer(name, value) {
    await qianhui.post("/api/v1/preferences", { [name]: value });
    location.replace(qianhui.here({ [name]: null }));
    location.reload();
  }

  async function signOut() {
    try {
      if (qianhui.leaving && !(await qianhui.leaving())) return;
      signsOut = true;
      await qianhui.post("/logout", {});
      location.href = "/login";
    } catch {
      signsOut = false; // the phone could not be emptied, or there is no line
      qianhui.toast(qianhui.text("Signing out failed. You are still signed in: please try again."), "bad");
    }
  }

  function closeMenus(but) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => menu !== but && !menu.contains(but) && menu.removeAttribute("open"));
  }

  function onClick(event) {
    const menu = event.target.closest("details.menu");
    closeMenus(menu);
    const at = (name) => event.target.closest("[" + name + "]");
    if (menu && event.target.closest(".menu-panel a")) menu.removeAttribute("open");
    if (at("data-prefer")) prefer(...at("data-prefer").dataset.prefer.split(":"));
    if (at("data-logout")) signOut();
    if (at("data-reload")) location.reload();
    if (at("data-rail-toggle")) toggleRail();
    if (at("data-dismiss")) at("data-dismiss").parentElement.hidden = true;
    if (at("data-close")) at("data-close").closest("dialog").close();
    if (event.target.matches("dialog.sheet")) event.target.close();
  }

  /* Links of ours lead on without loading the page anew; data-plain, new tabs and downloads stay the browser's. */
  function follow(event) {
    const link = event.target.closest("a[href^='/']");
    const meant = link && !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!meant || link.target || link.hasAttribute("download") || link.hasAttribute("data-plain") || !link.closest("#shell")) return;
    if (/^\/(api|login|logout|assets)\b/.test(link.getAttribute("href"))) return;
    event.preventDefault();
    qianhui.go(link.dataset.place ? carry(link.getAttribute("href")) : link.getAttribute("href"));
  }

  /* The rail keeps scope and period. */
  function carry(href) {
    const query = new URLSearchParams(location.search);
    [...query.keys()].forEach((name) => ["node", "period"].includes(name) || query.delete(name));
    return href + (query.size ? "?" + query : "");
  }

  function toggleRail() {
    const shell = document.getElementById("shell");
    shell.dataset.rail = shell.dataset.rail === "wide" ? "" : "wide";
    localStorage.setItem("qianhui-rail", shell.dataset.rail);
    window.dispatchEvent(new Event("resize"));
  }

  /* A menu with a field filters its items by name or by pinyin initials. */
  function onInput(event) {
    if (!event.target.matches(".menu-panel .field input")) return;
    const wish = event.target.value.trim().toLowerCase();
    event.target.closest(".menu-panel").querySelectorAll(".menu-item").forEach((item) => {
      const known = (item.textContent + " " + (item.dataset.known || "")).toLowerCase();
      item.hidden = wish !== "" && !known.includes(wish);
      item.style.display = item.hidden ? "none" : "";
    });
  }

  function onKey(event) {
    if (event.key !== "Escape") return;
    closeMenus(null);
    document.querySelectorAll(".card.is-full").forEach((card) => card.classList.remove("is-full"));
  }

  document.addEventListener("click", onClick);
  document.addEventListener("click", follow);
  document.addEventListener("input", onInput);
  document.addEventListener("keydown", onKey);
  document.addEventListener("toggle", (event) => {
    const field = event.target.matches && event.target.matches("details.menu[open]") && event.target.querySelector(".field input");
    if (field && matchMedia("(min-width: 641px)").matches) field.focus();
  }, true);

  /* Called by Dash, under their ClientsideFunction names. */
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.shell = {
    /* The store shell-toast holds {message, reference, tone}; anything may write it. */
    toast: function (said) {
      if (!said) return window.dash_clientside.no_update;
      const number = said.reference ? " · " + qianhui.text("Reference %(number)s", { number: said.reference }) : "";
      qianhui.toast(said.message + number, said.tone || (said.reference ? "bad" : ""));
      return window.dash_clientside.no_update;
    },

    /* Which place of the rail and the tabs is the present one. */
    mark: function (pathname) {
      const first = "/" + (pathname || "/").split("/")[1];
      document.querySelectorAll("[data-place]").forEach((link) => {
        const here = link.dataset.place.split(" ").includes(first);
        link.classList.toggle("active", here);
        here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
      });
      const shell = document.getElementById("shell");
      if (shell && !shell.dataset.rail) shell.dataset.rail = localStorage.getItem("qianhui-rail") || "";
      closeMenus(null);
      return pathname;
    },
  };
})(window.qianhui);
