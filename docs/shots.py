"""Pictures for the README, from a running demo: ``python -m docs.shots --base http://127.0.0.1:8050``.

Each picture is a page in one language, theme and size; it lands in ``docs/pictures/`` with its colours reduced to a
palette, which keeps it small. Look at the pictures before you commit them.
"""

from __future__ import annotations

import argparse
import io
import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from data.log import logger, set_up_logging

log = logger(__name__)

FOLDER = Path(__file__).parent / "pictures"
SIZES = {"desk": (1440, 900), "phone": (390, 844), "wall": (1920, 1080)}
COLOURS = 200
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


@dataclass(frozen=True)
class Shot:
    """A picture: file name, address (``{staff}`` is a manager out now), language, theme and size."""

    name: str
    path: str
    lang: str = "zh"
    theme: str = "office"
    size: str = "desk"
    user: str = ""  # who looks, where not the one asked for


SHOTS = (
    Shot("visits-zh-office", "/visits"),
    Shot("visits-en-night", "/visits", lang="en", theme="night"),
    Shot("overview-en-office", "/", lang="en"),
    Shot("manager-zh-office", "/visits/manager/{staff}"),
    Shot("visits-zh-phone", "/visits", size="phone"),
    Shot("migrants-zh-office", "/migrants"),
    Shot("migrants-en-night", "/migrants?place=province:330000&drill=1", lang="en", theme="night"),
    Shot("planning-en-office", "/migrants?view=plan", lang="en"),
    Shot("migrants-zh-phone", "/migrants", size="phone"),
    Shot("performance-zh-office", "/performance"),
    Shot("recommend-zh-office", "/recommend"),
    Shot("review-en-office", "/visits/review", lang="en"),
    Shot("quality-zh-night", "/quality", theme="night"),
    Shot("capture-zh-phone", "/capture", size="phone", user="manager"),
    Shot("wall-visits-zh", "/wall?scene=visits&node=province&dwell=600", theme="night", size="wall"),
)


def sign_in(page: Page, base: str, user: str, password: str) -> None:
    """Through the form, like anybody."""
    page.goto(f"{base}/login")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def manager_out(page: Page) -> str:
    """The staff id of the newest visit today."""
    return page.evaluate(
        "() => fetch('/api/v1/live').then(answer => answer.json()).then(live => live.visits[0].staff_id)"
    )


def small(png: bytes) -> bytes:
    """The same picture with a palette of its own: about a third of the bytes."""
    out = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    reduced = picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    reduced.save(out, "png", optimize=True)
    return out.getvalue()


def take(browser: Browser, base: str, user: str, password: str, shot: Shot, wait: float) -> Path:
    """One picture in a fresh browser context."""
    width, height = SIZES[shot.size]
    phone = shot.size == "phone"
    context = browser.new_context(
        viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone, timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    sign_in(page, base, shot.user or user, password)
    path = shot.path.format(staff=manager_out(page)) if "{staff}" in shot.path else shot.path
    page.goto(f"{base}{path}{'&' if '?' in path else '?'}lang={shot.lang}&theme={shot.theme}")
    page.wait_for_timeout(int(wait * 1000))  # a live page never goes quiet
    target = FOLDER / f"{shot.name}.png"
    target.write_bytes(small(page.screenshot()))
    context.close()
    return target


def main() -> None:
    """Command line; needs a demo that runs and Chromium."""
    ask = argparse.ArgumentParser(prog="python -m docs.shots", description=__doc__.splitlines()[0])
    ask.add_argument("--base", default="http://127.0.0.1:8050")
    ask.add_argument("--user", default="executive")
    ask.add_argument("--password", default="demo")
    ask.add_argument("--wait", type=float, default=15.0, help="seconds a page gets to settle")
    ask.add_argument("--only", default="", help="pictures whose name contains this")
    asked = ask.parse_args()
    set_up_logging()
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for shot in (shot for shot in SHOTS if asked.only in shot.name):
            taken = take(browser, asked.base, asked.user, asked.password, shot, asked.wait)
            log.info("picture taken", file=taken.name, kilobytes=taken.stat().st_size // 1000)
        browser.close()


if __name__ == "__main__":
    main()
