"""People working away: published shares, months that add up, feeds that keep their contracts and grow day by day."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from etl.contract import contracts
from etl.world import write_feeds
from etl.world.geography import REFERENCE, read_rows
from etl.world.migrant_moves import Journeys
from etl.world.migrant_people import BASE_MONTH, enlist, output_weights
from etl.world.migrant_places import CENTRES, REMOTE, places
from etl.world.migrants import month_of
from etl.world.province import build_province
from etl.world.scales import SCALES
from tests.world.conftest import FIRST, SEED, TODAY, files, lines, manifest, rows

FEEDS = {
    "destination", "service_centre", "centre_city", "centre_staff", "policy", "policy_target", "worker", "worker_move",
    "worker_service", "worker_balance", "centre_case", "public_figure",
}  # fmt: skip
CONTRACTS = contracts(Path("etl/contracts"))


@pytest.fixture(scope="module")
def demo():
    """The demo scale's province, its people away, and the months up to October 2026."""
    province = build_province(SCALES["demo"], seed=1, last_year=2026)
    people = enlist(province, places())
    months = list(Journeys(1, province.scale.workers, people, places()).play(month_of(date(2026, 10, 1))))
    return province, people, months


@pytest.mark.slow
def test_provinces_have_the_published_shares_at_every_month_end(demo):
    where = places()
    published = {
        row["province_code"]: float(row["share_2025_estimate_pct"]) / 100
        for row in read_rows(REFERENCE / "migrant_destinations.csv")
    }
    codes = [row["adcode"] for row in where.provinces]
    for month in demo[2]:
        city = month.after[month.after >= 0]
        counted = np.bincount(where.province[city], minlength=len(codes))
        for code, count in zip(codes, counted, strict=True):
            assert abs(count - published.get(code, 0) * len(city)) <= max(0.01 * published.get(code, 0) * len(city), 1)


@pytest.mark.slow
def test_counties_send_as_many_as_published_and_those_without_output_nobody(demo):
    province, people, months = demo
    known = len(months[-1].after)
    counted = np.bincount(people.county[:known], minlength=len(province.counties))
    expected = output_weights(province) / output_weights(province).sum() * known
    assert known == pytest.approx(SCALES["demo"].workers, rel=0.01) and (expected == 0).sum() == 10
    assert (counted[expected == 0] == 0).all()
    assert (np.abs(counted - expected) <= np.maximum(0.01 * expected, 1.5)).all()


@pytest.mark.slow
def test_at_most_two_of_a_household_and_migrant_families_first(demo):
    province, people, _ = demo
    assert np.bincount(people.household).max() == 2
    group = province.households.group[people.household]
    assert (province.village_county[province.households.village[people.household]] == people.county).all()
    assert (group == 3).mean() > 0.8  # households.GROUPS: migrant


@pytest.mark.slow
def test_many_are_home_at_spring_festival_and_out_again_in_march(demo):
    away = {month.month - BASE_MONTH: (month.after >= 0).mean() for month in demo[2]}
    january_2025, march_2025, january_2026, february_2026 = away[12], away[14], away[24], away[25]
    assert january_2025 < 0.8 < 0.93 < march_2025 and february_2026 < january_2026 < march_2025


@pytest.mark.slow
def test_trades_differ_by_destination(demo):
    _, people, months = demo
    where, after = places(), months[-1].after
    named = {row["short_name"]: index for index, row in enumerate(where.cities)}
    shoes = {name: (people.trade[: len(after)][after == named[name]] == 3).mean() for name in ("温州", "莆田", "深圳")}
    assert min(shoes["温州"], shoes["莆田"]) > 3 * shoes["深圳"]


def test_every_city_has_one_centre_and_provinces_without_one_the_remote_desk():
    where = places()
    with_centre = {where.province[[c["code"] for c in where.cities].index(centre.city)] for centre in CENTRES}
    assert len(CENTRES) == 13 and len({centre.city for centre in CENTRES}) == 13
    assert ((where.centre == REMOTE) == ~np.isin(where.province, list(with_centre))).all()


