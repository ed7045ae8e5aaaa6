/* Forms of the recommendation pages: a new campaign, another name or an early end of one, a segment, a task. What is refused is said in the page's language, not by the browser. */
(function () {
  "use strict";
  const qianhui = (window.qianhui = window.qianhui || {});
  const MADE = { text: { maxLength: 80 }, note: { maxLength: 200 }, checkbox: { type: "checkbox", className: "" }, number: { inputMode: "numeric", maxLength: 4 }, date: { placeholder: "2026-11-26", maxLength: 10 } };

  /* Fields of Still parts are made here, since what is typed is nobody's callback. A day is typed as days are written here
     everywhere; the browser's own calendar fills it in. */
  function fields() {
    for (const place of document.querySelectorAll("[data-field]")) {
      const { field, type, value, label } = place.dataset;
      const input = document.createElement("input");
      Object.assign(input, { name: field, type: "text", value, className: "field", autocomplete: "off" }, MADE[type]);
      if (label) input.setAttribute("aria-label", label);
      place.replaceWith(type === "date" ? dated(input, place.dataset.first) : input);
    }
  }

  function dated(input, first) {
    const whole = document.createElement("span");
    const picker = Object.assign(document.createElement("input"), { type: "date", value: input.value, min: first || "", tabIndex: -1 });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "tool", title: qianhui.text("Calendar") });
    button.setAttribute("aria-label", qianhui.text("Calendar"));
    button.innerHTML = '<i class="icon icon-calendar"></i>';
    picker.setAttribute("aria-hidden", "true");
    button.addEventListener("click", () => {
      picker.value = input.value;
      picker.showPicker();
    });
    picker.addEventListener("change", () => (input.value = picker.value));
    whole.className = "field-day";
    whole.append(input, picker, button);
    return whole;
  }

  /* Sends a form; what came, or null when it was refused and the reason stands in the form. */
  async function send(form, path, body) {
    const place = form.querySelector("[role=alert]");
    const button = form.querySelector("[type=submit]");
    place.textContent = "";
    button.disabled = true;
    const answer = await qianhui.post(path, body).catch(() => null);
    const told = answer ? await answer.json().catch(() => ({})) : {};
    button.disabled = false;
    if (answer && answer.ok) return told;
    const said = told.message || (answer ? qianhui.text("Something went wrong") : qianhui.text("No connection: tap again"));
    place.textContent = told.reference ? `${said} · ${qianhui.text("Reference %(number)s", { number: told.reference })}` : said;
    return null;
  }

  async function make(form) {
    const typed = Object.fromEntries(new FormData(form));
    const told = await send(form, "/api/v1/campaigns", { ...JSON.parse(form.dataset.campaign), ...typed });
    if (!told) return;
    document.dispatchEvent(new Event("qianhui:campaign"));
    qianhui.toast(qianhui.text("The campaign is made; managers have their tasks"), "good");
    qianhui.go(`/recommend/campaigns?campaign=${told.campaign_id}`);
  }

  async function change(form) {
    const given = JSON.parse(form.dataset.given || "{}");
    if (!(await send(form, form.dataset.change, { ...given, ...Object.fromEntries(new FormData(form)) }))) return;
    if (!form.dataset.done) return location.reload();
    qianhui.toast(form.dataset.done, "good");
    form.closest("details").removeAttribute("open");
    form.reset();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-campaign], [data-change]");
    if (!form) return;
    event.preventDefault();
    form.dataset.change ? change(form) : make(form);
  });

  /* A link to a part of a page: shown once it is drawn. */
  let shown = "";
  function lead() {
    if (shown === location.href || !location.hash) return;
    const part = document.getElementById(location.hash.slice(1));
    if (!part || !part.querySelector("[data-still] > *")) return;
    shown = location.href;
    part.scrollIntoView({ block: "start" });
  }

  const seen = () => (fields(), lead());
  new MutationObserver(seen).observe(document.documentElement, { childList: true, subtree: true });
})();
