"""``POST /api/v1/visits``: what is taken, what is refused and how, what happens when it comes again."""

from __future__ import annotations

import math
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from data.clock import now
from data.geo.crs import wgs84_to_gcj02
from data.ops.engine import engine, reading
from data.ops.schema import visits
from data.ops.tail import rows_since, safe_bound
from tests.ingest.conftest import visit


def count() -> int:
    with reading() as connection:
        return connection.execute(select(func.count()).select_from(visits)).scalar_one()


def only(answer) -> dict[str, object]:
    (result,) = answer.json["results"]
    return result


def test_a_visit_is_stored_and_numbered(phones):
    answer = phones("visits", visit())
    assert answer.status_code == 200
    assert only(answer)["status"] == "stored"
    assert only(answer)["visit_no"].startswith(f"E520-{now():%y}-")


def test_the_same_again_is_a_duplicate_with_the_same_number(phones):
    sent = visit()
    first, again = phones("visits", sent), phones("visits", {"visits": [sent]})
    assert only(again) == only(first) | {"status": "duplicate"}
    assert (again.status_code, count()) == (200, 1)


def test_other_content_under_the_same_uuid_changes_nothing(phones):
    sent = visit()
    phones("visits", sent)
    answer = phones("visits", sent | {"result": "not_home"})
    assert answer.status_code == 409
    assert (only(answer)["status"], only(answer)["code"]) == ("conflict", 409)
    with reading() as connection:
        assert connection.execute(select(visits.c.result)).scalars().all() == ["no_need"]


def test_a_batch_answers_each_item(phones):
    good, twice = visit(), visit()
    answer = phones("visits", {"visits": [good, visit(satisfaction=9), twice, twice, twice | {"note": "other"}]})
    assert answer.status_code == 207
    assert [r["status"] for r in answer.json["results"]] == ["stored", "refused", "stored", "duplicate", "conflict"]
    assert [r["index"] for r in answer.json["results"]] == [0, 1, 2, 3, 4]
    assert count() == 2


def test_a_large_batch_is_stored_as_it_was_sent(phones):
    sent = [visit(note=f"第{n}户", satisfaction=1 + n % 5, position=None if n % 7 else ODD) for n in range(137)]
    answer = phones("visits", {"visits": sent})
    assert answer.json["stored"] == 137
    with reading() as connection:
        rows = connection.execute(select(visits).order_by(visits.c.id)).mappings().all()
    assert [(r["client_uuid"], r["note"], r["satisfaction"], r["lon"]) for r in rows] == [
        (v["client_uuid"], v["note"], v["satisfaction"], v["position"]["lon"] if "position" in v else None)
        for v in sent
    ]
    assert [r["visit_no"] for r in rows] == [result["visit_no"] for result in answer.json["results"]]


ODD = {"lon": 106.00000000000001, "lat": 26.1, "crs": "WGS-84"}  # a float that only its own bits keep


def test_none_good_is_400(phones):
    assert phones("visits", {"visits": [visit(purpose="golf"), visit(lon=1)]}).status_code == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("client_uuid", "17"),
        ("client_uuid", None),
        ("household_id", "H9"),
        ("household_id", "户3"),
        ("household_id", ""),
        ("customer_id", "C2"),
        ("customer_id", "C9"),
        ("staff_id", "S9"),
        ("staff_id", "S4"),
        ("purpose", "golf" * 20),
        ("satisfaction", 6),
        ("satisfaction", True),
        ("satisfaction", "5"),
        ("started_at", "2199-01-01T09:00:00"),
        ("started_at", 1700000000),
        ("started_at", "1700000000"),
        ("started_at", "0001-01-01T00:00:00+23:59"),
        ("ended_at", "2020-01-01T00:00:00"),
        ("position", {"lon": 107.5, "lat": 27.7}),
        ("position", {"lon": 107.5, "lat": 97.7, "crs": "WGS-84"}),
        ("position", {"lon": 107.5, "lat": 27.7, "crs": "BD-09"}),
        ("note", "x" * 1001),
        ("note", "nul \x00"),
        ("products", ["p"] * 21),
        ("satisfction", 4),
    ],
)
def test_a_wrong_field_is_named_with_what_is_allowed(phones, field, value):
    result = only(phones("visits", visit(**{field: value})))
    assert result["status"] == "refused"
    assert any(error["field"].startswith(field) and len(error["message"]) > 10 for error in result["errors"])
    assert count() == 0


