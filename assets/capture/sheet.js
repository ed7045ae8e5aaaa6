/* Sheets from below. A sheet has an entry of its own in the history: the way back closes it and nothing else. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, icon, button, text } = c;
  const LATE = 400; // ms after which nobody waits for the history any more

  /** A sheet with a title and a ✕. → `close(then)`: takes it away, and does `then` once the history is where it was. */
  c.part.sheet = function (title, ...children) {
    const own = crypto.randomUUID();
    const dialog = el("dialog", { class: "sheet", "aria-label": title || text("More"), onclick: (event) => event.target === dialog && close() },
      el("div", { class: "sheet-body" }, el("i", { class: "sheet-grip" }), title ? el("h2", {}, title) : null, ...children,
        button("sheet-close", () => close(), icon("close"), el("span", { class: "sr" }, text("Close")))));
    const isOurs = () => (history.state || {}).sheet === own;
    let isOpen = true;

    function close(then = () => {}) {
      if (!isOpen) return;
      isOpen = false;
      removeEventListener("popstate", heard);
      dialog.remove();
      if (!isOurs()) return then();
      const go = once(then);
      addEventListener("popstate", go, { once: true });
      setTimeout(go, LATE);
      history.back();
    }

    const heard = () => !isOurs() && close();
    dialog.addEventListener("close", () => close()); // by the Escape key
    addEventListener("popstate", heard);
    history.pushState({ sheet: own }, "");
    document.body.append(dialog);
    dialog.showModal();
    return close;
  };

  /** Asked before something is lost. */
  c.part.confirm = function (title, words, yes, act) {
    const close = c.part.sheet(title, el("p", {}, words), el("div", { class: "sheet-actions" },
      button("big danger", () => close(act), yes), button("big quiet", () => close(), text("Go back"))));
  };

  function once(work) {
    let isDone = false;
    return () => {
      if (!isDone) work();
      isDone = true;
    };
  }
})();
