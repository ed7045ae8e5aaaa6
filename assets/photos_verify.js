/* On the wall of photos: a file is asked about (button, or dropped on the page), and what the records say of it is shown. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const LARGEST = 12 * 1024 * 1024;
  const SIGNS = { good: "check", warn: "warning", bad: "close" };

  function element(tag, className, text) {
    return Object.assign(document.createElement(tag), { className, textContent: text || "" });
  }

  function choose() {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: "image/*" });
    input.addEventListener("change", () => input.files[0] && verify(input.files[0]));
    input.click();
  }

  async function verify(file) {
    const place = document.getElementById("photos-verdict");
    if (!place) return;
    place.replaceChildren(element("p", "muted", q.text("Comparing …")));
    clearNumber();
    if (file.size > LARGEST) return show({ tone: "bad", title: q.text("Too large"), text: q.text("At most 12 MB are compared"), photos: [] });
    const headers = { "Content-Type": "application/octet-stream", "X-CSRFToken": q.cookie("_csrf_token") };
    const answer = await fetch("/api/v1/photos/verify", { method: "POST", headers, body: file }).catch(() => null);
    const told = answer ? await answer.json().catch(() => ({})) : { message: q.text("No connection: try again") };
    if (answer && answer.ok) return show(told);
    const number = told.reference ? ` · ${q.text("Reference %(number)s", { number: told.reference })}` : "";
    show({ tone: "bad", title: q.text("Cannot be compared"), text: (told.message || q.text("Something went wrong")) + number, photos: [] });
  }

  /* One question at a time: what was said of a number goes when a file is asked about, and the other way round. */
  function clearNumber() {
    if (new URLSearchParams(location.search).has("no")) history.replaceState({}, "", q.here({ no: null }));
    window.dash_clientside.set_props("photos-number", { value: "" });
  }
  document.addEventListener("change", (event) => {
    const place = event.target.closest("#photos-number, .photo-filter [type=search]") && document.getElementById("photos-verdict");
    if (place && event.target.value) place.replaceChildren();
  });

  /* The verdict, and beside it the photos it speaks of. */
  function show({ tone, title, text, photos }) {
    const place = document.getElementById("photos-verdict");
    const card = element("section", `card verdict-card ${tone}`);
    const head = element("h3", "verdict-title");
    head.append(element("span", `icon icon-${SIGNS[tone]}`), title);
    const words = element("div", "verdict-words");
    words.append(head, element("p", "", text));
    const away = element("button", "tool verdict-away");
    Object.assign(away, { type: "button", title: q.text("Close") });
    away.setAttribute("aria-label", q.text("Close"));
    away.append(element("span", "icon icon-close"));
    away.addEventListener("click", () => place.replaceChildren());
    card.append(words, ...photos.map(tile), away);
    place.replaceChildren(card);
    place.scrollIntoView({ block: "nearest" });
  }

  function tile(photo) {
    const button = element("button", "verdict-photo");
    button.type = "button";
    button.dataset.photo = JSON.stringify(photo);
    const picture = Object.assign(document.createElement("img"), { src: `/api/v1/photos/${photo.photo_id}?size=thumb`, alt: photo.visit_no });
    const lines = element("span", "verdict-lines");
    lines.append(...[photo.visit_no, ...photo.lines].map((line) => element("span", "", line)));
    button.append(picture, lines);
    return button;
  }

  const here = () => document.getElementById("photos-verdict");
  document.addEventListener("click", (event) => event.target.closest("[data-verify]") && choose());
  document.addEventListener("dragover", (event) => here() && event.preventDefault());
  document.addEventListener("drop", (event) => {
    const file = here() && event.dataTransfer && event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    verify(file);
  });
})();
