"""Whatever journeys are registered, also those that cannot be: figures equal a recount, months and places add up."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.listing import listing
from data.query import ask, stock_days
from data.query.ask import cache
from data.scope import Asker, acting
from tests.conftest import tiny_settings
from tests.query.conftest import PROVINCE
from tests.query.sample import FIRST, HOUSEHOLDS, PLACES, REGIONS, RawVisit, post_on
from tests.workers import models
from tests.workers.facts import World
from tests.workers.recount import FLOWS, STOCKS, counted
from tests.workers.replay import stock

pytestmark = pytest.mark.slow  # a world of its own, in a lake of its own, many times over
START, REACHES = date(2026, 1, 5), date(2026, 3, 31)
CITIES = {"K1": "P1", "K2": "P1", "K3": "P2", "K4": "P2"}
FIXED: dict[str, list[dict[str, Any]]] = {
    "destination": [{"code": p, "level": "province", "name": p} for p in ("P1", "P2")]
    + [{"code": k, "level": "city", "name": k, "parent_code": p} for k, p in CITIES.items()],
    "service_centre": [
        {"centre_id": "C1", "kind": "centre", "name": "C1", "city_code": "K1"},
        {"centre_id": "C2", "kind": "centre", "name": "C2", "city_code": "K3"},
        {"centre_id": "REMOTE", "kind": "remote_desk", "name": "R"},
    ],
    "centre_city": [{"city_code": c, "centre_id": s} for c, s in (("K1", "C1"), ("K2", "C1"), ("K3", "C2"))],
    "policy": [
        {"policy_id": "Q1", "name": "Q1", "product": "loan", "trades": "mining|garment", "min_age": 30, "max_age": 45,
         "start_date": FIRST},
        {"policy_id": "Q2", "name": "Q2", "product": "card", "min_away_months": 1, "start_date": FIRST},
        {"policy_id": "Q3", "name": "Q3", "product": "card", "start_date": FIRST, "end_date": date(2026, 3, 30)},
    ],
    "policy_target": [
        {"policy_id": q, "centre_id": c, "county_code": k, "target_count": n, "target_amount": Decimal(n)}
        for n, (q, c, k) in enumerate((("Q1", "C1", "520111"), ("Q1", "C2", "520302"), ("Q2", "C1", "520302")), 3)
    ],
    "region": [{"code": c, "level": lv, "name": n, "parent_code": p} for c, lv, n, p in REGIONS],
    "entity_county": [{"entity_id": e, "county_code": c} for e, c in
                      (("E1", "520111"), ("E1", "520112"), ("E2", "520302"))],
}  # fmt: skip
METRICS = [*STOCKS, *FLOWS, "migrant_coverage", "migrant_share", "migrant_gap", "migrant_shortfall", "policy_reached"]
METRICS += ["policy_used", "policy_rate", "policy_use_rate", "policy_eligible", "policy_uncovered", "migrants_net_mtd"]
FLOW_ENDS = (REACHES, date(2026, 2, 28), date(2026, 3, 4), date(2026, 1, 31))
SPLITS = (
    (),
    ("destination_city",),
    ("centre",),
    ("county",),
    ("entity", "destination_province"),
    ("policy",),
    ("trade",),
)
ASKERS = [
    PROVINCE,
    Asker.of("u2", "社", "entity_head", "entity", "E1"),
    Asker.of("u3", "点", "branch_head", "branch", "B1"),
    Asker.of("u4", "人", "manager", "staff", "S2"),
    Asker.of("u5", "心", "centre_head", "centre", "C1"),
]
FEW = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
MANY = settings(FEW, max_examples=80)

# days close together, around edges of months and before the history
days = st.sampled_from([date(2025, 12, 20), START] + [date(2026, m, d) for m in (1, 2, 3) for d in (1, 15, 27, 28)])
people = st.sampled_from([f"W{n}" for n in range(6)])
moves = st.builds(
    lambda worker, day, city, late: {
        "worker_id": worker, "moved_date": day, "kind": "left" if city else "returned", "city_code": city,
        "recorded_at": datetime.combine(day, time(10)) + timedelta(days=late),
    },
    people, days, st.sampled_from([None, *CITIES]), st.sampled_from([0, 0, 3]),
)  # fmt: skip
services = st.builds(
    lambda worker, day, hour, kind, policy: {
        "worker_id": worker, "served_at": datetime.combine(day, time(hour)), "kind": kind, "policy_id": policy,
        "channel": "centre", "amount": Decimal(hour) if kind in {"loan", "remittance"} else None,
    },
    people, days, st.integers(8, 18), st.sampled_from(["contact", "account", "loan", "remittance", "mobile_banking"]),
    st.sampled_from([None, "Q1", "Q2"]),
)  # fmt: skip
balances = st.builds(
    lambda worker, day, deposit, loan: {
        "worker_id": worker, "balance_date": day, "deposit_balance": Decimal(deposit), "loan_balance": Decimal(loan)
    },
    people, days, st.integers(0, 9), st.sampled_from([0, 0, 5]),
)  # fmt: skip
workers = st.lists(
    st.tuples(st.sampled_from(list(HOUSEHOLDS)), st.sampled_from(["mining", "garment", "other"]), st.integers(25, 50)),
    min_size=6, max_size=6,
)  # fmt: skip


def numbered(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [row | {key: f"{n:03}"} for n, row in enumerate(rows)]


worlds = st.builds(
    lambda who, moved, served, held: FIXED | {
        "worker": [
            {"worker_id": f"W{n}", "household_id": home, "name": "田小友", "trade": trade, "registered_date": FIRST,
             "phone": "10012345678", "birth_date": REACHES.replace(year=REACHES.year - age) + timedelta(days=n % 2)}
            for n, (home, trade, age) in enumerate(who)
        ],
        "worker_move": numbered(moved, "move_id"),
        "worker_service": numbered(served, "service_id"),
        "worker_balance": held,
    },
    workers, st.lists(moves, max_size=30), st.lists(services, max_size=20),
    st.lists(balances, max_size=20, unique_by=lambda row: (row["worker_id"], row["balance_date"])),
)  # fmt: skip


def homes() -> dict[str, dict[str, Any]]:
    """Household → units, as in the sample organisation."""
    found = {}
    for key, (village, staff) in HOUSEHOLDS.items():
        branch, entity = post_on(staff, REACHES)
        units = zip(("township", "county", "prefecture"), PLACES[village], strict=True)
        found[key] = {"village": village, **dict(units), "branch": branch, "entity": entity, "staff": staff}
    return found


def world_of(feeds: dict[str, Any]) -> World:
    served = {row["county_code"]: row["entity_id"] for row in FIXED["entity_county"]}
    above = {code: parent for code, _level, _name, parent in REGIONS}
    counties = {code: {"prefecture": above[code], "entity": entity} for code, entity in served.items()}
    empty = {name: None for name in ("end_date", "trades", "min_age", "max_age", "min_away_months")}
    whole = {feed: feeds.get(feed, []) for feed in models.FEEDS}
    whole["policy"] = [empty | row for row in feeds["policy"]]
    whole["service_centre"] = [{"city_code": None} | row for row in feeds["service_centre"]]
    return World(whole, homes(), counties, START, REACHES)


@pytest.fixture(scope="session")
def rendering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the project that rendered our models, once."""
    home = tmp_path_factory.mktemp("rendering")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.settings._chosen", tiny_settings(home))
        models.texts(home)
    return home


