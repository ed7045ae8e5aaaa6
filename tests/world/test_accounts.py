"""The second delivery: true manifests, balances that end in what is held, shares of one, planted patterns, day by day."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from etl.world import write_feeds
from etl.world.accounts_feeds import days_without_accounts, write_accounts
from etl.world.scales import SCALES
from tests.world.conftest import FIRST, TODAY

FEEDS = {
    "account_balance", "channel_activity", "sale", "lending", "portfolio", "performance_target", "conduct", "correction",
    "product_change", "life_event", "past_campaign", "campaign_member",
}  # fmt: skip
DELTAS = FEEDS - {"portfolio", "performance_target"}
LAST = date(9999, 12, 31)


@pytest.fixture(scope="module")
def home(feeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny province with its accounts."""
    made = tmp_path_factory.mktemp("accounts") / "home"
    shutil.copytree(feeds, made)
    write_accounts(made)
    return made


def folder(home: Path, day: date) -> Path:
    return home / "feeds" / f"{day}-accounts"


def rows(place: Path, feed: str) -> Iterator[dict[str, str]]:
    """The rows of a feed of a delivery, as text."""
    entry = next(e for e in json.loads((place / "manifest.json").read_text())["feeds"] if e["feed"] == feed)
    for part in entry["files"]:
        with (place / part["path"]).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def good(found: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Balances that a contract lets pass, each account once a day."""
    seen = set()
    for row in found:
        key = (row["customer_id"], row["product_code"], row["balance_date"])
        is_bad = row["customer_id"] in {"", "C999999999"} or "lost_book" in key or row["balance_avg"] == "三万"
        if key not in seen and not is_bad:
            yield row
            seen.add(key)


def test_the_second_delivery_is_whole_and_says_so(home: Path) -> None:
    said = json.loads((folder(home, FIRST) / "manifest.json").read_text())
    assert (
        {entry["feed"] for entry in said["feeds"]} == FEEDS | {"visit_recheck"}
        and said["complete"]
        and said["business_date"] == str(FIRST)
    )
    for file in (part for entry in said["feeds"] for part in entry["files"]):
        content = (folder(home, FIRST) / file["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"] and content.count(b"\n") == file["rows"] + 1
    assert not folder(home, TODAY).exists() and days_without_accounts(home) == [] and write_accounts(home) == []


def test_balances_end_in_what_is_held(home: Path) -> None:
    held = {
        (row["customer_id"], row["product_code"]): Decimal(row["balance"])
        for row in rows(home / "feeds" / str(FIRST), "holding") if row["product_group"] in {"deposit", "loan"}
    }  # fmt: skip
    last = {
        (row["customer_id"], row["product_code"]): Decimal(row["balance_eop"])
        for row in good(rows(folder(home, FIRST), "account_balance")) if row["balance_date"] == str(FIRST)
    }  # fmt: skip
    assert last == held


def test_balances_are_of_month_ends_and_of_the_december_before(home: Path) -> None:
    days = sorted({row["balance_date"] for row in good(rows(folder(home, FIRST), "account_balance"))})
    ends = {(date.fromisoformat(day) + timedelta(days=1)).day for day in days[:-1]}
    assert days[0] == "2024-12-31" and days[-1] == str(FIRST) and len(days) == 15 and ends == {1}
    used = sorted({row["activity_date"] for row in rows(folder(home, FIRST), "channel_activity")})
    assert used == days[1:]


def test_money_comes_home_for_spring_festival(home: Path) -> None:
    accounts: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for row in good(rows(folder(home, FIRST), "account_balance")):
        if row["loan_class"] == "":
            accounts[row["customer_id"], row["product_code"]][row["balance_date"]] = Decimal(row["balance_eop"])
    total: dict[str, Decimal] = defaultdict(Decimal)  # of deposits there were all the time
    for days in (found for found in accounts.values() if len(found) == 15):
        for day, balance in days.items():
            total[day] += balance
    assert total["2026-01-31"] > total["2025-11-30"] and total["2026-01-31"] > total["2026-05-31"]


def test_shares_of_a_day_sum_to_one(home: Path) -> None:
    spells: dict[tuple[str, str], list[tuple[date, date, Decimal]]] = defaultdict(list)
    for row in rows(folder(home, FIRST), "portfolio"):
        dates = (date.fromisoformat(row["valid_from"]), date.fromisoformat(row["valid_to"]))
        spells[row["customer_id"], row["product_group"]].append((*dates, Decimal(row["share"])))
    for (_customer, group), held in spells.items():
        for edge in {begin for begin, _, _ in held} | ({end for _, end, _ in held} - {LAST}):
            total = sum(share for begin, end, share in held if begin <= edge < end)
            assert total == 1 or (group and total == 0)
        assert group or {end for _, end, _ in held if end == LAST}
    split = [key for key, held in spells.items() if any(share < 1 for _, _, share in held)]
    assert 0.005 < len(split) / len(spells) < 0.05


def test_a_reversal_takes_back_a_sale_that_was_made(home: Path) -> None:
    sales = {row["sale_id"]: row for row in rows(folder(home, FIRST), "sale")}
    back = [row for row in sales.values() if row["reversal_of"]]
    assert 0.004 < len(back) / len(sales) < 0.03
    for row in back:
        of = sales[row["reversal_of"]]
        assert row["sold_at"] > of["sold_at"] and Decimal(row["amount"]) == -Decimal(of["amount"])
        assert (row["staff_id"], row["customer_id"]) == (of["staff_id"], of["customer_id"])


def test_some_corrections_come_after_the_month_was_closed(home: Path) -> None:
    late = [
        (date.fromisoformat(row["recorded_at"][:10]) - date.fromisoformat(row["balance_date"])).days
        for row in rows(folder(home, FIRST), "correction")
    ]  # fmt: skip
    assert min(late) >= 1 and max(late) > 10


def test_bad_rows_are_as_many_as_the_truth_says(home: Path) -> None:
    told = json.loads((home / "world" / "truth" / "bad_rows.json").read_text())
    found = list(rows(folder(home, FIRST), "account_balance"))
    assert told["account_balance"][str(FIRST)] == len(found) - len(list(good(iter(found)))) > 0
    assert told["visit"]  # what was known of the first delivery stays


def test_planted_patterns_are_in_the_truth_files(home: Path) -> None:
    truth = home / "world" / "truth"
    spikes = pq.read_table(truth / "month_end_spikes.parquet")["branch_id"].to_pylist()
    handed = pq.read_table(truth / "ping_pong.parquet")["customer_id"].to_pylist()
    turns = [
        r
        for r in rows(folder(home, FIRST), "portfolio")
        if r["customer_id"] in handed and r["product_group"] == "deposit"
    ]
    assert spikes and handed and len(turns) >= 5 * len(handed)


@pytest.mark.slow
def test_extending_gives_the_same_days_as_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCALES, "tiny", replace(SCALES["tiny"], months=2))
    stepwise, at_once = tmp_path / "stepwise", tmp_path / "at_once"
    for moment in (datetime(2026, 4, 28, 11), datetime(2026, 4, 30, 9), datetime(2026, 5, 3, 9)):
        write_feeds(stepwise, scale="tiny", seed=3, until=moment)
        write_accounts(stepwise)
    for moment in (datetime(2026, 4, 28, 11), datetime(2026, 5, 3, 9)):
        write_feeds(at_once, scale="tiny", seed=3, until=moment)
    write_accounts(at_once)
    days = [date(2026, 4, 27) + timedelta(days=n) for n in range(6)]
    assert [folder(stepwise, day).exists() for day in days] == [True] * 6
    for day in days:
        said = {e["feed"] for e in json.loads((folder(stepwise, day) / "manifest.json").read_text())["feeds"]}
        assert said >= DELTAS
        for feed in said:
            assert list(rows(folder(stepwise, day), feed)) == list(rows(folder(at_once, day), feed))
    one = [row["sale_id"] for day in days for row in rows(folder(stepwise, day), "sale")]
    assert len(one) == len(set(one))
