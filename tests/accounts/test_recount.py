"""Each indicator equals its recount over raw rows: in the marts to the last digit, and asked under each scope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from data.metrics.registry import metric
from data.performance.indicators import Indicator, indicators
from data.query import ask
from data.scope import Asker, acting
from data.settings import settings
from tests.accounts.raw import bank_of
from tests.accounts.recount import Bank, Values, counted
from tests.query.test_scope import PROVINCE
from tests.tiers import every

LEVELS = ("staff", "branch", "entity")


@pytest.fixture(scope="module")
def bank(province: Path) -> Bank:
    return bank_of(settings())


@pytest.fixture(scope="module")
def months(bank: Bank) -> dict[date, Values]:
    """Recounted: the first month, that of Spring Festival, the last closed one and the open one."""
    held = sorted(bank.months)
    return {month: counted(bank, month) for month in (held[0], held[4], held[-2], held[-1])}


@pytest.fixture(scope="module")
def served(province: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    pointer = json.loads((province / "serving" / "current.json").read_text())
    with duckdb.connect(str(province / "serving" / pointer["file"]), read_only=True) as con:
        yield con


def parts(one: Indicator, values: Values, level: str) -> dict[str, tuple[Decimal, Decimal]]:
    """Unit → (numerator, denominator) of those with anything to count."""
    found = {}
    for (of, unit), measures in values.items():
        above, below = measures.get(one.numerator, Decimal()), measures.get(one.denominator or "", Decimal())
        if of == level and (above or below):
            found[unit] = (above, below if one.denominator else Decimal(1))
    return found


@pytest.mark.parametrize("name", every(4, indicators()))
def test_each_indicator_is_its_recount_at_every_level(bank, months, served, name: str) -> None:
    one, compared = indicators()[name], 0
    for month, values in months.items():
        for level in LEVELS:
            rows = served.execute(
                "select unit_id, sum(numerator), " + ("sum" if one.denominator else "max") + "(denominator) "
                "from indicator_value where indicator = ? and level = ? and month = ? group by 1", [name, level, month]
            ).fetchall()  # fmt: skip
            marts = {unit: (above, below) for unit, above, below in rows if above or (one.denominator and below)}
            assert marts == parts(one, values, level), (month, level)
            compared += len(marts)
    assert compared > 0


@pytest.mark.parametrize("name", every(4, indicators()))
def test_each_metric_says_the_same_under_each_scope(bank, months, name: str) -> None:
    one = indicators()[name]
    for month, values in months.items():
        for level in LEVELS:
            again = {
                unit: float(above / below)
                for unit, (above, below) in parts(one, values, level).items()
                if below and (above or one.denominator)
            }
            for asker, inside in askers(bank, again, level):
                with acting(asker):
                    frame = ask(one.metric, by=level, as_of=bank.months[month]).frame
                held = dict(zip(frame[level], frame[one.metric], strict=True))
                held = {unit: value for unit, value in held.items() if value == value and (value or one.denominator)}
                assert held == pytest.approx({unit: again[unit] for unit in inside}, rel=1e-12), (month, level, asker)


def askers(bank: Bank, again: dict[str, float], level: str) -> list[tuple[Asker, set[str]]]:
    """The province; and an entity, which sees its own branches."""
    found = [(PROVINCE, set(again))]
    if level == "branch" and again:
        entity = bank.entity[min(again)]
        head = Asker.of("t", "行", "entity_head", "entity", entity)
        found.append((head, {unit for unit in again if bank.entity[unit] == entity}))
    return found


def test_parts_are_the_whole(bank, served) -> None:
    """For what adds up: people and what nobody holds = branch; branches = entity."""
    additive = [name for name, one in indicators().items() if one.additive and not one.distinct]
    rows = served.execute(
        "select month, indicator, entity_id, sum(numerator) filter (level = 'branch') - sum(numerator) filter (level = 'entity') "
        "from indicator_value where list_contains(?, indicator) group by all", [additive]
    ).fetchall()  # fmt: skip
    assert len(rows) > 500 and {row[3] for row in rows} == {0}
    people = served.execute(
        "select sum(numerator) filter (level = 'staff') - sum(numerator) filter (level = 'branch') from indicator_value "
        "where list_contains(?, indicator)", [additive]
    ).fetchone()  # fmt: skip
    assert people == (0,)  # in the demo everybody has somebody


def test_there_are_24_and_each_has_a_card() -> None:
    assert len(indicators()) >= 24
    for one in indicators().values():
        card = metric(one.metric)
        assert card.label.zh == one.label.zh and card.unit.zh == one.unit.zh and card.direction == one.direction
        assert set(LEVELS) <= set(card.levels)


def test_targets_add_up(bank) -> None:
    """Σ staff = branch, Σ branches = entity, for every indicator and year."""
    total: dict[tuple[str, int, str], Decimal] = {}
    for row in bank.feeds["performance_target"]:
        key = (row["indicator"], row["year"], row["level"])
        total[key] = total.get(key, Decimal()) + row["target"]
    kinds = {(indicator, year) for indicator, year, _ in total}
    assert len(kinds) >= 20
    for indicator, year in kinds:
        assert len({total[indicator, year, level] for level in LEVELS}) == 1
