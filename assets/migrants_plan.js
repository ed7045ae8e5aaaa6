/* The planning tab: what was planned stands in the address, so that a copied link plans the same. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.qianhui = Object.assign(window.dash_clientside.qianhui || {}, {
    /** `asked` is the plan shown, null when it was refused. */
    keepPlan(asked) {
      if (asked) {
        const { policy, mode, amount, sites, counties, centres } = asked;
        q.address.set({ policy, mode: mode === "days" ? mode : null, amount, sites: sites > 1 ? sites : null, counties, centres });
      }
      return window.dash_clientside.no_update;
    },

    /** Yuan are no service days: with what is given the amount changes to the usual one. */
    usualAmount(mode, usual) {
      return usual ? String(usual[mode]) : window.dash_clientside.no_update;
    },
  });
})();
