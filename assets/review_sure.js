/* A step that finds against a person is asked about once more, before anything is sent. Without a note it goes on: the server says
 * that one is needed. */
(function () {
  "use strict";
  const qianhui = (window.qianhui = window.qianhui || {});
  const AGAINST = ["did_not_take_place", "upheld"];
  let isSure = false;

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-case] [data-step]");
    if (!button || isSure || !AGAINST.includes(button.dataset.step)) return;
    if (!button.closest("[data-case]").querySelector("textarea").value.trim()) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    ask(button);
  }, true);

  function element(tag, text, more = {}) {
    return Object.assign(document.createElement(tag), { textContent: text }, more);
  }

  function ask(button) {
    const sheet = element("dialog", "", { className: "sheet review-sure" });
    const words = qianhui.text("This is a finding against a colleague: the visit counts for nobody once it stands. The note and your name go with it.");
    const yes = element("button", button.textContent, { type: "button", className: "button primary" });
    const no = element("button", qianhui.text("Not yet"), { type: "button", className: "button" });
    const row = element("div", "", { className: "review-buttons" });
    row.append(yes, no);
    sheet.append(element("h2", qianhui.text("Are you sure?")), element("p", words), row);
    yes.addEventListener("click", () => (sheet.close(), go(button)));
    no.addEventListener("click", () => sheet.close());
    sheet.addEventListener("close", () => sheet.remove());
    document.body.append(sheet);
    sheet.showModal();
    no.focus();
  }

  function go(button) {
    isSure = true;
    button.click();
    isSure = false;
  }
})();
