/* Photos on the spot: the camera alone, kept as taken. Shown from memory; on the phone they lie sealed. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, icon, button, text } = c;
  const MOST = 9;
  const LARGEST = 12 * 1024 * 1024; // what the bank takes
  const FRESH = 10 * 60000; // ms: what the camera gives has just been written
  const KINDS = new Set(["image/jpeg", "image/png", "image/webp"]);

  c.views.photos = function (draft, home) {
    const box = el("div", { class: "shots" });
    const record = draft.before && draft.before !== draft.uuid ? draft.before : draft.uuid;
    const camera = el("input", { type: "file", accept: "image/jpeg,image/png,image/webp", capture: "environment", hidden: true, class: "camera" });
    const shoot = el("button", { type: "button", class: "shoot", onclick: () => camera.click() }, icon("camera"), el("span", {}));
    camera.addEventListener("change", async () => {
      const [file] = camera.files;
      if (file) await taken(file, record, draft);
      camera.value = "";
      draw();
    });

    async function draw() {
      const photos = await c.queue.photos(record);
      box.replaceChildren(...photos.map((photo) => shot(photo, home, draw)), ...(photos.length < MOST ? [shoot] : []), camera);
      box.classList.toggle("is-empty", !photos.length);
      shoot.lastChild.textContent = photos.length ? text("One more") : text("Take a photo");
      const count = box.closest(".part")?.querySelector(".photo-count");
      if (count) count.textContent = photos.length ? text("%(n)s taken", { n: photos.length }) : text("camera only");
    }
    box.append(shoot, camera);
    draw();
    queueMicrotask(draw);
    return box;
  };

  async function taken(file, record, draft) {
    if (!KINDS.has(file.type)) return c.toast(text("Only JPEG, PNG or WebP photos are taken"), "bad");
    if (file.size > LARGEST) return c.toast(text("The photo has more than 12 MB. Choose a smaller size in the camera"), "bad");
    if (!(await isPicture(file))) return c.toast(text("This file cannot be shown as a picture. Take the photo again"), "bad");
    if (Date.now() - file.lastModified > FRESH) return c.toast(text("This is an older picture. Take one now"), "bad");
    const fix = c.place.last();
    const facts = { taken_at: c.time.now(), type: file.type, position: fix ? c.place.sent(fix) : null };
    await c.queue.addPhoto(record, draft.owner, await file.arrayBuffer(), facts);
  }

  /** Whether it can be drawn: what the camera broke off would be refused by the bank, when the customer is far away. */
  async function isPicture(file) {
    const drawn = await createImageBitmap(file).catch(() => null);
    if (drawn) drawn.close();
    return Boolean(drawn);
  }

  function shot(photo, home, draw) {
    const image = el("img", { alt: "" });
    c.box.openBytes(photo.box).then((bytes) => {
      image.onload = () => URL.revokeObjectURL(image.src);
      image.src = URL.createObjectURL(new Blob([bytes], { type: photo.type }));
    });
    const drop = () => c.part.confirm(text("Remove this photo?"), text("It is deleted from this phone."), text("Remove"), async () => (await c.queue.dropPhoto(photo.uuid), draw()));
    return el("figure", { class: "shot" }, image, el("figcaption", {}, [c.say.clock(photo.taken_at), c.said(home.village)].filter(Boolean).join(" ")), button("shot-drop", drop, icon("close"), el("span", { class: "sr" }, text("Remove"))));
  }
})();
