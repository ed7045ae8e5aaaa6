/* A step in a case of a visit under review: the note, photos chosen with it, one button a step. */
(function () {
  "use strict";
  const qianhui = (window.qianhui = window.qianhui || {});

  document.addEventListener("click", (event) => {
    const photo = event.target.closest("[data-pick]");
    if (photo) photo.setAttribute("aria-pressed", String(photo.getAttribute("aria-pressed") !== "true"));
    const button = event.target.closest("[data-case] [data-step]");
    if (button) take(button.closest("[data-case]"), button);
  });

  async function take(form, button) {
    const { case: key, kind } = JSON.parse(form.dataset.case);
    const note = form.querySelector("textarea");
    const photos = [...form.querySelectorAll('[data-pick][aria-pressed="true"]')].map((one) => one.dataset.pick);
    const body = { step: button.dataset.step, note: note.value };
    if (photos.length) body.photos = photos;
    wait(form, true);
    const answer = await qianhui.post(`/api/v1/cases/${kind}/${key}`, body).catch(() => null);
    wait(form, false);
    const told = answer ? await answer.json().catch(() => ({})) : {};
    if (answer && answer.ok) return done(key, told.state);
    refuse(form, told.message || qianhui.text(answer ? "Something went wrong" : "No connection: tap again"));
    if (!note.value.trim()) note.focus();
  }

  function wait(form, isBusy) {
    for (const one of form.querySelectorAll("[data-step]")) one.disabled = isBusy;
  }

  function refuse(form, words) {
    form.querySelector("[role=alert]").textContent = words;
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
  function done(key, state) {
    const there = qianhui.here({ state, case: key });
    if (there === location.pathname + location.search) return location.reload();
    qianhui.toast(qianhui.text("Kept. The others in the case see it now"), "good");
    qianhui.go(there);
  }
})();