@pytest.fixture
def publish(serve, rendering: Path):
    """``publish(feeds)``: the sample organisation with these workers is served; what audits find."""

    def start(feeds: dict[str, Any]) -> list[str]:
        columns = {"village": "village_code", "township": "township_code", "county": "county_code"}
        columns |= {"prefecture": "prefecture_code", "branch": "branch_id", "entity": "entity_id", "staff": "staff_id"}
        rows = [{"household_id": key} | {columns[n]: v for n, v in row.items()} for key, row in homes().items()]
        kept, _source = serve([RawVisit("v1", "S1", "H0", datetime.combine(START, time(9)))])
        con = models.built(feeds, rows, START, REACHES)
        models.run(con, rendering)
        found = models.failed_audits(con, rendering)
        models.published(con, next((kept.home / "serving").glob("*.duckdb")))
        con.close()
        cache.clear()
        return found

    return start


def answered(name: str, by: tuple[str, ...], where: dict[str, Any], as_of: date) -> dict[tuple, Any]:
    frame = ask(name, by=by, where=where, as_of=as_of).frame
    return {
        tuple(None if pd.isna(row[d]) else row[d] for d in by): row[name]
        for row in frame.to_dict("records")
        if not pd.isna(row[name]) and row[name]
    }


@FEW
@given(feeds=worlds, data=st.data())
def test_any_journeys_are_counted_as_replayed(publish, feeds: dict[str, Any], data: st.DataObject):
    counted_as_replayed(publish, feeds, data)


