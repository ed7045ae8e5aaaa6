"""Positions are forgotten after their days, and the tail does not stumble over it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select

from data.clock import now
from data.ops import retention
from data.ops.engine import reading, writing
from data.ops.schema import audit, positions, retention_run
from data.settings import settings
from tests.people.databases import ops, ops_url, postgresql  # noqa: F401
from tests.people.test_schema import position


def test_positions_are_forgotten_after_their_days(ops, monkeypatch):  # noqa: F811
    monkeypatch.setattr(retention, "CHUNK", 2)
    days = settings().keep_position_days
    with writing() as connection:
        old = [position() | {"at": now() - timedelta(days=days + 1)} for _ in range(5)]
        connection.execute(insert(positions), [*old, position() | {"at": now(), "staff_id": "new"}])
    assert retention.forget(ops, settings()) == 5
    with reading() as connection:
        assert connection.execute(select(positions.c.staff_id)).scalars().all() == ["new"]


def test_each_run_is_written_down_and_audited(ops):  # noqa: F811
    retention.forget(ops, settings())
    with reading() as connection:
        run = connection.execute(select(retention_run).order_by(retention_run.c.id.desc())).mappings().first()
        line = connection.execute(select(audit).order_by(audit.c.id.desc())).mappings().first()
    assert (run["kept_days"], run["positions"]) == (settings().keep_position_days, 0)
    assert (line["action"], line["actor"]) == ("retention.forget", "system")
