/* A step in a case of a visit under review: the note, photos chosen with it, one button a step. */
(function () {
  "use strict";
  const qianhui = (window.qianhui = window.qianhui || {});

  document.addEventListener("click", (event) => {
    const photo = event.target.closest("[data-photo-pick]");
    if (photo) photo.setAttribute("aria-pressed", String(photo.getAttribute("aria-pressed") !== "true"));
    const button = event.target.closest("[data-case] [data-step]");
    if (button) take(button.closest("[data-case]"), button);
  });

  async function take(form, button) {
    const { case: key, kind } = JSON.parse(form.dataset.case);
    const note = form.querySelector("textarea");
    const photos = [...form.querySelectorAll('[data-photo-pick][aria-pressed="true"]')].map((one) => one.dataset.photoPick);
    const body = { step: button.dataset.step, note: note.value };
    if (photos.length) body.photos = photos;
    wait(form, true);
    const answer = await sent(form, kind, key, body).catch(() => null);
    wait(form, false);
    const told = answer ? await answer.json().catch(() => ({})) : {};
    if (answer && answer.ok) return done(form, key, told.state);
    const number = told.reference ? ` · ${qianhui.text("Reference %(number)s", { number: told.reference })}` : "";
    const words = told.message || qianhui.text(answer ? "Something went wrong" : "No connection: tap again");
    qianhui.evidence.tell(form, words + number, "refused");
    if (!note.value.trim()) note.focus();
  }

  /* New pictures first, then the step; a note is asked for before anything is sent. */
  async function sent(form, kind, key, body) {
    const refused = body.note.trim() ? await qianhui.evidence.send(form, key, body.photos || []) : null;
    return refused || qianhui.post(`/api/v1/cases/${kind}/${key}`, body);
  }

  function wait(form, isBusy) {
    for (const one of form.querySelectorAll("[data-step], [data-photo-pick], [data-add]")) one.disabled = isBusy;
  }

  /* A phone's strip of tabs scrolls: the present one is in view. */
  let strip = null;
  new MutationObserver(() => {
    const tab = document.querySelector(".review-tabs .on");
    if (!tab || tab === strip) return;
    strip = tab;
    tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 24;
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* The case as it stands now, among those in its new state. */
  function done(form, key, state) {
    qianhui.evidence.clear(form);
    const there = qianhui.here({ state, case: key });
    if (there === location.pathname + location.search) return location.reload();
    qianhui.toast(qianhui.text("Kept. The others in the case see it now"), "good");
    qianhui.go(there);
  }
})();
