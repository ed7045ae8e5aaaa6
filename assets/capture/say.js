/* How amounts, distances, days and moments are said, in both languages. */
(function () {
  "use strict";
  const c = self.capture;
  const { text } = c;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const DAYS = { zh: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"], en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] };
  const isZh = () => c.language === "zh";

  c.say = {
    /** 42 m, 2.1 km. */
    distance(metres) {
      if (metres < 950) return text("%(n)s m", { n: Math.max(1, Math.round(metres)) });
      const km = metres / 1000;
      return text("%(n)s km", { n: km < 20 ? km.toFixed(1).replace(".0", "") : Math.round(km).toLocaleString("en-US") });
    },
    /** 7.6 万元; ¥76k. */
    yuan(amount) {
      if (isZh()) return amount >= 10000 ? `${trim(amount / 10000)} 万元` : `${Math.round(amount).toLocaleString("en-US")} 元`;
      return amount >= 1e6 ? `¥${trim(amount / 1e6)}M` : amount >= 1000 ? `¥${trim(amount / 1000)}k` : `¥${Math.round(amount)}`;
    },
    /** 9 月 3 日; 3 Sep; with the year when it is another one. `iso`: 2026-09-03. */
    day(iso) {
      const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
      const other = year !== Number(c.time.iso(c.time.now()).slice(0, 4));
      if (isZh()) return `${other ? `${year} 年 ` : ""}${month} 月 ${day} 日`;
      return `${day} ${MONTHS[month - 1]}${other ? ` ${year}` : ""}`;
    },
    weekday: (iso) => DAYS[c.language][new Date(`${iso.slice(0, 10)}T00:00:00Z`).getUTCDay()],
    /** 10:12 where the bank is. */
    clock: (ms) => c.time.iso(ms).slice(11, 16),
    /** 38 s; 12 min; 1 h 5 min. */
    lasting(ms) {
      const seconds = Math.max(0, Math.floor(ms / 1000));
      if (seconds < 60) return text("%(n)s s", { n: seconds });
      const minutes = Math.floor(seconds / 60);
      if (minutes < 60) return text("%(n)s minutes", { n: minutes });
      if (minutes % 60 === 0) return text("%(h)s h", { h: minutes / 60 });
      return text("%(h)s h %(m)s min", { h: Math.floor(minutes / 60), m: minutes % 60 });
    },
    /** The short word of a code. */
    code(kind, code) {
      const found = ((c.pack.now() || { codes: {} }).codes[kind] || []).find((one) => one[0] === code);
      return found ? found[isZh() ? 1 : 2] : code || "";
    },
  };

  function trim(number) {
    return number >= 100 ? Math.round(number).toLocaleString("en-US") : number.toFixed(1).replace(/\.0$/, "");
  }
})();
