/* The recommendation pages: a row opens its portrait, boxes choose customers for a campaign, a search is a step of history. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const qianhui = q;
  const picked = new Set();
  let list = ""; // the address the boxes belong to

  /** The words that choose the list; who is looked at and which page do not change it. */
  function listAddress() {
    const words = new URLSearchParams(location.search);
    for (const name of ["page", "customer", "lang", "theme"]) words.delete(name);
    return words.toString();
  }

  function mark() {
    if (list !== listAddress()) picked.clear();
    list = listAddress();
    for (const box of document.querySelectorAll("[data-pick]")) {
      box.setAttribute("aria-pressed", String(picked.has(box.dataset.pick)));
    }
    const link = document.getElementById("recommend-create");
    if (!link) return;
    link.dataset.all = link.dataset.all || link.getAttribute("href");
    const join = link.dataset.all.includes("?") ? "&" : "?";
    link.setAttribute("href", link.dataset.all + (picked.size ? `${join}picked=${[...picked].join(",")}` : ""));
    const words = document.getElementById("recommend-picked");
    words.dataset.all = words.dataset.all || words.textContent;
    words.textContent = picked.size ? qianhui.text("%(n)s chosen, a tenth as control", { n: picked.size }) : words.dataset.all;
  }

  function open(customer) {
    window.dash_clientside.set_props("recommend-chosen", { data: customer });
    for (const row of document.querySelectorAll(".offer-row[data-customer]")) {
      row.classList.toggle("chosen", row.dataset.customer === customer);
    }
    document.getElementById("recommend-side").classList.add("open");
    q.address.set({ customer });
  }

  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-pick]");
    if (box) {
      event.preventDefault();
      const key = box.dataset.pick;
      picked.has(key) ? picked.delete(key) : picked.add(key);
      return mark();
    }
    if (event.target.closest("[data-offer-close]")) {
      document.getElementById("recommend-side").classList.remove("open");
      return q.address.set({ customer: null });
    }
    const row = event.target.closest(".offer-row[data-customer]");
    if (!row || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    open(row.dataset.customer);
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-search]");
    if (!form) return;
    event.preventDefault();
    const words = form.dataset.search;
    const text = form.querySelector("input").value.trim();
    q.go(words + (text ? `${words.includes("?") ? "&" : "?"}search=${encodeURIComponent(text)}` : ""));
  });

  /* A form of Still parts: its fields are made here, since what is typed is nobody's callback. */
  function fields() {
    for (const place of document.querySelectorAll("[data-field]")) {
      const input = document.createElement("input");
      Object.assign(input, { name: place.dataset.field, type: place.dataset.type, value: place.dataset.value, className: "field", required: true });
      if (input.type === "number") Object.assign(input, { min: 1, max: 1000 });
      if (input.type === "text") input.maxLength = 80;
      if (input.type === "date") input.min = place.dataset.first || "";
      place.replaceWith(input);
    }
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-campaign]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    const typed = Object.fromEntries(new FormData(form));
    const answer = await q.post("/api/v1/campaigns", { ...JSON.parse(form.dataset.campaign), ...typed });
    const told = await answer.json();
    button.disabled = false;
    if (answer.ok) {
      picked.clear();
      q.toast(qianhui.text("The campaign is made; managers have their tasks"), "good");
      q.go(`/recommend/campaigns?campaign=${told.campaign_id}`);
    } else {
      const said = told.message || qianhui.text("Something went wrong");
      form.querySelector("[role=alert]").textContent = told.reference ? `${said} · ${qianhui.text("Reference %(number)s", { number: told.reference })}` : said;
    }
  });

  /* One tap of a manager. The UUID belongs to the tap: sent again, it is kept once. */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-answer]");
    if (!button) return;
    const task = button.closest("[data-task]");
    const [campaign, customer] = task.dataset.task.split(":");
    const said = button.dataset.answer;
    const before = task.dataset.said;
    task.dataset.said = said;
    const body = { client_uuid: crypto.randomUUID ? crypto.randomUUID() : uuid(), campaign_id: campaign, customer_id: customer, answer: said };
    const answer = await send(body);
    if (answer && answer.ok) return count(task, before, said);
    task.dataset.said = before;
    const told = answer ? await answer.json().catch(() => ({})) : {};
    q.toast(told.message || qianhui.text("No connection: tap again"), "bad");
  });

  /* Put off is not answered yet. */
  function count(task, before, said) {
    const place = task.closest(".card").querySelector("[data-answered]");
    if (!place) return;
    const answered = (word) => (word === "accepted" || word === "declined" ? 1 : 0);
    const done = Number(place.dataset.answered) + answered(said) - answered(before);
    place.dataset.answered = done;
    place.textContent = qianhui.text("%(n)s of %(all)s answered", { n: done, all: place.dataset.all });
  }

  function uuid() {
    const part = () => Math.floor((1 + Math.random()) * 0x10000).toString(16).slice(1);
    return `${part()}${part()}-${part()}-${part()}-${part()}-${part()}${part()}${part()}`;
  }

  async function send(body) {
    for (const wait of [0, 800, 2500]) {
      await new Promise((pass) => setTimeout(pass, wait));
      try {
        return await q.post("/api/v1/campaigns/answers", body);
      } catch (error) {
        continue; // no connection: the same tap again
      }
    }
    return null;
  }

  /* A phone shows the list first; what narrows it unfolds. */
  function fold() {
    const more = document.querySelector(".offer-form .card-body > details");
    if (!more || more.dataset.folds) return;
    more.dataset.folds = "1";
    if (window.innerWidth <= 640) more.open = false;
  }

  new MutationObserver(() => {
    fields();
    fold();
    const link = document.getElementById("recommend-create");
    if (link && !link.dataset.all) mark();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
