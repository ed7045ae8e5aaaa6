"""The wall's daily scenes in a real browser: nothing cut, nothing over another, nothing too small, no text across a seam."""

from __future__ import annotations

import pytest

SIZES = {"television": (1920, 1080), "three panels": (5760, 1080)}
FAULTS = """() => {
  const u = innerHeight / 1080, found = [];
  const texts = [...document.querySelectorAll(".is-shown .wall-body *")].filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  const boxes = texts.map((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    return [one, [...range.getClientRects()]];
  });
  for (const [one, rects] of boxes) {
    const svg = one.closest("svg"), size = parseFloat(getComputedStyle(one).fontSize) * (svg ? svg.getScreenCTM().a : 1);
    const words = one.textContent.slice(0, 24);
    if (size < 17.9 * u) found.push(`small ${words} ${(size / u).toFixed(1)}`);
    for (const box of rects) {
      if (box.left < 40 * u || box.right > innerWidth - 40 * u || box.bottom > innerHeight - 16 * u) found.push(`outside ${words}`);
      for (const seam of innerWidth > 3 * innerHeight ? [1920 * u, 3840 * u] : []) if (box.left < seam && box.right > seam) found.push(`seam ${words}`);
    }
    if (!svg && getComputedStyle(one).display !== "inline" && one.scrollWidth > one.clientWidth + 2) found.push(`cut ${words}`);
  }
  const plain = boxes.filter(([one]) => !one.matches(".wall-number"));
  plain.forEach(([one, mine], place) => plain.slice(place + 1).forEach(([other, theirs]) => {
    if (one.contains(other) || other.contains(one)) return;
    for (const a of mine) for (const b of theirs) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 3 * u && high > 9 * u) found.push(`over ${one.textContent.slice(0, 20)} / ${other.textContent.slice(0, 20)}`);
    }
  }));
  return [texts.length > 40 ? "" : `few ${texts.length}`, ...new Set(found)].filter(Boolean);
}"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_scenes_are_whole(signed_in, served, size, language):
    width, height = SIZES[size]
    page = signed_in("executive", viewport={"width": width, "height": height})
    for scene in ("migrants", "marketing", "performance"):
        page.goto(f"{served}/wall/frame?scene={scene}&node=province&lang={language}")
        page.locator(".wall-scene.is-shown .wall-body > *").first.wait_for()
        page.evaluate("document.fonts.ready")
        assert page.evaluate(FAULTS) == [], scene
        if scene == "migrants":
            assert page.locator(".china-main .china-shape").count() == 34
            assert page.locator(".china-flows path").count() >= 1


def test_nothing_moves_where_motion_is_not_wanted(signed_in, served):
    page = signed_in("executive", viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    page.goto(f"{served}/wall/frame?scene=migrants&node=province&lang=zh")
    page.locator(".china-flows path").first.wait_for(state="attached")
    assert page.evaluate("getComputedStyle(document.querySelector('.china-flows')).animationName") == "none"
