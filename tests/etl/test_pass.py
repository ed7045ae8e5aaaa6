"""Whole passes on the hand-written organisation: late days, transfers, phones' visits, audits that stop a publication."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import insert, select

from data import lake
from data.errors import PublicationFailed, Unavailable
from data.ops.engine import engine, writing
from data.ops.schema import etl_runs, photos, publications, visits
from data.settings import Settings
from etl.project import fingerprint
from etl.publish import SERVED, pointer
from etl.run import alone, run_pass
from tests.conftest import tiny_settings
from tests.etl.feeds import deliver, organisation, post, visit

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One home through which the tests of this module walk in order."""
    made = tiny_settings(tmp_path_factory.mktemp("pass") / "home")
    visited = [
        visit("1", "S1", "H1", "2025-10-30 09:00"),
        visit("2", "S1", "H1", "2025-11-03 09:00"),
        visit("3", "S1", "H2", "2025-11-12 09:00"),
        visit("4", "S2", "H1", "2025-11-12 10:00"),
        visit("5", "S3", "H3", "2025-11-12 11:00", crs="GCJ-02"),
    ]
    deliver(made.home, "2025-11-12", organisation() | {"visit": visited})
    return made


@pytest.fixture(autouse=True)
def in_force(chosen: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.settings._chosen", chosen)


def _served(chosen: Settings, sql: str) -> list[tuple[Any, ...]]:
    current = pointer(chosen.home)
    assert current
    with duckdb.connect(str(chosen.home / "serving" / current["file"]), read_only=True) as con:
        return con.execute(sql).fetchall()


def _phone_visit(number: int, at: datetime) -> dict[str, Any]:
    """A visit an hour after that of the number before: together they would be too many at once."""
    uuid, at = f"00000000-0000-4000-8000-{number:012d}", at.replace(hour=at.hour + number - 1)
    row = {
        "client_uuid": uuid,
        "visit_no": f"P{number}",
        "staff_id": "S1",
        "household_id": "H2",
        "purpose": "credit_review",
    }
    row |= {"result": "no_need", "started_at": at, "ended_at": at.replace(minute=30), "lon": 106.7, "lat": 26.6}
    return row | {"is_mock": False, "received_at": at, "fingerprint": uuid, "satisfaction": 4}


def test_branch_is_that_of_the_day(chosen) -> None:
    assert run_pass(chosen).status == "published"
    assert _served(chosen, "select visit_id, branch_id from fct_visit order by 1") == [
        ("1", "B1"), ("2", "B1"), ("3", "B2"), ("4", "B1"), ("5", "B3"),
    ]  # fmt: skip
    assert _served(chosen, "select branch_id, is_active from dim_staff where staff_id = 'S1'") == [("B2", True)]


def test_firsts_are_per_unit(chosen) -> None:
    rows = "select unit_id, sum(households_new_month) from visit_level_day where level = '{}' and visit_date >= '2025-11-01' group by 1 order by 1"
    assert _served(chosen, rows.format("province")) == [("province", 3)]
    assert _served(chosen, rows.format("entity")) == [("E1", 2), ("E2", 1)]
    assert _served(chosen, rows.format("branch")) == [("B1", 1), ("B2", 1), ("B3", 1)]
    assert _served(chosen, rows.format("staff")) == [("S1", 2), ("S2", 1), ("S3", 1)]


def test_gcj_positions_are_converted(chosen) -> None:
    lon, lat, distance = _served(chosen, "select lon, lat, distance_m from fct_visit where visit_id = '5'")[0]
    assert 0.002 < 106.7 - lon < 0.008 and abs(lat - 26.6) < 0.006
    assert 300 < distance < 900
    assert _served(chosen, "select max(distance_m) from fct_visit where visit_id <> '5'") == [(0.0,)]


def test_the_pass_after_the_first_publication_judges_the_visits(chosen) -> None:
    assert _served(chosen, "select count(trust_grade) from fct_visit") == [(0,)]
    assert run_pass(chosen).status == "published"
    assert _served(chosen, "select count(trust_grade), count(*) from fct_visit") == [(5, 5)]
    assert _served(chosen, "select trust_grade from fct_visit where visit_id = '5'") == [("plausible",)]


def test_nothing_new_is_nothing_done(chosen) -> None:
    before = pointer(chosen.home)
    assert run_pass(chosen).status == "unchanged"
    assert pointer(chosen.home) == before


def test_a_home_of_another_program_is_built_again(chosen, monkeypatch) -> None:
    con = lake.connect(chosen)
    con.execute("alter table lake.raw.built drop column project")
    con.close()
    assert run_pass(chosen).status == "published"
    assert run_pass(chosen).status == "unchanged"
    ours = fingerprint()
    monkeypatch.setitem(SERVED, "worker_place", "worker_id, nth")
    assert fingerprint() != ours


def test_late_and_corrected_days_are_restated(chosen) -> None:
    posts = [post("S1", "B1", "2010-01-01", "2025-11-01"), post("S1", "B2", "2025-11-01")]
    rest = [post("S2", "B1", "2010-01-01"), post("S3", "B3", "2010-01-01")]
    late = [visit("6", "S2", "H2", "2025-10-01 09:00"), visit("7", "S3", "H3", "2025-11-13 09:00")]
    deliver(chosen.home, "2025-11-13", {"staff_post": posts + rest, "visit": late})
    assert run_pass(chosen).status == "published"
    assert _served(chosen, "select visit_id, branch_id from fct_visit where staff_id = 'S1' order by 1") == [
        ("1", "B1"), ("2", "B2"), ("3", "B2"),
    ]  # fmt: skip
    months = "select sum(households_new_month) from visit_level_day where level = 'province' group by month(visit_date) order by 1"
    assert _served(chosen, months) == [(2,), (3,)]
    assert _served(chosen, "select count(*), count(distinct visit_id) from fct_visit") == [(7, 7)]


def test_visits_of_phones_come_once(chosen) -> None:
    at = datetime(2025, 11, 13, 15, 0)
    with writing(engine(chosen)) as connection:
        connection.execute(insert(visits), [_phone_visit(1, at), _phone_visit(2, at)])
    run_pass(chosen)
    with writing(engine(chosen)) as connection:
        connection.execute(insert(visits), [_phone_visit(3, at)])
        image = {
            "sha256": "0",
            "mime": "image/jpeg",
            "width": 1,
            "height": 1,
            "bytes": 1,
            "taken_at": at,
            "received_at": at,
        }
        whose = {
            "photo_uuid": "p1",
            "visit_uuid": _phone_visit(1, at)["client_uuid"],
            "visit_no": "P1",
            "staff_id": "S1",
        }
        connection.execute(insert(photos).values(**image, **whose))
    done = run_pass(chosen)
    assert done.status == "published"
    assert _served(chosen, "select visit_no, branch_id, photo_count from fct_visit where visit_no like 'P%' order by 1") == [
        ("P1", "B2", 1), ("P2", "B2", 0), ("P3", "B2", 0),
    ]  # fmt: skip
    assert pointer(chosen.home)["ops_bound"]["visits"] == 4
    assert run_pass(chosen).status == "unchanged"


def test_a_violation_stops_publication_and_the_last_one_stays(chosen) -> None:
    before = pointer(chosen.home)
    con = lake.connect(chosen)
    con.execute("insert into lake.raw.staff select * from lake.raw.staff where staff_id = 'S2'")
    con.close()
    deliver(chosen.home, "2025-11-14", {"visit": [visit("8", "S2", "H1", "2025-11-14 09:00")]})
    with pytest.raises(PublicationFailed, match="dim_staff"):
        run_pass(chosen)
    assert pointer(chosen.home) == before
    told = json.loads((chosen.home / "etl_last_run.json").read_text())
    assert (told["status"], told["stage"]) == ("failed", "build") and "dim_staff" in told["message"]
    with engine(chosen).connect() as connection:
        assert (
            connection.execute(select(etl_runs.c.status).order_by(etl_runs.c.started_at.desc())).scalars().first()
            == "failed"
        )


def test_mended_data_are_published(chosen) -> None:
    deliver(
        chosen.home,
        "2025-11-14",
        {"staff": organisation()["staff"], "visit": [visit("8", "S2", "H1", "2025-11-14 09:00")]},
    )
    assert run_pass(chosen).status == "published"
    assert _served(chosen, "select count(*) from fct_visit") == [(11,)]
    with engine(chosen).connect() as connection:
        assert len(connection.execute(select(publications.c.snapshot_id)).all()) == 7
    assert len(list((chosen.home / "serving").glob("*.duckdb"))) <= chosen.keep_publications


def test_the_newest_day_delivered_again_is_built_again(chosen) -> None:
    deliver(
        chosen.home,
        "2025-11-14",
        {"staff": organisation()["staff"], "visit": [visit("9", "S2", "H1", "2025-11-14 09:00")]},
    )
    assert run_pass(chosen).status == "published"
    assert _served(chosen, "select visit_id from fct_visit where visit_date = '2025-11-14'") == [("9",)]


def test_a_refusal_is_published_without_a_build(chosen) -> None:
    deliver(chosen.home, "2025-11-15", {"visit": []}, feeds=[{"feed": "moon", "kind": "full", "files": []}])
    done = run_pass(chosen)
    assert done.status == "published" and "2025-11-15" in done.refused
    assert _served(chosen, "select status from feed_load where business_date = '2025-11-15'") == [("refused",)]
    assert _served(chosen, "select as_of_date::varchar from publication") == [("2025-11-14",)]
    assert run_pass(chosen).status == "unchanged"


def test_two_passes_never_run_at_once(chosen: Settings) -> None:
    with alone(chosen.home), pytest.raises(Unavailable, match="another"):
        run_pass(chosen)


def test_tidying_keeps_what_was_published(chosen: Settings) -> None:
    from etl.maintenance import tidy

    assert tidy(chosen) > 0
    published = pointer(chosen.home)
    con = lake.connect(chosen, snapshot=int(published["snapshot_id"]))
    assert con.execute("select count(*) from lake.mart.fct_visit").fetchone() == (11,)
    con.close()
    assert run_pass(chosen).status in {"unchanged", "published"}
    assert not list(Path(chosen.home, "serving").glob("*.tmp"))
