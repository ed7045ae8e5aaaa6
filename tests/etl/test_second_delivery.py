"""Accounts delivered later, day by day, give the tables of all delivered at once; what is refused refuses only itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from data.settings import Settings
from etl import build
from etl.run import run_pass
from etl.world.accounts_feeds import write_accounts
from etl.world.feeds import write_feeds
from etl.world.scales import SCALES
from tests.conftest import tiny_settings
from tests.etl.served import checksums

pytestmark = pytest.mark.slow
MOMENTS = (datetime(2026, 4, 29, 11), datetime(2026, 5, 2, 9))  # across the end of a month


def put_in_force(home: Path, patch: pytest.MonkeyPatch) -> Settings:
    made = tiny_settings(home)
    patch.setattr("data.settings._chosen", made)
    patch.setitem(SCALES, "tiny", replace(SCALES["tiny"], months=1))
    return made


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[tuple[date, list[str]]]:
    """What later passes build anew: (first date, models)."""
    seen: list[tuple[date, list[str]]] = []
    chosen = build._restated
    monkeypatch.setattr(build, "_restated", lambda *given: seen.append(chosen(*given)) or seen[-1])
    return seen


def test_step_by_step_is_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planned: list[Any]) -> None:
    stepwise = put_in_force(tmp_path / "stepwise", monkeypatch)
    for moment in MOMENTS:
        write_feeds(stepwise.home, scale="tiny", seed=7, until=moment)
        run_pass(stepwise)
        write_accounts(stepwise.home)
        assert run_pass(stepwise).status == "published"
    at_once = put_in_force(tmp_path / "at_once", monkeypatch)
    for moment in MOMENTS:
        write_feeds(at_once.home, scale="tiny", seed=7, until=moment)
    write_accounts(at_once.home)
    run_pass(at_once)
    found, wanted = checksums(stepwise.home), checksums(at_once.home)
    assert (
        found.pop("score_progress")[0] > wanted.pop("score_progress")[0]
    )  # a row per day on which scores were calculated
    assert found == wanted and found["indicator_value"][0] > 2_000
    only_accounts = [models for ((_start, models),) in (plans for plans in planned if len(plans) == 1)]
    assert any("mart.indicator_value" in models and "mart.visit_level_day" not in models for models in only_accounts)


def test_a_refused_part_leaves_the_day_s_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = put_in_force(tmp_path / "home", monkeypatch)
    write_feeds(chosen.home, scale="tiny", seed=7, until=MOMENTS[0])
    (path,) = write_accounts(chosen.home)
    said = path.read_text()
    path.write_text(json.dumps(json.loads(said) | {"feeds": [{"feed": "sale", "kind": "full", "files": []}]}))
    done = run_pass(chosen)
    assert done.status == "published" and list(done.refused) == [path.parent.name]
    assert checksums(chosen.home)["indicator_value"] == (0, 0) and checksums(chosen.home)["fct_visit"][0] > 0
    path.write_text(said)
    assert run_pass(chosen).refused == {} and checksums(chosen.home)["indicator_value"][0] > 0
