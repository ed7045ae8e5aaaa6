/* Dragging a row of a list by its handle: pointer events, so that a finger and a pen drag as a mouse does. */
(function () {
  "use strict";
  const q = window.qianhui;

  /* `handle` drags `row`; `dropped(place)` is told where it shall stand among its neighbours. Esc lets go. */
  function drag(handle, row, dropped) {
    let meant = null; // {found, after}
    const rows = () => [...row.parentElement.children];
    const clear = () => rows().forEach((one) => one.classList.remove("before", "after"));

    function stop() {
      removeEventListener("keydown", escape, true);
      row.classList.remove("dragged");
      clear();
      meant = null;
    }

    const escape = (event) => event.key === "Escape" && stop();

    handle.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      row.classList.add("dragged");
      addEventListener("keydown", escape, true);
    });
    handle.addEventListener("pointermove", ({ clientY }) => {
      if (!row.classList.contains("dragged")) return;
      meant = target(rows(), clientY);
      clear();
      meant.found.classList.add(meant.after ? "after" : "before");
      meant.found.scrollIntoView({ block: "nearest" }); // a long list follows
    });
    handle.addEventListener("pointerup", () => {
      const to = meant && place(rows(), row, meant);
      stop();
      if (to !== null) dropped(to);
    });
    handle.addEventListener("pointercancel", stop);
  }

  /* The row at a height of the screen, and whether its lower half is meant. */
  function target(rows, y) {
    const found = rows.find((one) => y < one.getBoundingClientRect().bottom) || rows[rows.length - 1];
    const { top, height } = found.getBoundingClientRect();
    return { found, after: y > top + height / 2 };
  }

  function place(rows, row, { found, after }) {
    const from = rows.indexOf(row);
    const to = rows.indexOf(found) + (after ? 1 : 0);
    return to > from ? to - 1 : to;
  }

  q.admin.drag = drag;
})();
