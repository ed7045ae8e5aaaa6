/* The sliders of what if: a slider says every step of its way, the calculation is asked for where it rests. */
(function () {
  "use strict";
  const RESTS_MS = 150;
  let waiting = null; // what was said last, not yet passed on

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.qianhui = Object.assign(window.dash_clientside.qianhui || {}, {
    /** The values of all sliders once none of them moved for a while; earlier ones are dropped. */
    settle(values) {
      if (waiting) waiting.drop();
      return new Promise((pass) => {
        const timer = setTimeout(() => {
          waiting = null;
          pass(values);
        }, RESTS_MS);
        waiting = {
          drop() {
            clearTimeout(timer);
            pass(window.dash_clientside.no_update);
          },
        };
      });
    },
  });
})();
