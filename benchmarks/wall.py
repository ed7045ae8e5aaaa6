"""The wall endures: a paired screen in real Chromium through thousands of scenes, its line cut and its server killed.

``make bench`` runs a short one; ``python -m benchmarks.wall --changes 2000 --cuts 20 --kills 10`` the whole, over an hour:
with scenes of two seconds in place of forty-three, 2,000 changes are a day on the wall.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import BrowserContext, CDPSession, Frame, Page
from playwright.sync_api import Error as BrowserError

from benchmarks.measure import Measure
from benchmarks.recorded import chromium
from benchmarks.server import Killable, signed_in
from benchmarks.wall_picture import is_whole
from data.settings import settings

DWELL = 2  # seconds a scene
CUT = 12  # seconds
CALM_DWELL, CALM_CHANGES = 7, 6  # for the pace of two screens side by side
SCENES = ("visits", "migrants", "marketing", "performance", "photos", "headline")
WATCH = """
(() => {
  const log = (window.top.__wall = window.top.__wall || { count: 0, changes: [] });
  addEventListener('DOMContentLoaded', () => new MutationObserver((seen) => {
    for (const { target } of seen) {
      if (!target.classList.contains('wall-scene') || !target.classList.contains('is-shown')) continue;
      if (target.dataset.seen) continue;
      target.dataset.seen = '1';
      queueMicrotask(() => {
        const shown = window.wall.stage.shown();
        const slot = window.wall.program.at(window.wall.clock.now());
        const at = performance.timeOrigin + performance.now();
        log.count += 1;
        log.changes.push({ scene: shown && shown.slot.item.scene, start: slot.start, at });
        if (log.changes.length > 100) log.changes.shift(); // what is measured with must not grow
      });
    }
  }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ['class'] }));
})();
"""
SCREEN = {"viewport": {"width": 960, "height": 540}, "timezone_id": "Asia/Shanghai"}
STATE = """() => ({
  failing: window.wall.link.failing !== null, badge: !document.querySelector('.wall-badge').hidden,
  scene: window.wall.stage.shown() && window.wall.stage.shown().slot.item.scene,
})"""


def playlist(dwell: float = DWELL) -> dict[str, Any]:
    """All scenes, a few seconds each."""
    return {"items": [{"scene": scene, "dwell_s": dwell} for scene in SCENES], "anchored": True, "alerts": False}


class Soak:
    """One paired screen, what it went through and what was seen."""

    def __init__(self, server: Killable, context: BrowserContext, admin: requests.Session) -> None:
        self.server, self.context, self.admin = server, context, admin
        self.playlist = self.post("playlists", name=f"Soak {time.time():.0f}", document=playlist())["playlist_id"]
        self.page, self.screen = self.paired("Soak")
        self.blank: list[str] = []
        self.recoveries: list[float] = []
        self.pictures = 0

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """As the administrator."""
        answer = self.admin.post(f"{self.server.base}/api/v1/wall/{path}", json=body, timeout=30)
        answer.raise_for_status()
        return dict(answer.json())

    def save(self, document: dict[str, Any]) -> None:
        """Another document for the screens' playlist."""
        held = self.admin.get(f"{self.server.base}/api/v1/wall/playlists/{self.playlist}", timeout=30).json()
        self.post(f"playlists/{self.playlist}", name=held["name"], version=held["version"], document=document)

    def paired(self, name: str) -> tuple[Page, str]:
        """A new screen as it is set up on site: its page, and its id."""
        page = self.context.browser.new_context(**SCREEN).new_page() if name != "Soak" else self.context.new_page()
        page.add_init_script(WATCH)
        page.goto(f"{self.server.base}/pair")
        page.wait_for_function("() => !document.getElementById('pair-code').textContent.includes('–')")
        code = "".join(page.locator("#pair-code span").all_text_contents())
        called = f"{name} {time.time():.0f}"
        made = self.post("screens", code=code, name=called, scope="province", playlist_id=self.playlist)
        page.wait_for_url("**/wall", timeout=30_000)
        self.frame(page)
        return page, made["screen_id"]

    def frame(self, page: Page | None = None) -> Frame:
        """The player, once it shows a scene."""
        until = time.monotonic() + 90
        while time.monotonic() < until:
            for frame in reversed((page or self.page).frames):
                try:
                    if "/wall/frame" in frame.url and frame.evaluate(STATE)["scene"]:
                        return frame
                except BrowserError:  # it is just being changed for a fresh one
                    pass
            time.sleep(0.2)
        raise TimeoutError("the player shows nothing")

    @property
    def changes(self) -> int:
        """Scenes shown so far."""
        return int(self.page.evaluate("() => window.__wall.count"))

    def look(self, folder: Path) -> None:
        """A picture must be whole at any moment; one that is not is kept."""
        picture = self.page.screenshot(timeout=60_000)
        self.pictures += 1
        if not is_whole(picture):
            file = folder / f"blank-{self.pictures}.png"
            file.write_bytes(picture)
            self.blank.append(file.name)

    def cut(self, folder: Path) -> None:
        """The line is cut for a while."""
        self.context.set_offline(True)
        self._wait(CUT, folder)
        self.context.set_offline(False)
        self._recover(folder)

    def kill(self, folder: Path) -> None:
        """The server dies and comes back."""
        self.server.kill()
        self._wait(CUT / 2, folder)
        self.server.start()
        self._recover(folder)

    def _wait(self, seconds: float, folder: Path) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.look(folder)
            time.sleep(1)

    def _recover(self, folder: Path) -> None:
        began = time.monotonic()
        while (state := self.frame().evaluate(STATE))["failing"] or state["badge"]:
            if time.monotonic() - began > 60:
                break
            time.sleep(0.1)
        self.recoveries.append(time.monotonic() - began)
        self.look(folder)

    def heap(self) -> float:
        """Least MB held after a collection during a turn of all scenes: each weighs differently."""
        session = self.context.new_cdp_session(self.page)
        session.send("Performance.enable")
        least = min(self._held(session) for _scene in SCENES)
        session.detach()
        return least

    def _held(self, session: CDPSession) -> float:
        time.sleep(DWELL)
        session.send("HeapProfiler.collectGarbage")
        found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return float(found["JSHeapUsedSize"]) / 1e6


