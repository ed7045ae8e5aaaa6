"""The demo: feeds of the demo province written or extended to now, one pass, and the demo accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from data.ops.engine import engine, migrate
from data.settings import Settings, settings
from etl import build as building
from etl.delivery import Delivery, deliveries, read_manifest
from etl.publish import SERVED, pointer
from etl.run import Pass, run_pass

# Share of the bar at which each stage begins, from measured times at demo scale.
BEGINS = {"feeds": 0.0, "load": 0.26, "reference": 0.50, "build": 0.51, "publish": 0.83, "accounts": 0.99}
LABELS = {
    "feeds": "writing the feeds of the demo province",
    "load": "loading feeds into the lake",
    "reference": "calendar and names",
    "build": "building marts",
    "publish": "publishing",
    "accounts": "demo accounts",
}


class Bar:
    """One bar over named stages; silent where nobody watches."""

    def __init__(self) -> None:
        self.progress = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn(),
            console=Console(stderr=True),
        )  # fmt: skip
        self.task = self.progress.add_task("", total=1.0)
        self.seen: dict[str, int] = {}

    def feeds(self, label: str, fraction: float) -> None:
        """Progress of the generator, 0 to 1."""
        self._show("feeds", fraction, label)

    def told(self, stage: str, detail: str) -> None:
        """Progress of a pass: a stage, and within it a step."""
        self.seen[stage] = self.seen.get(stage, -1) + 1
        steps = {"build": building.MODELS, "publish": len(SERVED)}.get(stage, 1)
        self._show(stage, self.seen[stage] / steps, detail)

    def _show(self, stage: str, fraction: float, detail: str) -> None:
        names = list(BEGINS)
        begin, end = BEGINS[stage], BEGINS.get(names[names.index(stage) + 1], 1.0) if stage != names[-1] else 1.0
        done = begin + min(fraction, 1.0) * (end - begin)
        text = f"{LABELS[stage]} {detail}".strip()
        self.progress.update(self.task, completed=done, description=f"{text:<58}"[:58])


def build(scale: str = "demo", seed: int = 1, until: datetime | None = None, chosen: Settings | None = None) -> Pass:
    """Write what is missing of the feeds up to ``until`` (a moment, default now), run a pass, seed the demo accounts.

    Safe to repeat: a home that is up to date is left as it is. Raises QianhuiError when the pass fails.
    """
    chosen = chosen or settings()
    bar = Bar()
    with bar.progress:
        write(chosen, scale, seed, until, bar.feeds)
        done = run_pass(chosen, bar.told)
        bar.told("accounts", "")
        seed_accounts(chosen)
        bar.progress.update(bar.task, completed=1.0, description="demo province is ready".ljust(58))
    return done


def write(
    chosen: Settings,
    scale: str,
    seed: int,
    until: datetime | None = None,
    told: Callable[[str, float], None] | None = None,
) -> None:
    """Write what is missing of the feeds up to ``until`` (default now)."""
    from etl.world.feeds import write_feeds

    chosen.home.mkdir(parents=True, exist_ok=True)
    write_feeds(chosen.home, scale=scale, seed=seed, until=until, progress=told or (lambda label, fraction: None))


def newest(chosen: Settings) -> Delivery | None:
    """The newest delivery in this home."""
    folders = deliveries(chosen.home)
    return read_manifest(folders[-1]) if folders else None


def seed_accounts(chosen: Settings) -> None:
    """Demo logins and the phones' gateway, from the published staff."""
    from data.ops.seed import seed_demo

    current = pointer(chosen.home)
    if current:
        migrate(engine(chosen))
        seed_demo(engine(chosen), chosen.home / "serving" / current["file"], chosen.home)
