/* An SVG drawn by a script as a PNG: computed styles written into a copy, with the card's title, legend and note around it. */
(function () {
  "use strict";
  const q = (window.qianhui = window.qianhui || {});
  const SCALE = 3;
  const HEAD = 40;
  const FOOT = 26;
  const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "opacity", "display", "paint-order", "vector-effect", "font-family", "font-size", "font-weight", "text-anchor"];

  /** data: address of the picture. */
  q.picture = async function (svg, card) {
    const { width, height } = svg.getBoundingClientRect();
    const copy = styled(svg);
    copy.setAttribute("width", width * SCALE);
    copy.setAttribute("height", height * SCALE);
    const image = new Image();
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
    await image.decode();
    const said = card.querySelector("[data-said]");
    const foot = said && said.dataset.said ? FOOT : 0;
    const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: (height + HEAD + foot) * SCALE });
    const pen = canvas.getContext("2d");
    pen.scale(SCALE, SCALE);
    pen.fillStyle = token("--surface");
    pen.fillRect(0, 0, width, HEAD + height + foot);
    pen.fillStyle = getComputedStyle(svg.parentNode).backgroundColor;
    pen.fillRect(0, HEAD, width, height);
    pen.drawImage(image, 0, HEAD, width, height);
    words(pen, card, svg.getBoundingClientRect());
    if (foot) write(pen, said.dataset.said, getComputedStyle(card.querySelector(".card-sub") || card), 16, HEAD + height + 17);
    return canvas.toDataURL("image/png");
  };

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function styled(svg) {
    const copy = svg.cloneNode(true);
    const theirs = [svg, ...svg.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((node, place) => {
      const style = getComputedStyle(theirs[place]);
      for (const name of STYLES) node.style.setProperty(name, style.getPropertyValue(name));
    });
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    return copy;
  }

  /** Title above; every text and colour that stands over the picture, where it stands. */
  function words(pen, card, frame) {
    const title = card.querySelector(".card-title");
    const sub = card.querySelector(".card-sub");
    write(pen, title.textContent, getComputedStyle(title), 16, 25);
    if (sub) write(pen, sub.textContent, getComputedStyle(sub), 30 + pen.measureText(title.textContent).width * 1.15, 25);
    for (const one of card.querySelectorAll("[data-drawn] *")) {
      const box = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      const [x, y] = [box.left - frame.left, box.top - frame.top + HEAD];
      if (style.backgroundColor !== "rgba(0, 0, 0, 0)") {
        pen.fillStyle = style.backgroundColor;
        pen.fillRect(x, y, box.width, box.height);
      }
      const aside = one.dataset.sign ? sign(pen, one.dataset.sign, x, y + box.height / 2) : 0;
      if (!one.childElementCount && one.textContent) write(pen, one.textContent, style, x + aside, y + box.height / 2 + 4);
    }
  }

  /** A sign of the legend, its middle at (x, y): hatch, flow or centre. How much room it takes. */
  function sign(pen, kind, x, y) {
    pen.lineWidth = 1;
    pen.strokeStyle = token(kind === "centre" ? "--brand" : "--muted");
    pen.fillStyle = token(kind === "flow" ? "--accent" : "--surface");
    pen.beginPath();
    if (kind === "hatch") {
      pen.rect(x, y - 5, 12, 10);
      for (let at = 3; at < 12; at += 3) pen.moveTo(x + at, y - 5) || pen.lineTo(x + at - 3, y + 5);
      pen.stroke();
      return 18;
    }
    if (kind === "flow") [[0, -0.5], [22, -4], [22, 4], [0, 0.5]].forEach(([dx, dy]) => pen.lineTo(x + dx, y + dy));
    else pen.arc(x + 5, y, 4, 0, 2 * Math.PI);
    pen.fill();
    pen.lineWidth = 2;
    if (kind === "centre") pen.stroke();
    return kind === "flow" ? 28 : 16;
  }

  function write(pen, text, style, x, y) {
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.fillStyle = style.color;
    pen.fillText(text, x, y);
  }
})();
