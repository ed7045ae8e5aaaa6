/* One tap of a manager on a task. The UUID belongs to the tap: sent again, it is kept once. */
(function () {
  "use strict";
  const qianhui = (window.qianhui = window.qianhui || {});

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-answer]");
    if (!button) return;
    const task = button.closest("[data-task]");
    const before = task.dataset.said;
    say(task, button.dataset.answer);
    const whose = JSON.parse(task.dataset.task);
    const body = { client_uuid: crypto.randomUUID ? crypto.randomUUID() : uuid(), answer: button.dataset.answer, ...whose };
    const answer = await send(body);
    if (answer && answer.ok) return;
    say(task, before);
    const told = answer ? await answer.json().catch(() => ({})) : {};
    qianhui.toast(told.message || qianhui.text("No connection: tap again"), "bad");
  });

  /* Marks what was tapped, and counts on how many of the card's tasks have an answer. */
  function say(task, said) {
    const before = task.dataset.said;
    task.dataset.said = said;
    for (const button of task.querySelectorAll("[data-answer]")) {
      button.setAttribute("aria-pressed", String(button.dataset.answer === said));
    }
    const place = task.closest(".card").querySelector("[data-answered]");
    if (!place) return;
    place.dataset.answered = Number(place.dataset.answered) + (said !== "open") - (before !== "open");
    place.textContent = qianhui.text("%(n)s of %(all)s answered", { n: place.dataset.answered, all: place.dataset.all });
  }

  function uuid() {
    const part = () => Math.floor((1 + Math.random()) * 0x10000).toString(16).slice(1);
    return `${part()}${part()}-${part()}-${part()}-${part()}-${part()}${part()}${part()}`;
  }

  async function send(body) {
    for (const wait of [0, 800, 2500]) {
      await new Promise((pass) => setTimeout(pass, wait));
      try {
        return await qianhui.post(body.task_id ? "/api/v1/tasks/answers" : "/api/v1/campaigns/answers", body);
      } catch (error) {
        continue; // no connection: the same tap again
      }
    }
    return null;
  }
})();