def test_first_delivery_keeps_every_contract(feeds):
    delivered = {feed["feed"]: feed for feed in manifest(feeds, FIRST)["feeds"]}
    assert delivered.keys() >= FEEDS and delivered.keys() <= CONTRACTS.keys()
    for feed in FEEDS:
        contract = CONTRACTS[feed]
        assert delivered[feed]["kind"] == contract.kind
        for path in files(feeds, FIRST, feed):
            assert path.read_text(encoding="utf-8").splitlines()[0].split(",") == [c.header for c in contract.columns]
        keys = [tuple(row[k] for k in contract.key) for row in table(feeds, feed)]
        assert len(keys) == len(set(keys)) or feed == "worker_service"


def test_months_add_up(feeds):
    """Start + left − returned = end, and per city with those who moved on, replayed row by row."""
    moves = sorted(table(feeds, "worker_move"), key=lambda row: (row["moved_date"], row["move_id"]))
    at: dict[str, str] = {}
    change: dict[str, Counter] = defaultdict(Counter)
    stock: dict[str, Counter] = {}
    for move in moves:
        worker, month = move["worker_id"], move["moved_date"][:7]
        assert (worker in at) == (move["kind"] != "left") and bool(move["city_code"]) == (move["kind"] != "returned")
        if worker in at:
            change[month][at.pop(worker)] -= 1
        if move["city_code"]:
            at[worker] = move["city_code"]
            change[month][move["city_code"]] += 1
        stock[month] = Counter(at.values())
    months = sorted(stock)
    for before, after in pairwise(months):
        ended = Counter(stock[before])
        ended.update(change[after])
        assert +ended == stock[after]
    left, returned = (sum(move["kind"] == kind for move in moves) for kind in ("left", "returned"))
    assert left - returned == sum(stock[months[-1]].values()) > 1_000


def test_references_hold_between_the_feeds(feeds):
    workers = {row["worker_id"]: row for row in table(feeds, "worker")}
    homes = {row["household_id"]: row for row in table(feeds, "household")}
    customers = {row["customer_id"]: row for row in rows(feeds, FIRST, "customer").to_pylist()}
    centres = {row["centre_id"] for row in table(feeds, "service_centre")}
    cities = {row["code"] for row in table(feeds, "destination") if row["level"] == "city"}
    assert {row["household_id"] for row in workers.values()} <= homes.keys()
    for row in workers.values():
        assert not row["customer_id"] or customers[row["customer_id"]]["name"] == row["name"]
    assert {row["city_code"] for row in table(feeds, "centre_city")} == cities
    assert {row["centre_id"] for row in table(feeds, "centre_staff")} == centres
    assert {
        row["worker_id"] for feed in ("worker_move", "worker_balance") for row in table(feeds, feed)
    } <= workers.keys()
    counties = {homes[row["household_id"]]["village_code"][:6] for row in workers.values()}
    assert counties == {"520304", "520328"}  # the two of the tiny province that have output
    assert {row["county_code"] for row in table(feeds, "policy_target")} == counties


def test_services_stand_on_policies_in_force_and_accounts(feeds):
    policies = {row["policy_id"]: row for row in table(feeds, "policy")}
    opened = {row["centre_id"]: row["opened_date"] for row in table(feeds, "service_centre")}
    accounts: set[str] = set()
    good = sorted(good_services(feeds), key=lambda row: row["served_at"])
    for row in good:
        day, policy = row["served_at"][:10], policies.get(row["policy_id"])
        assert not policy or policy["start_date"] <= day <= policy["end_date"]
        assert not policy or row["kind"] in ("contact", policy["product"])
        assert not row["centre_id"] or opened[row["centre_id"]] <= day
        assert (row["channel"] in ("home_branch", "app")) == (not row["centre_id"])
        accounts |= {row["worker_id"]} if row["kind"] == "account" else set()
        assert row["kind"] in ("contact", "account") or row["worker_id"] in accounts
    last = {row["worker_id"] for row in table(feeds, "worker_balance") if row["balance_date"] == FIRST.isoformat()}
    assert last == accounts and len(policies) >= 6


@pytest.mark.slow
def test_lagging_centres_and_places_without_one_reach_fewer(demo):
    from etl.world.migrant_services import Desk

    province, people, months = demo
    desk, reached = Desk(province, people, places()), np.zeros(len(people.trade), bool)
    for month in months:
        reached[desk.serve(month).worker] = True
    after = months[-1].after
    centre, met = places().centre[after[after >= 0]], reached[: len(after)][after >= 0]
    coverage = np.array([met[centre == index].mean() for index in range(REMOTE + 1)])
    assert coverage[[11, 12]].max() < coverage[:11].min() - 0.08 and coverage[REMOTE] < coverage[:REMOTE].min()
    assert 0.5 < met.mean() < 0.8 and 0.4 < desk.has[1, : len(after)][after >= 0].mean() < 0.65


