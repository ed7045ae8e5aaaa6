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

  document.addEventListener("qianhui:campaign", () => picked.clear());

  /* A phone shows the list first; what narrows it unfolds. */
  function fold() {
    const more = document.querySelector(".offer-form .card-body > details");
    if (!more || more.dataset.folds) return;
    more.dataset.folds = "1";
    if (window.innerWidth <= 640) more.open = false;
  }

  new MutationObserver(() => {
    fold();
    const link = document.getElementById("recommend-create");
    if (link && !link.dataset.all) mark();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
