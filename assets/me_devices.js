/* One's own devices: a new one with its token, shown this once; withdrawing one; accepting the notice on positions. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});

  function element(tag, className, text) {
    return Object.assign(document.createElement(tag), { className, textContent: text || "" });
  }

  /* The field is made here: what is typed is nobody's callback. */
  function fields() {
    for (const place of document.querySelectorAll("[data-device-name]")) {
      const input = Object.assign(element("input", "field"), { type: "text", maxLength: 40, placeholder: place.dataset.deviceName, id: "me-device-name", autocomplete: "off" });
      input.setAttribute("aria-label", place.dataset.deviceName);
      input.addEventListener("keydown", (event) => event.key === "Enter" && make());
      place.replaceWith(input);
    }
  }

  async function send(path, body) {
    const answer = await q.post(path, body).catch(() => null);
    const told = answer ? await answer.json().catch(() => ({})) : { message: q.text("No connection: try again") };
    if (answer && answer.ok) return told;
    q.toast((told.message || q.text("Something went wrong")) + (told.reference ? ` · ${q.text("Reference %(number)s", { number: told.reference })}` : ""), "bad");
    return null;
  }

  async function make() {
    const told = await send("/api/v1/me/devices", { name: document.getElementById("me-device-name").value });
    if (!told) return;
    document.getElementById("me-device-name").value = "";
    show(told.token);
    listed();
  }

  /* The list below, as it is now. */
  const listed = () => window.dash_clientside.set_props("me-devices-asked", { data: Date.now() });

  function show(token) {
    const card = element("div", "own-token");
    const code = element("code", "", token);
    const copy = element("button", "chip", q.text("Copy"));
    copy.type = "button";
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(token).catch(() => getSelection().selectAllChildren(code));
      q.toast(q.text("Copied"), "good");
    });
    const done = element("button", "chip", q.text("I have it"));
    done.type = "button";
    done.addEventListener("click", () => card.remove());
    const buttons = element("div", "own-token-buttons");
    buttons.append(copy, done);
    card.append(element("p", "", q.text("This is the device's token. It is shown this once: put it into the app now.")), code, buttons);
    document.getElementById("me-device-new").replaceChildren(card);
  }

  document.addEventListener("click", async (event) => {
    const at = (name) => event.target.closest(`[${name}]`);
    if (at("data-device-make")) make();
    const gone = at("data-device-withdraw");
    if (gone && (await send(`/api/v1/me/devices/${gone.dataset.deviceWithdraw}/withdraw`, {}))) listed();
    const accepted = at("data-accept");
    if (accepted && (await send("/api/v1/me/notice", { version: accepted.dataset.accept }))) location.reload();
  });
  new MutationObserver(fields).observe(document.documentElement, { childList: true, subtree: true });
})();
