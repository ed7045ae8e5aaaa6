/* How the phone's position stands to the customer's door: words that never accuse, and a small picture true in direction. */
(function () {
  "use strict";
  const c = self.capture;
  const { el, icon, button, text } = c;

  const BARRED = {
    none: () => text("This browser knows no position"),
    notice: () => text("Without a position: the notice was not accepted"),
    hours: () => text("Outside working hours no position is taken"),
    off: () => text("Position is off"),
  };

  /** Elements of the card's second row. */
  c.views.where = function (home, draft) {
    if (draft.errors && draft.fixed) return [picture(null), words("", draft.fixed.position ? text("Position as it was taken then") : text("Recorded without a position"), "")];
    const barred = c.place.barred();
    if (barred) return [picture(null), words("", BARRED[barred](), text("The visit counts as not verifiable, not as false")), action(barred)];
    if (c.place.trouble() === "denied") return [picture(null), words("", text("This phone does not give its position"), text("Allow it in the browser's settings"))];
    const fix = c.place.last();
    if (!fix) return [picture(null, true), words("", text("Looking for the position…"), text("Go on recording meanwhile")), c.part.sign(true)];
    const found = c.place.judged(home, fix);
    const accuracy = text("accuracy ±%(d)s", { d: c.say.distance(fix.accuracy_m) });
    if (!found) return [picture(null), words("", text("Position taken"), [text("no known place of this household"), accuracy].join(c.language === "zh" ? "，" : ", ")), c.part.sign(true)];
    return [picture(angle(home, fix, found)), words(found.grade, title(found.grade), text("%(d)s from the known place, accuracy ±%(a)s", { d: c.say.distance(found.metres), a: c.say.distance(found.accuracy) })), c.part.sign(true)];
  };

  const title = (grade) => ({ verified: text("Position verified"), far: text("Away from the known place"), unclear: text("Position too rough to tell") })[grade];

  function words(grade, first, second) {
    return el("div", { class: `where-words ${grade}` }, el("b", {}, grade === "verified" ? icon("check") : null, first), second ? el("span", {}, second) : null);
  }

  function action(barred) {
    if (barred === "notice") return button("swap", () => c.app.go("notice"), text("Read it"));
    if (barred === "off") return button("swap", () => c.place.turn(false), text("Switch on"));
    return null;
  }

  /** Where the dot stands around the house: direction as it is, distance up to the ring. */
  function angle(home, fix, found) {
    const [lon, lat] = home.at;
    const east = (fix.lon - lon) * Math.cos((lat * Math.PI) / 180);
    const turn = Math.atan2(-(fix.lat - lat), east);
    const far = 8 + 14 * Math.min(1, found.metres / c.pack.now().limits.near_m);
    return { x: 26 + far * Math.cos(turn), y: 26 + far * Math.sin(turn), grade: found.grade };
  }

  function picture(dot, isLooking = false) {
    return c.svg("svg", { class: `where-picture ${dot ? dot.grade : ""} ${isLooking ? "is-looking" : ""}`, viewBox: "0 0 52 52", "aria-hidden": "true" },
      c.svg("circle", { class: "ring", cx: 26, cy: 26, r: 23 }), c.svg("path", { class: "house", d: "M17.5 26.5 26 19l8.5 7.500M19.5 25.500V33.500H32.500V25.5" }),
      dot && c.svg("circle", { class: "halo", cx: dot.x, cy: dot.y, r: 8 }), dot && c.svg("circle", { class: "dot", cx: dot.x, cy: dot.y, r: 4.2 }));
  }
})();
