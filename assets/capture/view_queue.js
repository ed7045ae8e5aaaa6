/* What waits, what was refused and why, what has arrived since the page was opened. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, icon, button, text } = c;

  const STATES = {
    waiting: ["clock", () => text("waiting"), "wait"], sending: ["up", () => text("sending"), "move"], photos: ["photo", () => text("photos under way"), "move"],
    stored: ["check", () => text("stored"), "good"], refused: ["warning", () => text("refused"), "bad"], conflict: ["warning", () => text("conflict"), "bad"],
  };
  const FIELDS = { started_at: "Began", ended_at: "Ended", household_id: "Household", customer_id: "Customer", position: "Position", note: "Note", purpose: "Purpose", result: "Result", vote_code: "Code", device_time: "Clock of the phone", staff_id: "Staff number" };

  /** A record's state as a small sign; of a stored one with its number. */
  c.views.state = function (state, no = "") {
    const [sign, words, tone] = STATES[state];
    return el("span", { class: `state ${tone}`, title: no || words() }, icon(sign), no || words());
  };

  /** Why a visit was refused, each reason once: in words for people where the cause is plain, else in the bank's. */
  c.views.problems = function (errors, visit) {
    const ahead = Math.max(Date.parse(visit.started_at), Date.parse(visit.ended_at)) - c.time.now();
    const said = (errors || []).map((error) => {
      if (["started_at", "ended_at"].includes(error.field) && ahead > 0) return text("By the bank's clock it lies %(time)s ahead: the clock of this phone was wrong. Set the times right.", { time: c.say.lasting(ahead) });
      return [FIELDS[error.field] ? text(FIELDS[error.field]) : error.field, error.message].filter(Boolean).join(c.language === "zh" ? "：" : ": ");
    });
    return [...new Set(said)];
  };

  c.views.queue = function () {
    const own = (c.pack.now() || {}).user_id;
    const [mine, foreign] = [c.status.records.filter((row) => row.owner === own), c.status.records.filter((row) => row.owner !== own)];
    const isEmpty = !c.status.records.length && !c.status.done.length;
    return el("div", { class: "view queue" }, c.part.head(text("On this phone"), () => c.app.back()), c.status.line === "signed_out" ? c.part.banner() : null,
      el("main", { class: "scroll" },
        isEmpty ? el("div", { class: "empty" }, icon("check"), el("b", {}, text("Nothing waits")), el("p", {}, text("What you record shows here until the bank has it. Then only number, door and times stay on this phone, for the day."))) : null,
        ...mine.map(record),
        foreign.length ? el("div", { class: "card record foreign" }, el("b", {}, text("%(n)s of somebody else", { n: foreign.length })), el("p", {}, text("Recorded on this phone under another name. They are sent when that person signs in here."))) : null,
        c.status.done.length ? el("section", { class: "card" }, el("div", { class: "card-head" }, el("h2", {}, text("Arrived")), el("span", { class: "count" }, c.status.done.length)),
          el("ul", { class: "lines" }, [...c.status.done].reverse().map((one) => el("li", {}, el("time", {}, c.say.clock(Date.parse(one.at))), el("b", {}, one.shown.name), c.views.state("stored", one.visit_no))))) : null,
        c.status.points ? el("p", { class: "foot" }, text("%(n)s track points wait", { n: c.status.points })) : null,
        c.status.isKept ? null : el("p", { class: "foot" }, text("This browser may clear its storage when space ends. Install the page to be safe."))),
      mine.some((row) => c.queue.OPEN.includes(row.state)) ? sender() : null);
  };

  /** The button that sends; without signal it rests and says so. */
  function sender() {
    const isAway = c.status.line === "away";
    return el("footer", { class: "act form-act" }, el("button", { type: "button", class: "big send", disabled: isAway, onclick: () => c.app.send(true) }, icon(isAway ? "offline" : "up"), c.status.sending ? text("Sending") : text("Send now")),
      isAway ? el("small", {}, text("No signal: they are sent by themselves when it is back")) : null);
  }

  function record(row) {
    const isWrong = row.state === "refused" || row.state === "conflict";
    const words = isWrong ? (row.state === "conflict" ? [text("Another visit was stored under this number before.")] : c.views.problems(row.errors, row.visit)) : [];
    const photos = c.status.photos.get(row.uuid) || 0;
    return el("article", { class: `card record ${isWrong ? "wrong" : ""}`, "data-uuid": row.uuid, "data-state": row.state },
      el("div", { class: "record-head" }, c.part.avatar(row.shown.name), el("div", { class: "record-words" }, el("b", {}, row.shown.name), el("small", {}, [c.say.clock(Date.parse(row.visit.started_at)), c.said(row.shown.village), photos ? text(photos === 1 ? "1 photo" : "%(n)s photos", { n: photos }) : ""].filter(Boolean).join(" · "))), c.views.state(row.state)),
      row.state === "photos" ? el("progress", { max: 1, value: c.status.shares.get(row.uuid) || 0 }) : null,
      ...words.map((said) => el("p", { class: "record-why" }, said)),
      isWrong ? el("div", { class: "record-acts" }, button("pill first", () => c.app.correct(row), text("Correct and send again")), button("pill", () => c.part.confirm(text("Delete this visit?"), text("It was never stored at the bank. It cannot be brought back."), text("Delete"), () => c.queue.remove(row.uuid)), text("Delete"))) : null);
  }
})();