def test_balances_dip_after_spring_festival(feeds):
    by_day: dict[str, dict[str, float]] = defaultdict(dict)
    for row in table(feeds, "worker_balance"):
        by_day[row["balance_date"]][row["worker_id"]] = float(row["deposit_balance"])
    days = sorted(by_day)
    both = by_day["2026-01-31"].keys() & by_day["2026-02-28"].keys()
    total = [sum(by_day[day][worker] for worker in both) for day in ("2026-01-31", "2026-02-28", "2026-05-31")]
    assert total[1] < 0.9 * total[0] and total[1] < 0.9 * total[2]
    assert days[0] == "2025-05-31" and days[-1] == FIRST.isoformat() and len(days) == 14


def test_bad_services_are_as_many_as_the_truth_says(feeds):
    told = json.loads((feeds / "world" / "truth" / "bad_rows.json").read_text())["worker_service"]
    assert told == {
        FIRST.isoformat(): len(table(feeds, "worker_service")) - len(good_services(feeds)),
        TODAY.isoformat(): 0,
    }
    assert told[FIRST.isoformat()] > 20


@pytest.mark.slow
def test_same_seed_same_bytes_other_seed_others(feeds, tmp_path):
    write_feeds(tmp_path / "other", scale="tiny", seed=SEED + 1, until=datetime(2026, 6, 17, 14, 20))
    write_feeds(tmp_path / "same", scale="tiny", seed=SEED, until=datetime(2026, 6, 17, 14, 20))
    for feed in sorted(FEEDS):
        assert lines(tmp_path / "same", FIRST, feed) == lines(feeds, FIRST, feed)
    for feed in ("worker", "worker_move", "worker_service", "worker_balance", "centre_case", "policy_target"):
        assert lines(tmp_path / "other", FIRST, feed) != lines(feeds, FIRST, feed)


@pytest.mark.slow
def test_extending_day_by_day_gives_the_same_as_one_go(tmp_path):
    stepwise, at_once, end = tmp_path / "stepwise", tmp_path / "at_once", datetime(2026, 5, 3, 10)
    for moment in (datetime(2026, 4, 28, 11), datetime(2026, 4, 28, 16, 30), datetime(2026, 5, 1, 9), end):
        write_feeds(stepwise, scale="tiny", seed=3, until=moment)
    write_feeds(at_once, scale="tiny", seed=3, until=end)
    days = [date(2026, 4, 27) + timedelta(days=step) for step in range(6)]
    for feed in ("worker_move", "worker_service"):
        added = [line for day in days for line in lines(stepwise, day, feed)]
        assert sorted(added) == sorted(lines(at_once, days[-1], feed))
    assert lines(stepwise, date(2026, 5, 3), "worker_service") == lines(at_once, date(2026, 5, 3), "worker_service")
    assert lines(stepwise, days[-1], "centre_case") == lines(at_once, days[-1], "centre_case")
    for feed in ("worker", "policy", "policy_target"):  # again on the first of the month
        assert lines(stepwise, date(2026, 5, 1), feed) == lines(at_once, days[-1], feed)
    month_end = set(lines(stepwise, date(2026, 4, 30), "worker_balance"))
    assert month_end and month_end <= set(lines(at_once, days[-1], "worker_balance"))


def table(home: Path, feed: str) -> list[dict[str, str]]:
    """A feed of the first delivery, a dict per row."""
    found = []
    for path in files(home, FIRST, feed):
        with path.open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    return found


def good_services(home: Path) -> list[dict[str, str]]:
    """The services a contract lets pass, told without the generator's help: the first of each number, typed right."""
    known = {row["worker_id"] for row in table(home, "worker")}
    good = {}
    for row in table(home, "worker_service"):
        fine = row["worker_id"] in known and row["kind"] in CONTRACTS["worker_service"].column("kind").codes
        if fine and row["service_id"] and (row["amount"] or "0").replace(".", "").isdigit():
            good.setdefault(row["service_id"], row)
    return list(good.values())
