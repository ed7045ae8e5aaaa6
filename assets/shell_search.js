/* The search box: "/" focuses, arrows choose, Enter goes; Chinese names or pinyin initials. */
(function (qianhui) {
  "use strict";
  const KINDS = { entity: "Entities", branch: "Branches", staff: "Staff", customer: "Customers" };
  const SIGNS = { entity: "bank", branch: "shop", staff: "user", customer: "house" };
  let waiting = 0, latest = 0;

  const box = () => document.querySelector("#shell-search-box input");
  const list = () => document.getElementById("shell-search-results");

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  /** An outlet of several under one roof is told by what follows the roof's name, which stands beside it. */
  function ownName({ name, detail }) {
    return detail && name.startsWith(detail) ? name.slice(detail.length).trim() || name : name;
  }

  function row(result) {
    const link = element(result.href ? "a" : "div", "menu-item");
    if (result.href) link.href = result.href;
    link.title = [result.name, result.detail].filter(Boolean).join(" · ");
    const what = element("span", "what", ownName(result));
    link.append(element("span", "icon icon-" + (SIGNS[result.kind] || "search")), what, element("span", "aside", result.detail));
    return link;
  }

  function show(results, wish) {
    const groups = Object.keys(KINDS).filter((kind) => results.some((result) => result.kind === kind));
    const parts = groups.flatMap((kind) => [
      element("div", "menu-title", qianhui.text(KINDS[kind])),
      ...results.filter((result) => result.kind === kind).map(row),
    ]);
    list().replaceChildren(...(parts.length ? parts : [element("div", "menu-title", qianhui.text("Nothing found for “%(what)s”", { what: wish }))]));
    list().classList.add("open");
    box().setAttribute("aria-expanded", "true");
  }

  function close() {
    if (!list()) return;
    list().classList.remove("open");
    box() && box().setAttribute("aria-expanded", "false");
  }

  /* As typing would: Dash's own field must hear of it, or it brings the text back. */
  function clear() {
    if (!box() || !box().value) return;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box(), "");
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function look(wish) {
    const turn = ++latest;
    const answer = await fetch("/api/v1/search?q=" + encodeURIComponent(wish));
    if (turn !== latest || !answer.ok || box().value.trim() !== wish) return;
    show((await answer.json()).hits, wish);
  }

  function move(step) {
    const rows = [...list().querySelectorAll("a.menu-item")];
    const at = rows.findIndex((item) => item.classList.contains("active"));
    rows.forEach((item) => item.classList.remove("active"));
    const next = rows[(at + step + rows.length) % rows.length];
    if (next) next.classList.add("active"), next.scrollIntoView({ block: "nearest" });
  }

  function choose(link) {
    clear();
    close();
    box().blur();
    const menu = link.closest("details");
    if (menu) menu.removeAttribute("open");
    qianhui.go(link.getAttribute("href"));
  }

  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    clearTimeout(waiting);
    const wish = event.target.value.trim();
    if (!wish) return close();
    waiting = setTimeout(() => look(wish), 140);
  });

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && box()) {
      event.preventDefault();
      box().focus();
    }
    if (event.target !== box()) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") event.preventDefault(), move(event.key === "ArrowDown" ? 1 : -1);
    if (event.key === "Escape") clear(), close(), box().blur();
    if (event.key === "Enter") {
      const chosen = list().querySelector("a.menu-item.active") || list().querySelector("a.menu-item");
      if (chosen) choose(chosen);
    }
  });

  window.addEventListener("popstate", clear);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#shell-search-results a");
    if (link) event.preventDefault(), choose(link);
    else if (event.target.closest("a[href^='/']")) clear();
    if (!event.target.closest(".search")) close();
  });
})(window.qianhui = window.qianhui || {});
