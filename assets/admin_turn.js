/* How long a turn is with its loops, and what is left out: asked of the server while a playlist is edited, for it knows the units. */
(function () {
  "use strict";
  const q = window.qianhui;
  const qianhui = q;
  const { el } = q.admin;
  const WAIT = 350; // ms after the last change

  /* → {length, missing} to stand in the page, and ask(document). The last answer counts. */
  function turn(playlist) {
    const length = el("div", { class: "turn-length", role: "status" });
    const missing = el("ul", { class: "turn-missing", role: "status" });
    let timer = 0;
    let asked = "";

    async function fetchTurn(body) {
      const answer = await q.post("/api/v1/wall/playlists/turn", JSON.parse(body)).catch(() => null);
      if (!answer || !answer.ok || body !== asked) return;
      const told = await answer.json();
      const more = told.more ? [qianhui.text("and %(n)s other units", { n: told.more })] : [];
      length.replaceChildren(...[...told.turns.map(({ said }) => said), ...more].map((said) => el("div", {}, said)));
      missing.replaceChildren(...told.left_out.map(({ said }) => el("li", {}, said)));
    }

    function ask(document) {
      const body = JSON.stringify({ playlist_id: playlist, document });
      if (body === asked) return;
      asked = body;
      clearTimeout(timer);
      timer = setTimeout(() => fetchTurn(body), length.childElementCount ? WAIT : 0);
    }

    return { length, missing, ask };
  }

  q.admin.turn = turn;
})();
