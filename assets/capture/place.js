/* Where the phone is: asked for only while a visit or the day's round is on, in working hours, after the notice was accepted. */
(function () {
  "use strict";
  const c = self.capture;
  const OLD = 3 * 60000; // ms after which a fix says nothing of now
  const listeners = new Set();
  let watch = null;
  let last = null;
  let trouble = "";
  let isOff = false; // by the person, until the next visit

  c.place = {
    listen: (listen) => listeners.add(listen),
    unlisten: (listen) => listeners.delete(listen),
    isOn: () => watch !== null,
    isOff: () => isOff,
    /** Why no position may be taken now: "", "notice", "hours", "off", "none" (no such thing in this browser). */
    barred() {
      const pack = c.pack.now();
      if (!navigator.geolocation) return "none";
      if (!pack || !pack.notice.accepted_at) return "notice";
      if (!c.pack.isWorking(c.time.now())) return "hours";
      return isOff ? "off" : "";
    },
    /** "" or why there is no fix although it may be taken: "denied", "unavailable". */
    trouble: () => trouble,
    /** Take positions, if they may be taken. */
    start() {
      if (watch !== null || c.place.barred()) return tell();
      trouble = "";
      watch = navigator.geolocation.watchPosition(heard, failed, { enableHighAccuracy: true, maximumAge: 5000, timeout: 60000 });
      tell();
    },
    stop() {
      if (watch !== null) navigator.geolocation.clearWatch(watch);
      watch = null;
      tell();
    },
    /** One tap: off, or on again. */
    turn(off) {
      isOff = off;
      if (off) {
        last = null;
        c.place.stop();
      } else c.place.start();
    },
    /** The newest fix that still speaks of now: `{lon, lat, accuracy_m, at}`, or null. */
    last: () => (last && c.time.now() - last.at < OLD && watch !== null ? last : null),
    /** As the bank takes it. */
    sent: (fix) => ({ lon: fix.lon, lat: fix.lat, crs: "WGS-84", accuracy_m: Math.min(fix.accuracy_m, 1e6) }),
    /** Metres between two `[lon, lat]`. */
    metres([lon, lat], [x, y]) {
      const rad = Math.PI / 180;
      const inner = Math.sin(((y - lat) * rad) / 2) ** 2 + Math.cos(lat * rad) * Math.cos(y * rad) * Math.sin(((x - lon) * rad) / 2) ** 2;
      return 2 * 6371008.8 * Math.asin(Math.min(1, Math.sqrt(inner)));
    },
    /** How the fix stands to a household's door: {grade: "verified" | "far" | "unclear", metres, accuracy}, null without either. */
    judged(home, fix) {
      if (!fix || !home || !home.at) return null;
      const { near_m: near, clear_m: clear, times } = c.pack.now().limits; // those the bank judges by
      const metres = c.place.metres(home.at, [fix.lon, fix.lat]);
      const accuracy = fix.accuracy_m;
      const grade = accuracy > clear ? "unclear" : metres <= near + times * accuracy ? "verified" : "far";
      return { grade, metres, accuracy };
    },
  };

  function heard({ coords, timestamp }) {
    if (c.place.barred()) return c.place.stop(); // the working day ended meanwhile
    const at = Math.min(c.time.now(), timestamp + c.time.offset);
    last = { lon: coords.longitude, lat: coords.latitude, accuracy_m: Math.round(coords.accuracy), speed_mps: coords.speed, at };
    trouble = "";
    tell();
  }

  function failed(error) {
    trouble = error.code === 1 ? "denied" : "unavailable";
    if (error.code === 1) c.place.stop();
    tell();
  }

  const tell = () => listeners.forEach((listen) => listen(last));
})();
