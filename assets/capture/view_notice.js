/* The notice on tracking: read first, accepted or not; recording works either way. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, icon, button, text } = c;

  c.views.notice = function () {
    const { notice } = c.pack.now();
    const isAccepted = Boolean(notice.accepted_at);
    return el("div", { class: "view notice" }, isAccepted ? c.part.head(text("Notice on positions"), () => c.app.back()) : el("div", { class: "notice-top" }, el("span", { class: "notice-seal" }, icon("shield")), el("h1", {}, text("Before you set out")), el("p", {}, text("Where you are is sensitive. Here is what happens with it."))),
      el("main", { class: "scroll" }, el("ul", { class: "points" }, notice.points.map((point) => el("li", {}, icon(point.sign), el("div", {}, el("b", {}, c.said(point.head)), el("p", {}, c.said(point.text))))))),
      el("footer", { class: "act form-act" }, isAccepted ? el("small", {}, text("Accepted on %(day)s", { day: c.say.day(notice.accepted_at) })) : [button("big accept", accept, text("I have read it and agree")), button("big quiet decline", c.app.decline, text("Not now: record without position"))]));
  };

  async function accept() {
    try {
      const told = await c.link.post("/api/v1/capture/notice", { version: c.pack.now().notice.version });
      await c.pack.accepted(told.accepted_at);
      if (c.draft.now()) c.place.start();
      c.app.go(c.draft.now() ? "form" : "home");
    } catch (error) {
      c.toast(error instanceof c.link.Refused ? error.message : text("This needs signal once. Until then record without position."), "bad");
    }
  }
})();
