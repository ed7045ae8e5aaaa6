"""Figures of the second bank equal a plain recount over its raw rows, at each level, on days that matter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.query import ask
from data.scope import Asker, acting
from tests.own_data.organisation import LAST, Organisation
from tests.own_data.recount import recount

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("own_data")]  # builds a second lake
LEVELS = ("prefecture", "county", "entity", "branch", "staff")
DAYS = (LAST, date(2026, 2, 2), date(2026, 1, 31), date(2026, 1, 1), date(2025, 12, 31))
WINDOWS = ("today", "mtd", "ytd")
EVERYTHING = Asker.of("test", "test", "executive", "province", None)


def beginning(window: str, day: date) -> date:
    """First day of a window that ends on ``day``."""
    return {"today": day, "mtd": day.replace(day=1), "ytd": day.replace(month=1, day=1)}[window]


def answered(level: str, window: str, day: date) -> dict[str, tuple[int, int]]:
    """Unit → (visits, households) as the query path says; units without a visit left out."""
    names = [f"visits_{window}", f"households_{window}"]
    with acting(EVERYTHING):
        frame = ask(names, by=[level], as_of=day).frame
    rows = frame[frame[names[0]].fillna(0) > 0]
    return {row[level]: (int(row[names[0]]), int(row[names[1]])) for row in rows.to_dict("records")}


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("level", LEVELS)
def test_visits_and_households_at_each_level(lakeland: Path, bank: Organisation, level: str, day: date):
    for window in WINDOWS:
        counted = recount(bank, level, beginning(window, day), day)
        assert answered(level, window, day) == {u: (c.visits, c.households) for u, c in counted.items()}, window


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_whole_bank(lakeland: Path, bank: Organisation, day: date):
    names = ["visits_mtd", "households_mtd", "managers_out_mtd", "satisfaction_mtd"]
    with acting(EVERYTHING):
        answer = ask(names, as_of=day)
    counted = recount(bank, "province", day.replace(day=1), day)["province"]
    assert [answer.value(name) for name in names[:3]] == [counted.visits, counted.households, counted.managers]
    assert answer.value("satisfaction_mtd") == pytest.approx(counted.satisfaction)


def test_rows_of_every_feed_arrived(lakeland: Path, bank: Organisation):
    from data.serving import reading

    with reading() as state:
        sql = f"select feed, sum(rows_loaded), sum(rows_rejected) from {state.schema}.feed_load group by feed"
        rows = state.cursor().execute(sql).fetchall()
    counted, rejected = {feed: loaded for feed, loaded, _ in rows}, sum(row[2] for row in rows)
    assert counted["visit"] == len(bank.feeds["visit"]) and rejected == 0
    assert set(counted) == set(bank.feeds)


def test_the_banks_files_look_nothing_like_the_demos(published: Path):
    text = (published / "feeds" / LAST.isoformat() / "visit.txt").read_text("gbk")
    assert text.startswith("走访编号|") and LAST.strftime("%d.%m.%Y") in text
