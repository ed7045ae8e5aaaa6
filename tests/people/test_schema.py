"""The operations DB: migrations, the tail in order of commits, durability."""

from __future__ import annotations

import subprocess
import sys
import threading
import uuid
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, insert, text

from data.ops.engine import connect, writing
from data.ops.schema import metadata, positions
from data.ops.tail import rows_since, safe_bound, safe_bounds, schema_of
from tests.people.databases import ops, ops_url, postgresql  # noqa: F401

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 23, 14, 5, 6, 789)


def position(number: int = 0) -> dict[str, object]:
    return {
        "client_uuid": str(uuid.uuid4()),
        "staff_id": f"S{number}",
        "at": AT,
        "lon": 107.5,
        "lat": 27.7,
        "source_crs": "WGS-84",
        "is_mock": False,
        "received_at": AT,
    }


@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
def test_migrations_lead_to_the_models(ops):  # noqa: F811
    with ops.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    only_there = {("remove_index", f"ix_{table}_tx") for table in ("visits", "positions", "photos")}
    assert {(what, getattr(thing, "name", thing)) for what, thing in found} <= only_there


@pytest.mark.slow
def test_many_processes_migrate_at_once(ops_url):  # noqa: F811
    code = "import sys; from data.ops.engine import connect, migrate; migrate(connect(sys.argv[1]))"
    starters = [subprocess.Popen([sys.executable, "-c", code, ops_url], cwd=ROOT) for _ in range(4)]
    assert [starter.wait(90) for starter in starters] == [0] * 4


def test_rows_come_typed_and_half_open(ops):  # noqa: F811
    lo = safe_bound(ops, "positions")
    with writing(ops) as connection:
        connection.execute(insert(positions), [position(n) for n in range(3)])
    hi = safe_bound(ops, "positions")
    rows = rows_since(ops, "positions", lo, hi)
    assert rows.schema == schema_of("positions") and rows["at"].to_pylist() == [AT] * 3
    assert rows_since(ops, "positions", hi, hi + 10).num_rows == 0
    assert set(safe_bounds(ops)) == {"visits", "positions", "photos"}


def test_no_rows_have_the_same_schema(ops):  # noqa: F811
    assert all(rows_since(ops, table, 0, 9).schema == schema_of(table) for table in safe_bounds(ops))


def test_pruning_does_not_move_the_bound_back(ops):  # noqa: F811
    with writing(ops) as connection:
        connection.execute(insert(positions), [position()])
    before = safe_bound(ops, "positions")
    with writing(ops) as connection:
        connection.execute(delete(positions))
    assert safe_bound(ops, "positions") >= before


def test_tail_loses_nothing_when_commits_come_out_of_order(ops):  # noqa: F811
    """Writers whose ids are given out early and committed late, beside a reader that follows the bound."""
    stop, seen = threading.Event(), []

    def follow(lo: int) -> None:
        while True:
            ending = stop.is_set()
            hi = safe_bound(ops, "positions")
            seen.extend(rows_since(ops, "positions", lo, hi)["client_uuid"].to_pylist())
            lo = hi
            if ending:
                return

    written: list[str] = []

    def write(number: int) -> None:
        for turn in range(12):
            rows = [position(number) for _ in range(1 + turn % 3)]
            with writing(ops) as connection:
                connection.execute(insert(positions), rows)
                if ops.dialect.name == "postgresql":
                    threading.Event().wait((number * 7 + turn) % 5 / 200)
            written.extend(str(row["client_uuid"]) for row in rows)

    reader = threading.Thread(target=follow, args=(safe_bound(ops, "positions"),))
    writers = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in (reader, *writers):
        thread.start()
    for writer in writers:
        writer.join()
    stop.set()
    reader.join()
    assert sorted(seen) == sorted(written)


@pytest.mark.slow
@pytest.mark.parametrize("ops_url", ["postgresql"], indirect=True)
def test_an_id_cursor_would_lose_the_late_one(ops):  # noqa: F811
    """Why ``tx``: the row with the lower id commits after the higher one was read."""
    late, early = ops.connect(), ops.connect()
    slow, quick = late.begin(), early.begin()
    lo = safe_bound(ops, "positions")
    late.execute(insert(positions), [position(1)])
    early.execute(insert(positions), [position(2)])
    quick.commit()
    middle = safe_bound(ops, "positions")
    assert rows_since(ops, "positions", lo, middle).num_rows == 0
    slow.commit()
    assert rows_since(ops, "positions", middle, safe_bound(ops, "positions"))["staff_id"].to_pylist() == ["S1", "S2"]
    late.close(), early.close()


def test_sqlite_keeps_what_it_acknowledged_through_a_loss_of_power(tmp_path):
    with connect(f"sqlite:///{tmp_path}/ops.sqlite").connect() as connection:
        assert connection.execute(text("pragma journal_mode")).scalar() == "wal"
        assert connection.execute(text("pragma synchronous")).scalar() == 2  # FULL: WAL is synced at each commit