@MANY
@given(feeds=worlds, data=st.data())
def test_any_journeys_are_counted_as_replayed_often(publish, feeds: dict[str, Any], data: st.DataObject):
    counted_as_replayed(publish, feeds, data)


def counted_as_replayed(publish, feeds: dict[str, Any], data: st.DataObject) -> None:
    """Assert that audits pass and every figure, for somebody of each scope, is that of the replay."""
    assert publish(feeds) == []
    world = world_of(feeds)
    for asker in ASKERS:
        own = {} if asker.scope_id is None else {asker.scope_level: asker.scope_id}
        by, as_of = data.draw(st.sampled_from(SPLITS)), data.draw(st.sampled_from(FLOW_ENDS))
        with acting(asker):
            for name in METRICS:
                if not knows(name, {*by, *own}) or refused(as_of):
                    continue
                again = counted(world, name, by, own, as_of)
                expected = {key: pytest.approx(float(value)) for key, value in again.items() if value}
                assert answered(name, by, {}, as_of) == expected, (name, by, as_of, asker.scope)


def knows(name: str, dimensions: set[str]) -> bool:
    from data.metrics.registry import metric

    return all(dimensions <= set(metric(part).dimensions) for part in metric(name).parts or (name,))


def refused(as_of: date) -> bool:
    """Before the first day with somebody away there is nothing to say."""
    held = stock_days()
    return bool(held) and as_of < held[0]


@FEW
@given(feeds=worlds, data=st.data())
def test_any_journeys_add_up(publish, feeds: dict[str, Any], data: st.DataObject):
    publish(feeds)
    world = world_of(feeds)
    where = {
        name: data.draw(st.sampled_from(values))
        for name, values in {
            "destination_province": ["P1", "P2"],
            "county": ["520111", "520302"],
            "trade": ["mining"],
        }.items()
        if data.draw(st.booleans())
    }
    with acting(PROVINCE):
        held = stock_days()
        first = next((day for day in world.days if stock(world, day)), date.max)
        assert held == [day for day in world.days if day >= first]
        for day in held:
            total = ask("migrant_workers", where=where, as_of=day).value("migrant_workers")
            for by in (("county",), ("destination_city",), ("centre",), ("trade", "entity")):
                assert sum(answered("migrant_workers", by, where, day).values()) == total
            assert listing("worker", where=where, as_of=day).total == total
        for start, end in pairwise(held):
            span = {"day": {"from": start + timedelta(days=1), "to": end}}
            net = answered("migrants_net", ("destination_city", "county"), where | span, end)
            stocks = [answered("migrant_workers", ("destination_city", "county"), where, day) for day in (start, end)]
            cells = {*net, *stocks[0], *stocks[1]}
            assert {c: stocks[0].get(c, 0) + net.get(c, 0) for c in cells} == {c: stocks[1].get(c, 0) for c in cells}


def test_nobody_registered_is_nothing_not_a_failure(publish):
    publish(FIXED)
    with acting(PROVINCE):
        assert stock_days() == []
        assert ask("migrant_workers").value("migrant_workers") == 0
        assert ask(["migrant_coverage", "migrant_gap"], by="destination_province").frame.empty
        assert ask("migrant_workers", by="destination_province", complete=True).frame["migrant_workers"].tolist() == [
            0,
            0,
        ]
        assert listing("worker").total == listing("worker_activity").total == 0


def test_an_audit_finds_a_place_that_is_missing(publish):
    nowhere = [row | {"parent_code": None} if row["code"] == "K1" else row for row in FIXED["destination"]]
    left = {"move_id": "1", "worker_id": "W1", "kind": "left", "moved_date": date(2026, 2, 1), "city_code": "K1"}
    feeds = FIXED | {
        "destination": nowhere,
        "worker": [
            {"worker_id": "W1", "household_id": "H1", "name": "田", "trade": "mining", "registered_date": FIRST}
        ],
        "worker_move": [left | {"recorded_at": datetime(2026, 2, 1, 9)}],
    }
    assert "mart.worker_cell" in publish(feeds)
