/* Evidence for an answer in a case: a picture is taken or chosen, stands as a tile, chosen at once, and leaves with the answer.
   Until then it stays on this device; each has a UUID of its own, so that sent again it counts once. */
(function () {
  "use strict";
  const qianhui = (window.qianhui = window.qianhui || {});
  const KINDS = "image/jpeg,image/png,image/webp"; // phones turn what else they keep into these
  const LARGEST = 12 * 1024 * 1024; // what the server takes
  const waiting = new Map(); // UUID → file that was not sent yet
  const element = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text || "" });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add]");
    if (button) choose(button);
  });

  /* In the document, not loose: phones forget a loose one while their camera is open. */
  function choose(button) {
    const input = Object.assign(element("input"), { type: "file", accept: KINDS, hidden: true });
    input.addEventListener("change", () => (input.remove(), input.files[0] && add(button, input.files[0])));
    input.addEventListener("cancel", () => input.remove());
    document.body.append(input);
    input.click();
  }

  function add(button, file) {
    const form = button.closest("[data-case]");
    const { most } = JSON.parse(form.dataset.case);
    if (form.querySelectorAll('[data-photo-pick][aria-pressed="true"]').length >= most) return refuse(form, qianhui.text("%(n)s photos at most with an answer", { n: most }));
    if (file.size > LARGEST) return refuse(form, qianhui.text("The photo has more than 12 MB. Choose a smaller size in the camera"));
    refuse(form, "");
    const uuid = newUuid();
    waiting.set(uuid, file);
    button.before(tile(uuid, file));
  }

  const refuse = (form, words) => qianhui.evidence.tell(form, words, "refused");

  /* As the server draws those it has (components/case_steps.py). */
  function tile(uuid, file) {
    const button = element("button", "case-pick");
    const picture = Object.assign(element("img"), { alt: "", src: URL.createObjectURL(file) });
    const mark = element("span", "mark");
    picture.onload = picture.onerror = () => URL.revokeObjectURL(picture.src);
    mark.append(element("span", "icon icon-check"));
    button.append(picture, element("span", "kind", qianhui.text("Evidence")), mark);
    Object.assign(button, { type: "button" }).setAttribute("aria-pressed", "true");
    Object.assign(button.dataset, { photoPick: uuid, new: "1" });
    return button;
  }

  function newUuid() {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  qianhui.evidence = {
    /* Send those of the chosen that are new. → null, or the answer that refused one; its tile is marked. Throws without a line. */
    async send(form, key, chosen) {
      const fresh = chosen.filter((uuid) => waiting.has(uuid));
      for (const [index, uuid] of fresh.entries()) {
        this.tell(form, qianhui.text("Sending picture %(n)s of %(all)s …", { n: index + 1, all: fresh.length }), "refused calm");
        const headers = { "Content-Type": "application/octet-stream", "X-CSRFToken": qianhui.cookie("_csrf_token") };
        const answer = await fetch(`/api/v1/cases/photos/${key}/${uuid}`, { method: "POST", headers, body: waiting.get(uuid) });
        form.querySelector(`[data-photo-pick="${uuid}"]`).classList.toggle("bad", !answer.ok);
        if (!answer.ok) return answer;
        waiting.delete(uuid);
      }
      return null;
    },
    tell(form, words, className) {
      Object.assign(form.querySelector("[role=alert]"), { textContent: words, className });
    },
    /* The answer is given: the server draws the tiles from now on. */
    clear(form) {
      form.querySelectorAll("[data-new]").forEach((one) => one.remove());
      waiting.clear();
    },
  };
})();
