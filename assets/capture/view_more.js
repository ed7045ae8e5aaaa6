/* The sheet behind the dots: position, notice, language, theme, a fresh pack, signing out. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, icon, button, text } = c;

  c.views.more = function () {
    const pack = c.pack.now();
    const night = document.documentElement.dataset.theme === "night";
    const item = (sign, words, act, detail = "") => button("item", () => close(act), icon(sign), el("span", {}, el("b", {}, words), detail ? el("small", {}, detail) : null));
    const close = c.part.sheet("", el("div", { class: "more-who" }, c.part.avatar(c.part.ownName(), "large"), el("div", {}, el("b", {}, c.part.ownName()), el("small", {}, c.language === "zh" ? pack.branch.zh : pack.branch.en))),
      item("list", text("On this phone"), () => c.app.go("queue"), c.status.records.length ? text("%(n)s waiting", { n: c.status.records.length }) : text("Nothing waits")),
      item("shield", text("Notice on positions"), () => c.app.go("notice"), pack.notice.accepted_at ? text("Accepted on %(day)s", { day: c.say.day(pack.notice.accepted_at) }) : text("Not accepted: visits are recorded without a position")),
      item("refresh", text("Get today's list anew"), c.app.renew, text("Data as of %(at)s", { at: `${c.say.day(pack.as_of)} ${pack.as_of.slice(11, 16)}` })),
      item("globe", c.language === "zh" ? "English" : "中文", () => c.prefer("lang", c.language === "zh" ? "en" : "zh")),
      item(night ? "sun" : "moon", night ? text("Office theme") : text("Night theme"), () => c.prefer("theme", night ? "office" : "night")),
      item("logout", text("Sign out and empty this phone"), c.app.signOut));
  };
})();
