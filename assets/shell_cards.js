/* What the buttons of a card do: definition, table twin, picture, Excel, full screen; a click on a mark leads on. */
(function (qianhui) {
  "use strict";
  const USUAL = { width: 960, height: 480 }; // of a picture whose chart has no place on the page

  function define(metric) {
    window.dash_clientside.set_props("shell-definition-metric", { data: { metric, at: Date.now() } });
    const sheet = document.getElementById("shell-definition-sheet");
    if (sheet && !sheet.open) sheet.showModal();
  }

  const tools = {
    table: function (card, button) {
      const shown = card.classList.toggle("is-table");
      button.setAttribute("aria-pressed", shown);
    },
    full: function (card) {
      const full = card.classList.toggle("is-full");
      card.querySelectorAll("[data-tool=full] .icon").forEach((icon) => (icon.className = "icon icon-" + (full ? "shrink" : "expand")));
      window.dispatchEvent(new Event("resize"));
    },
    png: async function (card) {
      const drawn = card.querySelector("svg[data-picture]");
      if (drawn) return save(await unveiled(card, () => qianhui.picture(drawn, card)), nameOf(card) + ".png");
      const plot = card.querySelector(".js-plotly-plot");
      if (!plot) return qianhui.toast(qianhui.text("There is no picture to save"), "bad");
      const ground = getComputedStyle(document.documentElement).getPropertyValue("--surface").trim();
      const size = await unveiled(card, () => ({ width: plot.clientWidth || USUAL.width, height: plot.clientHeight || USUAL.height, scale: 3 }));
      const layout = Object.assign({}, plot.layout, { paper_bgcolor: ground });
      const source = await window.Plotly.toImage({ data: plot.data, layout }, Object.assign({ format: "png" }, size));
      save(source, nameOf(card) + ".png");
    },
    excel: async function (card) {
      const carried = card.querySelector("[data-question]");
      if (!carried) return qianhui.toast(qianhui.text("There is no data to save yet"), "bad");
      const asked = JSON.parse(carried.dataset.question);
      const question = Object.assign(asked, { title: card.getAttribute("aria-label") || asked.title || nameOf(card) });
      const answer = await qianhui.post("/api/v1/export", question);
      if (!answer.ok) return refused(answer);
      const file = URL.createObjectURL(await answer.blob());
      save(file, nameIn(answer) || nameOf(card) + ".xlsx");
      setTimeout(() => URL.revokeObjectURL(file), 10000);
    },
  };

  /** What `work` gives while the card shows its chart: behind the table twin a chart has no size. */
  async function unveiled(card, work) {
    const isTable = card.classList.contains("is-table");
    card.classList.remove("is-table");
    try {
      return await work();
    } finally {
      card.classList.toggle("is-table", isTable);
    }
  }

  async function refused(answer) {
    const problem = await answer.json().catch(() => ({}));
    qianhui.toast(problem.message || qianhui.text("The export failed"), "bad");
  }

  /** The name the answer gives its file: title, filters, period. */
  function nameIn(answer) {
    const found = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") || "");
    return found && decodeURIComponent(found[1]);
  }

  const nameOf = (card) => card.getAttribute("aria-label") || "qianhui";

  function save(href, name) {
    const link = Object.assign(document.createElement("a"), { href, download: name });
    document.body.append(link);
    link.click();
    link.remove();
  }

  async function use(button) {
    button.setAttribute("aria-busy", "true");
    try {
      await tools[button.dataset.tool](button.closest(".card"), button);
    } catch (error) {
      console.error(error);
      qianhui.toast(qianhui.text("The export failed"), "bad");
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  document.addEventListener("click", (event) => {
    const metric = event.target.closest("[data-metric]");
    const tool = event.target.closest("[data-tool]");
    if (metric) {
      event.preventDefault();
      define(metric.dataset.metric);
    }
    if (tool && tools[tool.dataset.tool]) use(tool);
  }, true);

  /* A mark whose customdata is an address of ours is a way down. */
  document.addEventListener("mouseover", (event) => {
    const plot = event.target.closest && event.target.closest(".js-plotly-plot");
    if (!plot || plot.dataset.leads || !plot.on) return;
    plot.dataset.leads = "1";
    plot.on("plotly_click", (click) => {
      const lead = [].concat(click.points[0].customdata)[0];
      if (typeof lead === "string" && lead.startsWith("/")) qianhui.go(lead);
    });
    plot.on("plotly_hover", (hover) => {
      const lead = [].concat(hover.points[0].customdata)[0];
      plot.style.cursor = typeof lead === "string" && lead.startsWith("/") ? "pointer" : "";
    });
  });
})(window.qianhui = window.qianhui || {});
