"""The wall's daily scenes in a real browser: the map of China is whole, and nothing moves where that is not wanted.

That every text can be read stands in ``test_wall_legible.py``.
"""

from __future__ import annotations


def test_the_map_of_china_is_whole(signed_in, served):
    page = signed_in("executive", viewport={"width": 1920, "height": 1080})
    page.goto(f"{served}/wall/frame?scene=migrants&node=province&lang=zh")
    page.locator(".china-flows path").first.wait_for(state="attached")
    assert page.locator(".china-main .china-shape").count() == 34


def test_nothing_moves_where_motion_is_not_wanted(signed_in, served):
    page = signed_in("executive", viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    page.goto(f"{served}/wall/frame?scene=migrants&node=province&lang=zh")
    page.locator(".china-flows path").first.wait_for(state="attached")
    assert page.evaluate("getComputedStyle(document.querySelector('.china-flows')).animationName") == "none"
