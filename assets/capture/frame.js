/* Parts every view uses: header, banner of the line, the sign that positions are taken, tabs. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, icon, button, text } = c;

  Object.assign(c.part, {
    /** The head of a view below the first: way back, title, what stands on the right. */
    head: (title, back, right = null, sign = "left") => el("header", { class: "head" },
      button("head-back", back, icon(sign), el("span", { class: "sr" }, text("Go back"))), el("h1", {}, title), right && el("div", { class: "head-right" }, right)),

    /** What the line does and what waits; nothing when there is nothing to say. */
    banner() {
      const { line, waiting, wrong, sending, share } = c.status;
      const told = wrong ? ["wrong", "warning", text("%(n)s to correct", { n: wrong }), text("The bank could not take them as they are")]
        : line === "signed_out" ? ["warn", "lock", text("Signed out, recording goes on"), waiting ? text("%(n)s waiting: sign in to send them", { n: waiting }) : text("Sign in to send and to get news")]
          : line === "barred" ? ["warn", "lock", text("The bank does not take them now"), c.status.message]
            : line === "away" ? ["warn", "offline", text("No signal, record as always"), waiting ? text("%(n)s waiting, sent when there is signal", { n: waiting }) : text("Everything is on this phone")]
              : waiting ? ["info", "up", sending ? text("Sending") : text("%(n)s waiting", { n: waiting }), text("%(n)s on the way; counted once", { n: waiting })] : null;
      if (!told) return null;
      const [tone, sign, first, second] = told;
      const go = line === "signed_out" && !wrong ? c.app.signIn : () => c.app.go("queue");
      const action = line === "signed_out" && !wrong ? text("Sign in") : text("Look");
      return el("button", { type: "button", class: `banner ${tone}`, onclick: go }, icon(sign), el("span", { class: "banner-words" }, el("b", {}, first), el("span", {}, second)),
        el("span", { class: "banner-go" }, action, " ›"), tone === "info" && share ? el("i", { class: "banner-share", "data-share": share }) : null);
    },

    /** Amber while positions are taken, with a button that ends it; where the words stand beside it, the button alone. */
    sign(isShort = false) {
      if (!c.place.isOn()) return null;
      const words = text("Locating");
      return el("div", { class: isShort ? "sign short" : "sign" }, el("span", { class: "sign-state" }, el("i", { class: "sign-dot" }), isShort ? el("span", { class: "sr" }, words) : words),
        button("sign-off", () => c.app.stopPlace(), text("Stop locating")));
    },

    /** The name of whose phone it is, in the language of the page. */
    ownName: () => c.said(c.pack.now().names || c.pack.now().name),

    tabs: () => el("nav", { class: "tabs", "aria-label": text("Pages") },
      tab("/", "calendar", text("Today"), false), tab("/capture", "camera", text("Capture"), true), tab("/recommend/tasks", "list", text("Tasks"), false), tab("/me", "user", text("Me"), false)),

    avatar: (name, more = "") => el("span", { class: `avatar ${more}`.trim(), "aria-hidden": "true" }, (name || "?").slice(0, 1)),
  });

  /** The other pages need a line: without one the tap is answered here, not by the browser's own page. */
  function leaves(event, isHere) {
    if (isHere || !navigator.onLine) event.preventDefault();
    if (!isHere && !navigator.onLine) c.toast(text("This page needs signal; recording goes on without"), "warn");
  }

  function tab(href, sign, label, isHere) {
    return el("a", { href, class: isHere ? "tab active" : "tab", "aria-current": isHere ? "page" : null, onclick: (event) => leaves(event, isHere) }, icon(sign), el("span", {}, label));
  }
})();
