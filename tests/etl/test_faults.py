"""kill -9 at random points of load, build, scores, offers, trust and publish: a rerun gives the same tables, the pointer is always whole.

``QIANHUI_KILLS=24`` kills each of the four homes 24 times instead of 6; ``QIANHUI_KILL_SEED`` draws other points.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.world.accounts_feeds import write_accounts
from etl.world.feeds import write_feeds
from tests.etl.served import checksums, complete_pass, published, start_pass

pytestmark = pytest.mark.slow
FIRST, FIRST_RUN = datetime(2026, 3, 31), "first_run.json"
KILLS = int(os.environ.get("QIANHUI_KILLS", "6"))
SEED = int(os.environ.get("QIANHUI_KILL_SEED", "1"))
STAGES = {"load": 4, "reference": 1, "build": 6, "trust": 2, "publish": 4}  # how often each is drawn
WITH_SCORES = {"load": 1, "build": 2, "scores": 6, "offers": 6, "publish": 2}  # where accounts came: months are closed


class Watcher(threading.Thread):
    """Opens whatever the pointer names, over and over; remembers the first thing that was not whole."""

    def __init__(self, home: Path) -> None:
        super().__init__(daemon=True)
        self.home, self.looks, self.problem = home, 0, ""
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.05):
            self.look()

    def look(self) -> None:
        try:
            file = published(self.home)
            if file:
                with duckdb.connect(str(file), read_only=True) as con:
                    visits = con.execute("select count(*) from fct_visit").fetchone()[0]
                    days = con.execute("select sum(visits) from visit_level_day where level = 'branch'").fetchone()[0]
                    assert visits == days > 0
                self.looks += 1
        except Exception as problem:
            self.problem = self.problem or repr(problem)


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Feeds of a tiny province up to FIRST."""
    home = tmp_path_factory.mktemp("feeds")
    write_feeds(home, scale="tiny", seed=7, until=FIRST)
    return home


@pytest.fixture(scope="module")
def undisturbed(feeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home built without a fault: by a first pass (kept as FIRST_RUN), and by the next, which judges the visits."""
    home = tmp_path_factory.mktemp("undisturbed") / "home"
    shutil.copytree(feeds, home)
    complete_pass(home)
    shutil.copy(home / "etl_last_run.json", home / FIRST_RUN)
    complete_pass(home)
    return home


def _last_run(home: Path, name: str = "etl_last_run.json") -> dict[str, Any]:
    path = home / name
    return json.loads(path.read_text()) if path.exists() else {}


def _killed_pass(home: Path, stage: str, delay: float) -> bool:
    """Start a pass, kill it ``delay`` seconds after it entered ``stage``; False when it had ended before."""
    before = _last_run(home).get("run_id")
    process = start_pass(home)
    try:
        while process.poll() is None:
            now = _last_run(home)
            if now.get("run_id") != before and now.get("stage") == stage:
                time.sleep(delay)
                break
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        return process.wait() == -signal.SIGKILL
    finally:
        if process.stderr:
            process.stderr.close()


def _points(chance: random.Random, seconds: dict[str, float], among: dict[str, int]) -> list[tuple[str, float]]:
    """KILLS random points, (stage, seconds after its begin), in the order of the stages, so that each is reached."""
    drawn = sorted(chance.choices(range(len(among)), weights=list(among.values()), k=KILLS))
    stages = [list(among)[index] for index in drawn]
    return [(stage, chance.uniform(0, 0.5 * seconds[stage])) for stage in stages]


def _disturb(home: Path, seconds: dict[str, float], seed: int, among: dict[str, int] = STAGES) -> int:
    """Kill a pass at one random point after the other on one home, then let it end; how many were killed on the way."""
    watcher = Watcher(home)
    watcher.start()
    killed = sum(_killed_pass(home, *point) for point in _points(random.Random(seed), seconds, among))
    complete_pass(home)
    watcher.ended.set()
    watcher.join()
    watcher.look()
    assert watcher.problem == ""
    return killed


def test_first_build_survives_kills(feeds: Path, undisturbed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(feeds, home)
    assert (
        _disturb(home, _last_run(undisturbed, FIRST_RUN)["seconds"], SEED) >= KILLS / 3
    )  # a pass may be over before the moment drawn: faster than the calm one
    complete_pass(home)
    assert checksums(home) == checksums(undisturbed)


@pytest.mark.parametrize("seed", [10 + SEED, 20 + SEED])
def test_next_days_survive_kills(undisturbed: Path, tmp_path: Path, seed: int) -> None:
    disturbed, calm = tmp_path / "disturbed", tmp_path / "calm"
    for home in (disturbed, calm):
        shutil.copytree(undisturbed, home)
        write_feeds(home, scale="tiny", seed=7, until=FIRST + timedelta(days=2, hours=11))
    complete_pass(calm)
    assert (
        _disturb(disturbed, _last_run(calm)["seconds"], seed) >= KILLS / 3
    )  # a pass may be over before the moment drawn: faster than the calm one
    assert checksums(disturbed) == checksums(calm)
    assert checksums(disturbed) != checksums(undisturbed)


def test_scores_survive_kills(undisturbed: Path, tmp_path: Path) -> None:
    disturbed, calm = tmp_path / "disturbed", tmp_path / "calm"
    for home in (disturbed, calm):
        shutil.copytree(undisturbed, home)
        write_accounts(home)
    complete_pass(calm)
    assert _disturb(disturbed, _last_run(calm)["seconds"], 30 + SEED, WITH_SCORES) >= KILLS / 3
    assert checksums(disturbed) == checksums(calm)
    assert checksums(calm)["score_closing"][0] > 3
