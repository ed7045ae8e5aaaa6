"""The stage by itself: done once for a day and its loads, again with another model, and back by one command."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data import lake
from data.settings import Settings, settings, use
from etl.offers import stage
from etl.offers.cuts import plan
from models.__main__ import main
from models.learning import artifact
from tests.conftest import tiny_settings

NAME = "next_product"
Bench = tuple[Settings, duckdb.DuckDBPyConnection, date]


@pytest.fixture
def copied(province: Path, tmp_path: Path) -> Iterator[Bench]:
    """A home of its own with the province's lake and models."""
    before, chosen = settings(), tiny_settings(tmp_path / "home")
    shutil.copytree(province, chosen.home, ignore=shutil.ignore_patterns("serving", "feeds", "files", "tmp"))
    use(chosen)
    con = lake.connect(chosen)
    yield chosen, con, con.execute("select max(business_date) from lake.raw.account_balance").fetchone()[0]
    con.close()
    use(before)


def forecasts(con: duckdb.DuckDBPyConnection) -> float:
    """All of them in one number."""
    return con.execute("select sum(probability::double) from lake.offer.forecast").fetchone()[0]


@pytest.mark.slow
def test_another_model_foretells_at_once_and_goes_back_by_one_command(copied: Bench):
    chosen, con, day = copied
    folder, first = chosen.home / "models", forecasts(con)
    assert not stage.is_due(con, chosen, day)
    known = artifact.current(folder, NAME)
    model = artifact.load(folder, NAME, known, NAME)
    models = {name: artifact.load(folder, NAME, known, name) for name in ("judged", "newcomer")}
    bolder = replace(model, base=model.base + 1)
    version = artifact.save(folder, NAME, models | {NAME: bolder}, artifact.card(folder, NAME, known), "20991231")
    artifact.use(folder, NAME, version)
    assert stage.is_due(con, chosen, day)
    stage.settle(con, chosen, day)
    assert forecasts(con) > 1.5 * first and not stage.is_due(con, chosen, day)
    assert main(["rollback"]) == 0 and stage.is_due(con, chosen, day)
    stage.settle(con, chosen, day)
    assert forecasts(con) == pytest.approx(first) and artifact.current(folder, NAME) == known


@pytest.mark.slow
def test_learning_again_from_the_same_rows_gives_the_same_model(copied: Bench):
    chosen, con, day = copied
    before = artifact.current(chosen.home / "models", NAME)
    shutil.rmtree(chosen.home / "models")
    con.execute("delete from lake.offer.seen")
    stage.settle(con, chosen, day)
    assert artifact.current(chosen.home / "models", NAME) == before


def test_a_short_history_has_no_plan(copied: Bench):
    _, con, _ = copied
    first = con.execute("select min(started_at)::date from lake.raw.visit").fetchone()[0]
    assert plan(con, first.replace(year=first.year)) is None
