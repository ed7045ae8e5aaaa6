"""The audit chain: only grows, many writers, tampering is found."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.audit import record, record_in, verify
from data.ops.engine import reading, writing
from tests.people.databases import ops, ops_url, postgresql  # noqa: F401


def without_triggers(connection) -> None:
    """What somebody with full rights on the database could do."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("drop trigger audit_refuses_update"))
        connection.execute(text("drop trigger audit_refuses_delete"))
    else:
        connection.execute(text("alter table audit disable trigger all"))


def test_chain_of_many_writers_is_whole(ops):  # noqa: F811
    def write(number: int) -> None:
        for turn in range(8):
            record("unmask", "customer", f"C{turn}", actor=f"u{number}", field="电话")

    writers = [threading.Thread(target=write, args=(n,)) for n in range(5)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert verify().is_whole and verify().links == 40


def test_line_stands_or_falls_with_its_action(ops):  # noqa: F811
    with pytest.raises(RuntimeError), writing() as connection:
        record_in(connection, "export", "table", "visits", actor="u1")
        raise RuntimeError("the export failed")
    assert verify().links == 0


@pytest.mark.parametrize("change", ["update audit set actor = 'x'", "delete from audit"])
def test_database_refuses_change(ops, change):  # noqa: F811
    record("sign_in", "user", "u1", actor="u1")
    with pytest.raises(DBAPIError), writing() as connection:
        connection.execute(text(change))
    assert verify().links == 1


@pytest.mark.parametrize(
    "change",
    [
        "update audit set actor = 'somebody' where id = 2",
        "update audit set detail = '{}' where id = 3",
        "delete from audit where id = 2",
        "delete from audit where id = 4",
        "update audit set hash = prev_hash || '' where id = 1",
    ],
)
def test_tampering_below_the_triggers_is_found(ops, change):  # noqa: F811
    for number in range(4):
        record("track", "staff", f"S{number}", actor="u1", day="2026-11-23")
    assert verify().is_whole
    with writing() as connection:
        without_triggers(connection)
        connection.execute(text(change))
    assert not verify().is_whole


def test_detail_is_kept_readable(ops):  # noqa: F811
    record("export", "table", "visits", actor="u1", filters="湄潭县")
    with reading() as connection:
        assert "湄潭县" in connection.execute(text("select detail from audit")).scalar_one()
