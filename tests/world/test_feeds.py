"""Deliveries: true manifests, encodings, determinism, and extension day by day."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from data.errors import BadRequest
from etl.world import write_feeds
from etl.world.scales import SCALES
from tests.world.conftest import FIRST, SEED, TODAY, UNTIL, files, lines, manifest, rows

FEEDS = {
    "region",
    "entity",
    "entity_county",
    "branch",
    "staff",
    "staff_post",
    "household",
    "customer",
    "holding",
    "visit",
    "destination",
    "service_centre",
    "centre_city",
    "centre_staff",
    "policy",
    "policy_target",
    "worker",
    "worker_move",
    "worker_service",
    "worker_balance",
    "centre_case",
    "public_figure",
}


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """A province of two months: what a delivery holds does not depend on how many there are."""
    monkeypatch.setitem(SCALES, "tiny", replace(SCALES["tiny"], months=2))


@pytest.mark.parametrize("day", [FIRST, TODAY])
def test_manifest_tells_the_truth(feeds, day):
    for feed in manifest(feeds, day)["feeds"]:
        for file in feed["files"]:
            content = (feeds / "feeds" / day.isoformat() / file["path"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == file["sha256"]
            assert content.decode(file["encoding"]).count("\n") == file["rows"] + 1


def test_first_delivery_holds_every_feed_and_thirteen_months(feeds):
    first = manifest(feeds, FIRST)
    assert {feed["feed"] for feed in first["feeds"]} == FEEDS and first["complete"] and first["demo"]
    assert [path.name for path in files(feeds, FIRST, "visit")][::13] == ["visit-2025-05.csv", "visit-2026-06.csv"]


def test_entities_are_gbk_and_nothing_else(feeds):
    content = files(feeds, FIRST, "entity")[0].read_bytes()
    assert "湄潭县联社" in content.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_partial_day_is_a_prefix_of_the_whole_day(feeds, tmp_path, brief):
    write_feeds(tmp_path, scale="tiny", seed=SEED, until=UNTIL.replace(hour=23, minute=59))
    part, whole = lines(feeds, TODAY, "visit"), lines(tmp_path, TODAY, "visit")
    assert 0 < len(part) < len(whole) and set(part) <= set(whole)
    assert max(line.split(",")[6] for line in part) <= str(UNTIL)
    assert not manifest(feeds, TODAY)["complete"]


@pytest.mark.slow
def test_extending_gives_the_same_visits_as_one_go(tmp_path, brief):
    stepwise, at_once = tmp_path / "stepwise", tmp_path / "at_once"
    for moment in (
        datetime(2026, 4, 29, 11),
        datetime(2026, 4, 29, 16, 30),
        datetime(2026, 5, 3, 9),
        datetime(2026, 5, 7, 10),
    ):
        write_feeds(stepwise, scale="tiny", seed=3, until=moment)
    write_feeds(at_once, scale="tiny", seed=3, until=datetime(2026, 5, 7, 10))
    whole = lines(at_once, date(2026, 5, 6), "visit")
    for step in range(8):
        day = date(2026, 4, 29) + timedelta(days=step)
        of_day = [line for line in whole if line.split(",")[6].startswith(day.isoformat())]
        good = [line for line in lines(stepwise, day, "visit") if line.split(",")[6].startswith(day.isoformat())]
        assert sorted(good) == sorted(of_day) and manifest(stepwise, day)["complete"]
    assert lines(stepwise, date(2026, 5, 7), "visit") == lines(at_once, date(2026, 5, 7), "visit")


def test_a_second_call_at_the_same_moment_writes_nothing(feeds):
    assert write_feeds(feeds, scale="tiny", seed=SEED, until=UNTIL) == []


@pytest.mark.slow
def test_same_seed_same_bytes_other_seed_others(tmp_path, brief):
    for name, seed in (("one", SEED), ("same", SEED), ("other", SEED + 1)):
        write_feeds(tmp_path / name, scale="tiny", seed=seed, until=UNTIL)
    for feed in ("staff", "household", "customer", "holding", "visit"):
        assert lines(tmp_path / "same", FIRST, feed) == lines(tmp_path / "one", FIRST, feed)
        assert lines(tmp_path / "other", FIRST, feed) != lines(tmp_path / "one", FIRST, feed)


def test_another_seed_is_refused_in_the_same_home(feeds):
    with pytest.raises(BadRequest, match="holds a tiny province"):
        write_feeds(feeds, scale="tiny", seed=SEED + 1, until=UNTIL)


@pytest.mark.slow
def test_moved_people_are_delivered_with_the_day(tmp_path, brief):
    write_feeds(tmp_path, scale="tiny", seed=SEED, until=datetime(2026, 6, 17, 12))
    write_feeds(tmp_path, scale="tiny", seed=SEED, until=datetime(2026, 9, 2, 12))
    days = [date.fromisoformat(path.parent.name) for path in sorted(tmp_path.glob("feeds/*/manifest.json"))]
    with_posts = [day for day in days if any(f["feed"] == "staff_post" for f in manifest(tmp_path, day)["feeds"])]
    assert 2 < len(with_posts) < 30
    for day in with_posts[1:]:
        assert day.isoformat() in rows(tmp_path, day, "staff_post")["valid_from"].to_pylist()


def test_bad_rows_are_as_many_as_the_truth_says(feeds):
    told = json.loads((feeds / "world" / "truth" / "bad_rows.json").read_text())
    for day in (FIRST, TODAY):
        assert _bad_visits(lines(feeds, day, "visit")) == told["visit"][day.isoformat()]
    keys = [line.split(",")[0] for line in lines(feeds, FIRST, "customer")]
    assert told["customer"] == {FIRST.isoformat(): 12}
    assert len(keys) - len(set(keys) - {""}) == 12


def _bad_visits(found: list[str]) -> int:
    """Counted without the generator's help: by what a contract may refuse."""
    seen: set[str] = set()
    bad = 0
    for line in found:
        visit_id, _, staff, _, _, started, _, lon, _, _, accuracy, _, _, _, rating, *_ = line.split(",")
        wrong = visit_id in seen or not visit_id or staff == "99999999" or "02-30" in started
        wrong |= float(lon or 0) > 180 or not (accuracy or "0").replace(".", "").isdigit() or rating == "9"
        bad += wrong
        seen.add(visit_id)
    return bad
