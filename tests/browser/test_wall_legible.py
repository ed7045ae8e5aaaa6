"""Every scene of the wall on every size in both languages: no text cut, outside or over another, none too small, pale or across a seam."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from components.wall_scenes import SCENES
from tests.browser.conftest import PATIENT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
SIZES = {"television": (1920, 1080), "large television": (3840, 2160), "three panels": (5760, 1080)}
SETTLED = 1500  # ms: counted up, faded in, photos decoded

# Sizes in u, 1/1080 of the height. What is painted behind a text: its halo where it has one, the brightest shade of the map where
# a canvas lies below it, else the colours of what it stands in.
FAULTS = """() => {
  const u = innerHeight / 1080, found = new Set();
  const [SMALLEST, CAPTION, CONTRAST, HALO] = [0.016 * 1080, 0.019 * 1080, 7, 3];
  const CAPTIONS = "figcaption, figcaption *";
  const SHADES = ["#0C2029", "#0E2B34", "#113942", "#14484F", "#17585D", "#14262F"];
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const rgba = (text) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = text;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = ([r, g, b]) => [r, g, b].map((one) => one / 255).map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)).reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const above = (one) => { const all = []; for (let at = one; at && at.nodeType === 1; at = at.parentElement) all.push(at); return all; };
  const canvases = [...document.querySelectorAll(".is-shown canvas")].map((one) => one.getBoundingClientRect());

  function behind(one, style, box) {
    const inSvg = Boolean(one.closest("svg"));
    const wide = inSvg ? parseFloat(style.strokeWidth) : parseFloat(style.webkitTextStrokeWidth) / u;
    const halo = inSvg ? style.stroke : style.webkitTextStrokeColor;
    if (style.paintOrder.startsWith("stroke") && wide >= HALO && halo !== "none") return [rgba(halo)];
    const layers = above(one).map((at) => rgba(getComputedStyle(at).backgroundColor));
    const solid = layers.findIndex(([, , , a]) => a === 1);
    const base = layers.slice(0, solid < 0 ? layers.length : solid + 1).reverse().reduce((under, layer) => over(layer, under), rgba("#06121A"));
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const onMap = canvases.some((at) => x > at.left && x < at.right && y > at.top && y < at.bottom);
    return onMap ? [base, ...SHADES.map(rgba)] : [base];
  }

  const texts = [...document.querySelectorAll(".wall-top *, .is-shown *")].filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  let many = 0;
  const placed = []; // [element, box]
  for (const one of texts) {
    const style = getComputedStyle(one);
    const opacity = above(one).reduce((product, at) => product * parseFloat(getComputedStyle(at).opacity), 1);
    if (style.visibility === "hidden" || opacity === 0) continue;
    const boxes = [...one.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim()).flatMap((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    }).filter(({ width, height }) => width && height);
    if (!boxes.length) continue;
    many += 1;
    const words = `${one.className.baseVal ?? one.className} “${one.textContent.trim().slice(0, 28)}”`;
    const svg = one.closest("svg");
    const size = (parseFloat(style.fontSize) * (svg ? one.getScreenCTM().a : 1)) / u;
    if (size < (one.matches(CAPTIONS) ? CAPTION : SMALLEST) - 0.01) found.add(`small ${size.toFixed(1)} ${words}`);
    const clips = above(one).filter((at) => getComputedStyle(at).overflowX !== "visible" && at !== document.body && at !== document.documentElement && !(at instanceof SVGElement));
    if (!one.matches(".wall-number, b")) placed.push(...boxes.map((box) => [one, box])); // large digits have tall boxes
    for (const box of boxes) {
      if (box.left < 24 * u || box.right > innerWidth - 24 * u || box.top < 0 || box.bottom > innerHeight) found.add(`outside ${words}`);
      for (const seam of innerWidth >= 3 * innerHeight ? [innerWidth / 3, (2 * innerWidth) / 3] : []) if (box.left < seam && box.right > seam) found.add(`seam ${words}`);
      for (const at of clips.map((clip) => clip.getBoundingClientRect())) if (box.left < at.left - 2 || box.right > at.right + 2) found.add(`cut ${words}`);
      const color = rgba(svg ? style.fill : style.color);
      for (const ground of behind(one, style, box)) {
        const ratio = contrast(over([...color.slice(0, 3), color[3] * opacity], ground), ground);
        if (ratio < CONTRAST) found.add(`pale ${ratio.toFixed(1)} ${words}`);
      }
    }
    if (style.textOverflow === "ellipsis" && one.scrollWidth > one.clientWidth + 1) found.add(`cut ${words}`);
  }
  placed.forEach(([one, a], place) => placed.slice(place + 1).forEach(([other, b]) => {
    const [wide, high] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
    if (one !== other && wide > 3 * u && high > 9 * u) found.add(`over ${one.textContent.slice(0, 20)} / ${other.textContent.slice(0, 20)}`);
  }));
  return [...(many < 8 ? [`few texts: ${many}`] : []), ...found];
}"""


def faults(page: Page, served: str, scene: str, language: str) -> list[str]:
    """What is wrong with a scene's text, in words; nothing for a scene that is fine."""
    page.goto(f"{served}/wall/frame?scene={scene}&node=province&lang={language}&dwell=600")
    page.locator(".wall-scene.is-shown .wall-body > *").first.wait_for(timeout=PATIENT)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(SETTLED)
    return page.evaluate(FAULTS)


# English words are the longer ones; a large television shows the same in larger steps, so two scenes stand for it.
CASES = [
    *((scene, "television", ("zh", "en")) for scene in sorted(SCENES)),
    *((scene, "three panels", ("en",)) for scene in sorted(SCENES)),
    *((scene, "large television", ("zh",)) for scene in ("visits", "performance")),
]


@pytest.mark.parametrize(("scene", "size", "languages"), CASES)
def test_every_text_of_a_scene_can_be_read_across_a_hall(signed_in, served, scene, size, languages):
    width, height = SIZES[size]
    page = signed_in("executive", viewport={"width": width, "height": height})
    found = {language: faults(page, served, scene, language) for language in languages}
    assert found == {language: [] for language in languages}


def test_the_check_finds_what_cannot_be_read(signed_in, served):
    page = signed_in("executive", viewport={"width": 1920, "height": 1080})
    assert faults(page, served, "headline", "en") == []
    page.evaluate("document.querySelector('.headline-said').style.cssText = 'font-size: 12px; color: #456'")
    found = " ".join(page.evaluate(FAULTS))
    assert "small 12.0" in found and "pale" in found
