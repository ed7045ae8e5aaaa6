"""Every figure about people working away equals a recount over raw rows: splits, filters, months and scopes."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.errors import BadRequest, QianhuiError
from data.listing import listing
from data.metrics.registry import metric, metrics
from data.metrics.sources import SOURCES
from data.query import ask, spark, stock_days
from data.scope import Asker, acting
from data.settings import settings
from tests.query.test_scope import PROVINCE
from tests.tiers import every
from tests.workers.facts import World
from tests.workers.raw import world_of
from tests.workers.recount import counted
from tests.workers.replay import stock

SPLITS: tuple[tuple[str, ...], ...] = (
    (), ("destination_province",), ("destination_city",), ("centre",), ("policy",), ("trade",), ("activity",),
    ("county",), ("prefecture",), ("entity",), ("branch",), ("staff",), ("township",), ("county", "destination_province"),
    ("policy", "centre"), ("entity", "centre"), ("trade", "destination_city"),
)  # fmt: skip
FILTERS = (
    "destination_province",
    "destination_city",
    "centre",
    "county",
    "entity",
    "branch",
    "staff",
    "trade",
    "policy",
)


def about_workers(name: str) -> bool:
    """Whether the metric is one of ``migrants.yaml``."""
    tables = {"worker_month", "worker_activity", "policy_reach", "policy_use", "policy_target", "policy_cell"}
    tables |= {"centre_case", "open_case", "closed_case", "centre_staff"}
    return any(set(metric(part).expressions) & tables for part in (name, *metric(name).parts))


NAMES = sorted(filter(about_workers, metrics()))
UNDATED = [
    n for n in NAMES if any(SOURCES[s].time == "none" for p in (n, *metric(n).parts) for s in metric(p).expressions)
]


@pytest.fixture(scope="module")
def world(province: Path) -> World:
    return world_of(settings())


def answered(name: str, by: tuple[str, ...], where: dict[str, Any], as_of: date) -> dict[tuple, Any]:
    """What ``ask`` says; groups with nothing left out."""
    frame = ask(name, by=by, where=where, as_of=as_of).frame
    rows = frame.to_dict("records")
    found = {tuple(None if pd.isna(row[d]) else row[d] for d in by): row[name] for row in rows}
    return {key: value for key, value in found.items() if not pd.isna(value) and value}


def ends(world: World) -> list[date]:
    """Days worth asking for: month ends, days within months, today."""
    within = (world.days[3] + timedelta(days=9), world.days[-2] + timedelta(days=3))
    return [*world.days, *(min(day, world.reaches) for day in within), world.reaches]


def a_filter(world: World, dice: random.Random, allowed: tuple[str, ...]) -> dict[str, Any]:
    """Some of FILTERS with values that workers have; now and then several of one."""
    rows, where = stock(world, world.days[-1]), {}
    for dimension in dice.sample([f for f in FILTERS if f in allowed], k=min(dice.randrange(3), len(allowed))):
        values = {"policy": [p["policy_id"] for p in world.feeds["policy"]]}.get(dimension)
        values = values or [row[dimension] for row in dice.sample(rows, k=3)]
        where[dimension] = values[0] if dice.random() < 0.7 else sorted(set(values[:2]))
    return where


def same(name: str, asked: dict[tuple, Any], again: dict[tuple, Any]) -> bool:
    if metric(name).format in {"percent", "percentage", "decimal"}:
        return asked == pytest.approx({key: float(value) for key, value in again.items() if value}, abs=1e-9)
    return asked == {key: pytest.approx(float(value)) for key, value in again.items() if value}


def recounted(world: World, name: str, splits: Iterable[tuple[str, ...]], dice: random.Random) -> int:
    """Compare by these splits, whole and filtered, on days by chance; how many groups were compared."""
    compared = 0
    for by in splits:
        for where in ({}, a_filter(world, dice, metric(name).dimensions)):
            as_of = dice.choice(ends(world))
            with acting(PROVINCE):
                asked = answered(name, by, where, as_of)
            assert same(name, asked, counted(world, name, by, where, as_of)), (by, where, as_of)
            compared += len(asked)
    return compared


def splits_of(name: str) -> list[tuple[str, ...]]:
    return [by for by in SPLITS if set(by) <= set(metric(name).dimensions)]


@pytest.mark.parametrize("name", every(6, NAMES))
def test_each_figure_by_some_splits_equals_a_recount(world: World, name: str):
    dice, splits = random.Random(name), splits_of(name)
    assert recounted(world, name, [(), *dice.sample(splits, k=min(3, len(splits)))], dice) > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_each_figure_by_each_split_equals_a_recount(world: World, name: str):
    assert recounted(world, name, splits_of(name), random.Random(f"{name}, all")) > 0


def askers(world: World) -> list[Asker]:
    """One of each narrower scope, each with people of its own."""
    row = stock(world, world.days[-1])[0]
    roles = {"entity": "entity_head", "branch": "branch_head", "staff": "manager", "centre": "centre_head"}
    return [Asker.of(f"t{level}", level, role, level, row[level]) for level, role in roles.items()]


@pytest.mark.parametrize("name", every(8, NAMES))
def test_each_scope_gets_the_recount_of_its_own(world: World, name: str):
    dice, given = random.Random(name), 0
    for asker in askers(world):
        as_of, own = dice.choice(ends(world)), {asker.scope_level: asker.scope_id}
        parts = metric(name).parts or (name,)
        if not all(asker.scope_level in metric(part).dimensions for part in parts):
            with acting(asker), pytest.raises(QianhuiError):
                ask(name, as_of=as_of)
            continue
        for by in ((), ("destination_province",), ("centre",), ("county",)):
            if set(by) <= set(metric(name).dimensions):
                with acting(asker):
                    asked = answered(name, by, {}, as_of)
                assert same(name, asked, counted(world, name, by, own, as_of)), (asker.scope, by, as_of)
                given += 1
    assert given


@pytest.mark.parametrize("name", ["migrant_workers", "migrants_reached", "migrant_coverage", "migrant_deposit_balance"])
def test_a_stock_split_by_month_is_each_month_s_last(world: World, name: str):
    with acting(PROVINCE):
        frame = ask(name, by="month").frame
        course = spark(name, months=len(world.days))
    assert list(frame["month"]) == [f"{day:%Y-%m}" for day in world.days]
    again = [float(counted(world, name, (), {}, day)[()]) for day in world.days]
    assert list(frame[name]) == pytest.approx(again) and list(course["value"])[-len(again) :] == pytest.approx(again)


@pytest.mark.parametrize("name", ["migrants_left", "migrants_net", "migrant_loan_amount", "policy_reached"])
def test_flows_split_by_month_count_inside_each(world: World, name: str):
    with acting(PROVINCE):
        frame = ask(name, by="month").frame
    for month, value in zip(frame["month"], frame[name], strict=True):
        low = date.fromisoformat(f"{month}-01")
        high = (low + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        assert value == pytest.approx(float(counted(world, name, (), {}, high, low).get((), 0)))


def test_months_add_up_in_every_city(world: World):
    """Start + left + moved in − moved out − returned = end."""
    with acting(PROVINCE):
        for start, end in pairwise(world.days):
            stocks = [answered("migrant_workers", ("destination_city",), {}, day) for day in (start, end)]
            where = {"day": {"from": start + timedelta(days=1), "to": end}}
            net = answered("migrants_net", ("destination_city",), where, end)
            for city in {*stocks[0], *stocks[1], *net}:
                assert stocks[0].get(city, 0) + net.get(city, 0) == stocks[1].get(city, 0)


def test_origins_and_destinations_and_the_list_have_one_total(world: World):
    dice = random.Random(3)
    with acting(PROVINCE):
        for _ in range(25):
            where, as_of = a_filter(world, dice, FILTERS[:-1]), dice.choice(ends(world))
            total = ask("migrant_workers", where=where, as_of=as_of).value("migrant_workers")
            for by in (("county",), ("destination_city",), ("centre",), ("entity", "destination_province")):
                assert sum(answered("migrant_workers", by, where, as_of).values()) == total
            assert listing("worker", where=where, as_of=as_of, limit=1).total == total


def test_the_listing_is_the_stock(world: World):
    day = world.days[-3]
    with acting(PROVINCE):
        frame = listing("worker", where={"month": f"{day:%Y-%m}"}, limit=100_000).frame
    assert set(frame["stock_date"].dt.date) == {day}
    again = {
        row["worker"]: (row["destination_city"], row["away_since"], row["is_reached"]) for row in stock(world, day)
    }
    found = zip(
        frame["worker_id"], frame["destination_city"], frame["away_since"].dt.date, frame["is_reached"], strict=True
    )
    assert {worker: tuple(rest) for worker, *rest in found} == again


def test_before_the_first_stock_is_refused_not_zero(world: World):
    early = world.days[0] - timedelta(days=1)
    with acting(PROVINCE):
        assert stock_days() == world.days
        for trial in (lambda: ask("migrant_workers", as_of=early), lambda: listing("worker", as_of=early)):
            with pytest.raises(BadRequest):
                trial()


def test_names_and_phones_of_workers_are_masked_unless_asked_for_by_right(world: World):
    names = {row["worker_id"]: row["name"] for row in world.feeds["worker"]}
    with acting(PROVINCE):
        masked, plain = (listing("worker", limit=50, unmask=unmask).frame for unmask in (False, True))
    assert [names[w] for w in plain["worker_id"]] == list(plain["name"])
    assert all("*" in name for name in masked["name"]) and all("****" in phone for phone in masked["phone"])
    analyst = Asker.of("t9", "析", "analyst", "province", None)
    with acting(analyst), pytest.raises(QianhuiError):
        listing("worker", unmask=True)


def test_the_api_says_the_same(world: World, client_as):
    client = client_as("executive")
    body = {
        "metrics": ["migrant_workers", "migrant_gap", "migrants_net"], "by": ["destination_province"],
        "where": {"month": f"{world.days[-2]:%Y-%m}"}, "as_of": str(world.days[-2]), "order": "-migrant_gap", "limit": 7,
    }  # fmt: skip
    token = client.get_cookie("_csrf_token").value
    rows = client.post("/api/v1/query", json=body, headers={"X-CSRFToken": token}).json["rows"]
    with acting(PROVINCE):
        frame = ask(
            body["metrics"], body["by"], body["where"], order="-migrant_gap", limit=7, as_of=body["as_of"]
        ).frame
    assert [row["destination_province"] for row in rows] == list(frame["destination_province"]) and len(rows) == 7
    for name in body["metrics"]:
        assert [row[name] for row in rows] == pytest.approx(list(frame[name]))
    assert frame["migrant_gap"].iloc[0] == pytest.approx(
        max(counted(world, "migrant_gap", ("destination_province",), {}, world.days[-2]).values())
    )


def test_what_does_not_look_at_a_day_says_so(world: World):
    """Targets and fits are of the last day: their cards offer no time to split by."""
    for name in UNDATED:
        if metric(name).kind == "count":
            assert not {"day", "month", "year"} & set(metric(name).dimensions)