def soak(home: Path, changes: int, cuts: int, kills: int) -> list[Measure]:
    """Through so many changes with faults spread over them."""
    folder = home / "bench" / "wall"
    folder.mkdir(parents=True, exist_ok=True)
    with _screen(home) as run:
        warm = max(40, changes // 20)
        faults = ["cut"] * cuts + ["kill"] * kills
        faults = faults[::2] + faults[1::2]
        due = [warm + (n + 1) * (changes - warm) / (len(faults) + 1) for n in range(len(faults))]
        before, apart, arrives = 0.0, 0.0, 0.0
        while (seen := run.changes) < changes:
            if not before and seen >= warm:
                apart, arrives = _in_step(run), _playlist_arrives(run)
                before = run.heap()  # last of the three: Playwright's own half megabyte is in the page by then
            if due and seen >= due[0]:
                due.pop(0)
                getattr(run, faults.pop(0))(folder)
            run.look(folder)
            time.sleep(2)
        after, seen = run.heap(), run.changes
        dark = _revoked(run)
    return [
        Measure("wall_scene_changes", seen, "changes", "higher", changes, f"{cuts} cuts, {kills} kills"),
        Measure("wall_not_whole", len(run.blank), "pictures", "lower", 0, f"of {run.pictures} taken at any moment"),
        Measure(
            "wall_recovery_worst", _rounded(max(run.recoveries, default=0)), "s", "lower", 10, "after a fault ends"
        ),
        Measure("wall_heap", _rounded(after / before), "x", "lower", 1.2, f"{before:.1f} MB after {warm} scenes"),
        Measure("wall_in_step", _rounded(apart), "ms", "lower", 300, f"two screens, worst of {CALM_CHANGES} changes"),
        Measure("wall_playlist_arrives", _rounded(arrives), "s", "lower", 5, "saved to known by the screen"),
        Measure("wall_revoked_dark", _rounded(dark), "s", "lower", 5, "withdrawn to dark"),
    ]


def _rounded(value: float) -> float:
    return round(value, 2)


@contextmanager
def _screen(home: Path) -> Iterator[Soak]:
    with Killable("app:server", home) as server, chromium(gl=False) as browser:
        yield Soak(server, browser.new_context(**SCREEN), signed_in(server.base, "admin"))


def _in_step(run: Soak) -> float:
    """How far two screens are apart at worst, in ms, at scenes of an ordinary length."""
    run.save(playlist(CALM_DWELL))
    other, _screen_id = run.paired("Second")
    time.sleep(2 * CALM_DWELL)
    begun = time.time() * 1000
    time.sleep(CALM_CHANGES * CALM_DWELL)
    ours, theirs = (
        {one["start"]: one["at"] for one in page.evaluate("() => window.__wall.changes") if one["start"] > begun}
        for page in (run.page, other)
    )
    other.context.close()
    return max(abs(ours[start] - theirs[start]) for start in ours.keys() & theirs.keys())


def _playlist_arrives(run: Soak) -> float:
    """Seconds from saving another playlist to the screen knowing it."""
    frame = run.frame()
    known = frame.evaluate("() => window.wall.program.now().version")
    began = time.monotonic()
    run.save(playlist())
    frame.wait_for_function(f"() => window.wall.program.now().version !== {json.dumps(known)}", timeout=30_000)
    return time.monotonic() - began


def _revoked(run: Soak) -> float:
    """Seconds from withdrawing the screen to its going dark."""
    frame, began = run.frame(), time.monotonic()
    run.post(f"screens/{run.screen}/revoke")
    frame.wait_for_selector("body.is-dark", timeout=30_000)
    return time.monotonic() - began


def measure(home: Path) -> list[Measure]:
    """The short soak of ``make bench``."""
    return soak(home, changes=90, cuts=2, kills=1)


def main() -> None:
    """The whole soak; its figures as JSON."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--changes", type=int, default=2000)
    ask.add_argument("--cuts", type=int, default=20)
    ask.add_argument("--kills", type=int, default=10)
    asked = ask.parse_args()
    rows = soak(settings().home, asked.changes, asked.cuts, asked.kills)
    print(json.dumps([row.row() for row in rows], indent=1))


if __name__ == "__main__":
    main()
