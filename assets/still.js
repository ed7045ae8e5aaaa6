/* Makes the elements of components/still.py: `data-still` is a text, [[parts]] or [tag, attributes, ...parts]. */
(function () {
  "use strict";
  const drawn = new WeakMap(); // element → the text it was made from

  function make(part) {
    if (!Array.isArray(part)) return document.createTextNode(part);
    if (Array.isArray(part[0])) {
      const parts = document.createDocumentFragment();
      parts.append(...part[0].map(make));
      return parts;
    }
    const [tag, attributes, ...inside] = part;
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "style") Object.assign(element.style, value);
      else element.setAttribute(name, value);
    }
    element.append(...inside.map(make));
    return element;
  }

  function sweep() {
    for (const element of document.querySelectorAll("[data-still]")) {
      const text = element.dataset.still;
      if (drawn.get(element) === text) continue;
      drawn.set(element, text);
      element.replaceChildren(make(JSON.parse(text)));
    }
  }

  const watch = () => {
    new MutationObserver(sweep).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-still"] });
    sweep();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", watch);
  else watch();
})();
