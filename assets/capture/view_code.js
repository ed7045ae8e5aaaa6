/* A code the customer scans or types: the vote is theirs alone, told apart from what the manager enters. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, button, icon, text } = c;
  const QUIET = 4; // modules of white around

  c.views.code = async function (draft) {
    const code = draft.code || (await c.pack.code());
    if (!code) return c.toast(text("No codes left on this phone. With signal there are new ones"), "warn");
    await c.draft.set({ code });
    const address = `${location.origin}/v/${code}`;
    const link = el("span", { class: "link" }, address);
    const copy = button(navigator.share ? "big quiet" : "big", () => copied(address, copy, link), text("Copy the link"));
    c.part.sheet(text("Scan and rate the visit"),
      el("div", { class: "code" }, drawn(address), el("b", { class: "code-words" }, `${code.slice(0, 5)} ${code.slice(5)}`), el("p", {}, text("Scan it, or open %(address)s and type the code. One vote, no sign-in.", { address: `${location.host}/v` })), link),
      navigator.share ? button("big", () => share(address, copy, link), icon("up"), text("Send the link")) : null, copy);
  };

  /** Through whatever the phone sends messages with; what the phone refuses is copied. */
  async function share(address, copy, link) {
    try {
      await navigator.share({ title: text("How was the visit?"), text: text("How was the visit? One tap on a face, no sign-in."), url: address });
    } catch (error) {
      if (error.name !== "AbortError") await copied(address, copy, link);
    }
  }

  /** Into the clipboard; where there is none the link is marked, to be copied by hand. */
  async function copied(address, pressed, link) {
    try {
      await navigator.clipboard.writeText(address);
      pressed.replaceChildren(icon("check"), text("Copied"));
    } catch {
      getSelection().selectAllChildren(link);
    }
  }

  /** The address as a QR code in one path. */
  function drawn(address) {
    const code = self.qrcode(0, "M");
    code.addData(address);
    code.make();
    const count = code.getModuleCount();
    let path = "";
    for (let row = 0; row < count; row += 1) for (let column = 0; column < count; column += 1) if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    const size = count + 2 * QUIET;
    return c.svg("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": address, "shape-rendering": "crispEdges" }, c.svg("rect", { width: size, height: size, fill: "#fff" }), c.svg("path", { d: path, fill: "#000" }));
  }
})();