@pytest.mark.parametrize(
    ("starts", "lasts", "field"), [(0, 13, "ended_at"), (93, 1, "started_at"), (400, 1, "started_at")]
)
def test_a_visit_of_days_or_of_long_ago_is_refused(phones, starts, lasts, field):
    begun = now() - timedelta(days=starts, hours=lasts)
    ended = begun + timedelta(hours=lasts)
    (error,) = only(phones("visits", visit(started_at=begun.isoformat(), ended_at=ended.isoformat())))["errors"]
    assert error["field"] == field and count() == 0


def test_a_visit_that_was_out_of_reach_for_weeks_is_taken(phones):
    begun = now() - timedelta(days=90)
    sent = visit(started_at=begun.isoformat(), ended_at=(begun + timedelta(hours=1)).isoformat())
    assert only(phones("visits", sent))["status"] == "stored"


def test_errors_speak_the_caller_s_language(phones):
    (error,) = only(phones("visits?lang=zh", visit(satisfaction=9)))["errors"]
    assert error == {"field": "satisfaction", "message": "9 不被接受。可填：1 到 5 的整数，或不填"}


def test_a_manager_reports_for_herself_alone(phones):
    assert only(phones("visits", visit(staff_id=None), who="mary"))["status"] == "stored"
    assert only(phones("visits", visit(staff_id="S2"), who="mary"))["errors"][0]["field"] == "staff_id"


def test_a_gateway_stays_inside_its_scope(phones):
    assert only(phones("visits", visit(), who="egate"))["errors"][0]["field"] == "staff_id"
    inside = visit(staff_id="S3", household_id="户3", customer_id=None)
    assert only(phones("visits", inside, who="egate"))["status"] == "stored"


def test_gcj02_is_stored_as_wgs84(phones):
    lon, lat = wgs84_to_gcj02(107.5, 27.7)
    phones("visits", visit(position={"lon": float(lon), "lat": float(lat), "crs": "GCJ-02"}))
    with reading() as connection:
        row = connection.execute(select(visits)).mappings().one()
    assert math.hypot(row["lon"] - 107.5, row["lat"] - 27.7) < 1e-6
    assert row["source_crs"] == "GCJ-02"


def test_gcj02_again_is_a_duplicate(phones):
    sent = visit(position={"lon": 107.5, "lat": 27.7, "crs": "GCJ-02"})
    assert [only(phones("visits", sent))["status"] for _ in range(2)] == ["stored", "duplicate"]


def test_a_stored_visit_stays_a_duplicate_when_its_visitor_has_left(phones, monkeypatch):
    sent = visit()
    phones("visits", sent)
    from data.ops.directory import Directory
    from tests.ingest.conftest import CUSTOMERS, HOUSEHOLDS, STAFF

    monkeypatch.setattr("api.ingest.directory", lambda: Directory("later", STAFF.slice(1), HOUSEHOLDS, CUSTOMERS))
    assert only(phones("visits", sent))["status"] == "duplicate"


def test_the_tail_reads_what_was_stored(phones):
    lo = safe_bound(engine(), "visits")
    phones("visits", {"visits": [visit() for _ in range(3)]})
    rows = rows_since(engine(), "visits", lo, safe_bound(engine(), "visits"))
    assert rows.num_rows == 3 and rows["started_at"].null_count == 0
    assert rows["products"].to_pylist()[0] == '["grow_loan"]'


def test_at_most_500(phones):
    many = [{"client_uuid": str(uuid.uuid4())}] * 501
    assert phones("visits", {"visits": many}).status_code == 400
    assert phones("visits", {"visits": []}).status_code == 400
