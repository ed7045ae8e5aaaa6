/* What was changed in a playlist, in words: shown before it is saved. */
(function () {
  "use strict";
  const q = window.qianhui;
  const qianhui = q;
  const { word } = q.admin;
  const hoursSaid = (one, days) => q.admin.hoursSaid(one, days);

  /* before, after: {name, document}. → sentences, in the order of the page. */
  function changes(before, after, words) {
    const found = [];
    if (before.name !== after.name) found.push(qianhui.text("Name: %(before)s → %(after)s", { before: before.name, after: after.name }));
    const was = new Map(before.document.items.map((item, index) => [item.id, { item, index }]));
    const is = new Set(after.document.items.map((item) => item.id));
    const scene = (item) => word(words.scenes, item.scene);
    for (const { item, index } of was.values()) {
      if (!is.has(item.id)) found.push(qianhui.text("Removed: %(n)s %(scene)s", { n: index + 1, scene: scene(item) }));
    }
    const stayed = before.document.items.filter((item) => is.has(item.id)).map((item) => item.id);
    const order = after.document.items.filter((item) => was.has(item.id)).map((item) => item.id);
    const moved = new Set(movedOf(stayed, order));
    after.document.items.forEach((item, index) => {
      const old = was.get(item.id);
      if (!old) return found.push(qianhui.text("Added: %(n)s %(scene)s", { n: index + 1, scene: scene(item) }));
      if (moved.has(item.id)) found.push(movedSaid(scene, after.document.items, index, old.index, stayed.length === before.document.items.length && stayed.length === after.document.items.length));
      found.push(...ofItem(old.item, item, words).map((text) => `${index + 1} ${scene(item)} · ${text}`));
    });
    return [...found, ...ofList(before.document, after.document, words)];
  }

  /* Where it went; places count only while none was added or removed, else it is said behind whom it stands now. */
  function movedSaid(scene, items, index, before, isSameLength) {
    if (isSameLength) return qianhui.text("Moved: %(scene)s from %(before)s to %(after)s", { scene: scene(items[index]), before: before + 1, after: index + 1 });
    if (!index) return qianhui.text("Moved: %(scene)s to the beginning", { scene: scene(items[index]) });
    return qianhui.text("Moved: %(scene)s behind %(n)s %(other)s", { scene: scene(items[index]), n: index, other: scene(items[index - 1]) });
  }

  /* The fewest that left their place: those outside a longest run that kept its order. */
  function movedOf(before, after) {
    const places = after.map((id) => before.indexOf(id));
    const runs = [];
    places.forEach((place, end) => {
      const earlier = runs.filter((run) => places[run[run.length - 1]] < place);
      const best = earlier.reduce((one, run) => (run.length > one.length ? run : one), []);
      runs.push([...best, end]);
    });
    const kept = new Set(runs.reduce((best, run) => (run.length > best.length ? run : best), []));
    return after.filter((_id, index) => !kept.has(index));
  }

  function ofItem(before, after, words) {
    const lists = { node: words.nodes, period: words.periods, language: words.languages, theme: words.themes };
    const found = [];
    const told = (what, old, now) => old !== now && found.push(qianhui.text("%(what)s: %(before)s → %(after)s", { what, before: old, after: now }));
    told(qianhui.text("dwell"), `${before.dwell_s} s`, `${after.dwell_s} s`);
    const names = { node: qianhui.text("unit"), period: qianhui.text("period"), language: qianhui.text("language"), theme: qianhui.text("theme") };
    for (const [name, list] of Object.entries(lists)) told(names[name], word(list, before.vars[name]), word(list, after.vars[name]));
    const loop = (item) => (item.loop ? word(words.loops, item.loop.over) + (item.loop.within ? ` (${word(words.prefectures, item.loop.within)})` : "") : word(words.loops, ""));
    told(qianhui.text("shown"), loop(before), loop(after));
    told(qianhui.text("hours"), hoursOf(before.windows, words), hoursOf(after.windows, words));
    return found;
  }

  const hoursOf = (windows, words) => windows.map((one) => hoursSaid(one, words.days)).join(", ") || qianhui.text("always");

  function ofList(before, after, words) {
    const found = [];
    const told = (what, old, now) => old !== now && found.push(qianhui.text("%(what)s: %(before)s → %(after)s", { what, before: old, after: now }));
    const yes = (flag) => (flag ? qianhui.text("on") : qianhui.text("off"));
    const quiet = (list) => list.map((one) => `${hoursSaid(one, words.days)} ${Math.round(one.dim * 100)} %`).join(", ") || qianhui.text("none");
    told(qianhui.text("Quiet hours"), quiet(before.quiet), quiet(after.quiet));
    told(qianhui.text("The same second everywhere"), yes(before.anchored), yes(after.anchored));
    told(qianhui.text("Alerts come in"), yes(before.alerts), yes(after.alerts));
    told(qianhui.text("Seconds of an alert"), String(before.alert_s), String(after.alert_s));
    return found;
  }

  q.admin.changes = changes;
})();
