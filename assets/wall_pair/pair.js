/* A screen waits to be paired: it shows its code, asks how far it is, and goes to the wall once it is confirmed. */
(function () {
  "use strict";
  const EVERY = 2000;
  const page = document.getElementById("pair");
  const words = JSON.parse(page.dataset.texts);
  const places = document.querySelectorAll("#pair-code span");
  const note = document.getElementById("pair-note");
  let shown = "";

  const cookie = (name) => (document.cookie.split("; ").find((pair) => pair.startsWith(name + "=")) || "").slice(name.length + 1);

  function show(code) {
    if (code === shown) return;
    note.textContent = shown ? words.ended : "";
    shown = code;
    places.forEach((place, index) => (place.textContent = code[index]));
  }

  async function ask() {
    const answer = await fetch("/pair/state", { method: "POST", headers: { "X-CSRFToken": decodeURIComponent(cookie("_csrf_token")) } });
    if (answer.status === 403) return location.reload(); // the page is too old
    const told = await answer.json();
    if (!answer.ok) return (note.textContent = told.message);
    if (told.state === "paired") {
      note.textContent = words.paired;
      return location.replace("/wall");
    }
    if (note.textContent === words.away) note.textContent = "";
    show(told.code);
  }

  async function go() {
    try {
      await ask();
    } catch (error) {
      note.textContent = words.away; // the code stays: it lives on the server
    }
    setTimeout(go, EVERY);
  }
  go();
})();
