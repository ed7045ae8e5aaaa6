"""Loading: idempotent by feed and day, rows read = loaded + rejected, bad rows in quarantine with line and reason."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from etl.batch import line_of
from tests.etl.feeds import AGREED, deliver, household, organisation, post, put, visit
from tests.tiers import every

DAY, NEXT = "2025-11-20", "2025-11-21"


def _visits() -> list[dict[str, Any]]:
    return [visit("1", "S1", "H1", "2025-11-05 09:00"), visit("2", "S2", "H2", "2025-11-20 09:00")]


def test_every_feed_arrives_typed(bench) -> None:
    deliver(bench.home, DAY, {"visit": _visits()})
    assert bench.load().refused == {}
    assert bench.rows("select entity_id, name from lake.raw.entity order by 1")[0] == ("E1", "甲县联社")
    assert str(bench.one("select annual_income from lake.raw.customer")) == "1000.50"
    assert bench.one("select count(*) from lake.raw.visit where business_date = ?", DAY) == 2


def test_the_same_again_changes_nothing(bench) -> None:
    deliver(bench.home, DAY, {"visit": _visits()})
    bench.load()
    before = bench.one("select max(snapshot_id) from ducklake_snapshots('lake')")
    assert bench.load().feeds == 0
    assert bench.one("select max(snapshot_id) from ducklake_snapshots('lake')") == before


@pytest.mark.slow
def test_another_content_replaces_its_own_rows(bench) -> None:
    deliver(bench.home, DAY, {"visit": _visits()})
    deliver(bench.home, NEXT, {"visit": [visit("3", "S1", "H1", "2025-11-21 09:00")]})
    bench.load()
    deliver(bench.home, DAY, {"visit": [visit("9", "S1", "H1", "2025-11-20 08:00")]})
    assert bench.load().feeds == 1
    assert bench.rows("select visit_id from lake.raw.visit order by 1") == [("3",), ("9",)]
    assert bench.one("select count(*) from lake.raw.feed_load where feed = 'visit'") == 3


def test_bad_rows_are_kept_with_line_and_reason(bench) -> None:
    bad = [
        visit("1", "S1", "H1", "2025-11-05 09:00"),
        visit("2", "S9", "H1", "2025-11-05 09:00"),
        visit("3", "S1", "H1", "2025-11-05 09:00", satisfaction=9),
        visit("4", "S1", "H1", "2025-11-05 09:00", started_at="gestern"),
        visit("1", "S1", "H2", "2025-11-06 09:00"),
        visit("6", "S1", "H1", "2025-11-05 09:00", purpose="golf", staff_id=""),
        visit("7", "S1", "H1", "2025-11-05 09:00", ended_at="2025-11-05 08:00:00"),
        visit("8", "S1", "H1", "2025-11-25 09:00"),
    ]
    deliver(bench.home, DAY, {"visit": bad})
    bench.load()
    assert bench.rows("select line, reason from lake.raw.quarantine where feed = 'visit' order by line") == [
        (3, "staff_id: unknown staff"),
        (4, "satisfaction: out of range"),
        (5, "started_at: not a timestamp"),
        (6, "duplicate key in this delivery"),
        (7, "staff_id: missing; purpose: unknown code"),
        (8, "ended before it started"),
        (9, "started after the business day"),
    ]
    raw = json.loads(bench.one("select raw from lake.raw.quarantine where line = 5"))
    assert raw["started_at"] == "gestern" and raw["visit_id"] == "4"
    assert bench.rows(
        "select rows_read, rows_loaded, rows_rejected from lake.raw.feed_load where feed = 'visit' and rows_read = 8"
    ) == [(8, 1, 7)]


@pytest.mark.slow
def test_first_of_two_deliveries_wins(bench) -> None:
    deliver(bench.home, DAY, {"visit": _visits()})
    deliver(bench.home, NEXT, {"visit": [visit("1", "S2", "H2", "2025-11-21 09:00")]})
    bench.load()
    assert bench.one("select staff_id from lake.raw.visit where visit_id = '1'") == "S1"
    assert bench.one("select reason from lake.raw.quarantine") == "duplicate key: delivered earlier"


@pytest.mark.slow
def test_malformed_lines_are_counted_and_numbered(bench) -> None:
    folder = deliver(bench.home, DAY, {"visit": _visits()})
    head = ",".join(AGREED["region"].names)
    lines = [head, "p,province,省,,,,106,26", "x,county", "f,prefecture,市,,,p,106,99", "y,county,a,b,c,d,1,2,3,4"]
    lines += ["c1,county,县,,,f,106,26", "q,moon,星,,,f,106,26"]
    entry = put(folder / "region.csv", "\n".join(lines) + "\n", rows=6, feed="region")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["feeds"] = [entry]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    bench.load()
    assert bench.rows("select line, reason from lake.raw.quarantine order by line") == [
        (3, "malformed line: columns missing"),
        (4, "lat: out of range"),
        (5, "malformed line: too many columns"),
        (7, "level: unknown code"),
    ]


@pytest.mark.parametrize(
    ("spoil", "said"),
    every(
        4,
        [
            (lambda part: part.update(rows=7), "has 2 rows, the manifest says 7"),
            (lambda part: part.update(sha256="0" * 64), "checksum"),
            (lambda part: part.update(path="gone.csv"), "missing"),
            (lambda part: part.update(encoding="gbk"), "encoding gbk in the manifest, utf-8 in the contract"),
        ],
    ),
)
def test_a_delivery_that_breaks_its_word_is_refused_whole(bench, spoil, said) -> None:
    folder = deliver(bench.home, DAY, {"household": [household("H9")], "visit": _visits()})
    manifest = json.loads((folder / "manifest.json").read_text())
    spoil(manifest["feeds"][-1]["files"][0])
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert said in bench.load().refused[DAY]
    assert bench.one("select count(*) from lake.raw.household where household_id = 'H9'") == 0
    assert bench.rows("select distinct status from lake.raw.feed_load where business_date = ?", DAY) == [("refused",)]


@pytest.mark.slow
def test_unknown_columns_and_other_bytes_refuse(bench) -> None:
    folder = deliver(bench.home, DAY, {"staff": organisation()["staff"]})
    manifest = json.loads((folder / "manifest.json").read_text())
    text = (folder / "staff.csv").read_text().replace("phone", "fax")
    manifest["feeds"][0] = put(folder / "staff.csv", text, rows=3, feed="staff")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "columns missing ['phone'], unknown ['fax']" in bench.load().refused[DAY]
    data = text.replace("fax", "phone").encode("gbk")
    (folder / "staff.csv").write_bytes(data)
    entry = manifest["feeds"][0]["files"][0]
    entry["sha256"] = hashlib.sha256(data).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "not utf-8" in bench.load().refused[DAY]


@pytest.mark.slow
def test_a_refused_folder_is_tried_again_once_mended(bench) -> None:
    folder = deliver(bench.home, DAY, {"visit": _visits()})
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["feeds"].append({"feed": "moon", "kind": "full", "files": []})
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "without a contract" in bench.load().refused[DAY]
    assert "without a contract" in bench.load().refused[DAY]
    deliver(bench.home, DAY, {"visit": _visits()})
    assert bench.load().refused == {}
    assert bench.one("select count(*) from lake.raw.feed_load where status = 'refused'") == 0


@pytest.mark.slow
def test_history_of_assignments_grows_with_later_deliveries(bench) -> None:
    deliver(bench.home, DAY, {"household": [household("H7", assigned_from="2024-01-01"), household("H2")]})
    bench.load()
    moved = [household("H7", staff="S2", assigned_from=NEXT), household("H2")]
    deliver(bench.home, NEXT, {"household": moved})
    bench.load()
    assert bench.rows(
        "select staff_id, cast(valid_from as varchar) from lake.raw.household_assignment where household_id = 'H7' order by 2"
    ) == [
        ("S1", "2024-01-01"),
        ("S2", NEXT),
    ]
    assert bench.one("select count(*) from lake.raw.household_assignment where household_id = 'H2'") == 1


@pytest.mark.slow
def test_a_changed_post_touches_the_visits_it_answers_for(bench) -> None:
    deliver(bench.home, DAY, {"visit": _visits()})
    bench.load()
    posts = [post("S1", "B2", "2010-01-01"), post("S2", "B1", "2010-01-01"), post("S3", "B3", "2010-01-01")]
    deliver(bench.home, NEXT, {"staff_post": posts})
    bench.load()
    touched = bench.rows("select cast(touched_from as varchar), cast(touched_to as varchar) from lake.raw.feed_load "
                         "where feed = 'staff_post' and business_date = ?", NEXT)  # fmt: skip
    assert touched == [("2025-11-05", "2025-11-05")]


def test_lines_skip_what_the_reader_put_aside() -> None:
    assert [line_of(n, [3, 5, 6]) for n in range(4)] == [2, 4, 7, 8]
