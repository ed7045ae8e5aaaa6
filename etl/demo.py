"""The demo: feeds of the demo province written or extended to now, a pass, and the demo logins.

Balances and what goes with them are a second delivery of the same days, with a pass of its own: the province is on screen
before they are (``docs/adr/0013-second-delivery.md``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from data.ops.engine import engine, migrate
from data.settings import Settings, settings
from etl import build as building
from etl.delivery import Delivery, deliveries, read_manifest
from etl.publish import SERVED, pointer
from etl.run import Pass, run_pass

# Share of the bar at which each stage begins, from measured times at demo scale.
BEGINS = {
    "feeds": 0.0,
    "load": 0.26,
    "reference": 0.50,
    "build": 0.51,
    "scores": 0.83,
    "offers": 0.83,
    "trust": 0.83,
    "publish": 0.83,
    "accounts": 0.99,
}
BALANCES_BEGIN = {
    "feeds": 0.0,
    "load": 0.35,
    "reference": 0.50,
    "build": 0.51,
    "scores": 0.6,
    "offers": 0.72,
    "trust": 0.84,
    "publish": 0.93,
}
LABELS = {
    "feeds": "writing the feeds of the demo province",
    "load": "loading feeds into the lake",
    "reference": "calendar and names",
    "build": "building marts",
    "scores": "scores of",
    "offers": "forecasts of products",
    "trust": "judging visits of",
    "publish": "publishing",
    "accounts": "demo accounts",
}

Told = Callable[[str, float], None]
Balances = Literal["after", "together", "later"]


class Bar:
    """One bar over named stages (name → share at which it begins); silent where nobody watches."""

    def __init__(self, begins: dict[str, float], feeds: str = LABELS["feeds"]) -> None:
        self.begins, self.labels = begins, LABELS | {"feeds": feeds}
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
        begin = self.begins[stage]
        end = min((other for other in self.begins.values() if other > begin), default=1.0)
        done = begin + min(fraction, 1.0) * (end - begin)
        text = f"{self.labels[stage]} {detail}".strip()
        self.progress.update(self.task, completed=done, description=f"{text:<58}"[:58])


def build(
    scale: str = "demo", seed: int = 1, until: datetime | None = None, chosen: Settings | None = None,
    balances: Balances = "after",
) -> Pass:  # fmt: skip
    """Write what is missing of the feeds up to ``until`` (a moment, default now), run a pass, seed the demo logins.

    ``balances``: accounts are delivered after that, with a pass of their own; together with the rest; or left for later.
    Safe to repeat: a home that is up to date is left as it is. Raises QianhuiError when a pass fails.
    """
    chosen = chosen or settings()
    bar = Bar(BEGINS)
    with bar.progress:
        write(chosen, scale, seed, until, bar.feeds)
        if balances == "together":
            write_balances(chosen)
        done = run_pass(chosen, bar.told)
        bar.told("accounts", "")
        seed_accounts(chosen)
        bar.progress.update(bar.task, completed=1.0, description="demo province is ready".ljust(58))
    return deliver_balances(chosen) or done if balances == "after" else done


def deliver_balances(chosen: Settings) -> Pass | None:
    """Write the accounts that are missing and run a pass; None when there are none."""
    if not waits_for_balances(chosen):
        return None
    bar = Bar(BALANCES_BEGIN, "writing balances and sales of the demo province")
    with bar.progress:
        write_balances(chosen, bar.feeds)
        done = run_pass(chosen, bar.told)
        bar.progress.update(bar.task, completed=1.0, description="balances are ready".ljust(58))
    return done


def waits_for_balances(chosen: Settings) -> bool:
    """Whether a whole day was delivered without its accounts."""
    from etl.world.accounts_feeds import days_without_accounts

    return bool(days_without_accounts(chosen.home))


def write_balances(chosen: Settings, told: Told = lambda label, fraction: None) -> None:
    """Write the accounts of every whole day delivered so far that has none."""
    from etl.world.accounts_feeds import write_accounts

    write_accounts(chosen.home, progress=told)


def write(
    chosen: Settings,
    scale: str,
    seed: int,
    until: datetime | None = None,
    told: Told | None = None,
) -> None:
    """Write what is missing of the first deliveries up to ``until`` (default now)."""
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
