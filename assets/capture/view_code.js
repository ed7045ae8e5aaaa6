/* A code the customer scans or types: the vote is theirs alone, told apart from what the manager enters. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, text } = c;
  const QUIET = 4; // modules of white around

  c.views.code = async function (draft) {
    const code = draft.code || (await c.pack.code());
    if (!code) return c.toast(text("No codes left on this phone. With signal there are new ones"), "warn");
    await c.draft.set({ code });
    const address = `${location.origin}/v/${code}`;
    c.part.sheet(text("Scan and rate the visit"), el("div", { class: "code" }, drawn(address), el("b", { class: "code-words" }, `${code.slice(0, 5)} ${code.slice(5)}`), el("p", {}, text("Scan it, or open %(address)s and type the code. One vote, no sign-in.", { address: `${location.host}/v` }))));
  };

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
