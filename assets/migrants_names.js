/* A masked name that is a button (components/migrant_names.py): a click asks for the whole one, which takes its place. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const { make, attend } = q.migrants;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-unmask]");
    if (!button) return;
    event.stopPropagation();
    const [list, worker] = button.dataset.unmask.split(":");
    window.dash_clientside.set_props("migrants-unmask", { data: { list, worker, at: Date.now() } });
  });

  attend("named", (_element, { key, name }) => {
    for (const button of document.querySelectorAll(`[data-unmask="${CSS.escape(key)}"]`)) {
      const held = button === document.activeElement;
      const shown = make(null, "b", "named", name);
      shown.tabIndex = -1;
      button.replaceWith(shown);
      if (held) shown.focus();
    }
  });
})();
