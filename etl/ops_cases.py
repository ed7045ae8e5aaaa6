"""Cases of visits under review, from the operations DB into ``raw.ops_case``: a copy of how they stand, taken when a step was made.

A case changes until it is closed, so the copy is made anew as a whole: cases are few. What a closing changes about the past is
noted as touched, so that the build counts those months again.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa
from sqlalchemy import Engine, case, func, inspect, select

from data.ops.engine import reading
from data.ops.schema import integrity_case, integrity_step
from etl.load import now

SHAPE = pa.schema([
    ("case_id", pa.string()), ("visit_id", pa.string()), ("visit_date", pa.date32()), ("staff_id", pa.string()),
    ("branch_id", pa.string()), ("entity_id", pa.string()), ("rules", pa.string()), ("score", pa.int32()),
    ("opened_at", pa.timestamp("us")), ("state", pa.string()), ("outcome", pa.string()), ("closed_at", pa.timestamp("us")),
    ("is_appealed", pa.bool_()), ("is_overturned", pa.bool_()),
])  # fmt: skip
CLOSED = "closed_at is not null and outcome = 'did_not_take_place'"


def extract(con: duckdb.DuckDBPyConnection, engine: Engine) -> int:
    """Bring the copy up to date; how many cases it holds. Doing it again changes nothing."""
    if not inspect(engine).has_table("integrity_case"):
        return 0
    con.register("case_now", _cases(engine))
    try:
        changed = con.execute(f"""select count(*), min(visit_date) filter ({CLOSED}) from (
            (select {_names()} from case_now except select {_names()} from lake.raw.ops_case)
            union all (select {_names()} from lake.raw.ops_case except select {_names()} from case_now))""").fetchone()
        if changed and changed[0]:
            _replace(con, changed[1])
        return int(con.execute("select count(*) from case_now").fetchone()[0])  # type: ignore[index]
    finally:
        con.unregister("case_now")


def _names() -> str:
    return ", ".join(SHAPE.names)


def _cases(engine: Engine) -> pa.Table:
    steps = (
        select(
            integrity_step.c.case_id,
            func.max(case((integrity_step.c.step == "appealed", 1), else_=0)).label("is_appealed"),
            func.max(case((integrity_step.c.step == "overturned", 1), else_=0)).label("is_overturned"),
        )
        .group_by(integrity_step.c.case_id)
        .subquery()
    )
    own = [integrity_case.c[name] for name in SHAPE.names[:-2]]
    wanted = select(*own, steps.c.is_appealed, steps.c.is_overturned).join(
        steps, steps.c.case_id == integrity_case.c.case_id
    )
    with reading(engine) as connection:
        rows = [dict(row) for row in connection.execute(wanted).mappings()]
    flags = ("is_appealed", "is_overturned")
    return pa.Table.from_pylist([row | {name: bool(row[name]) for name in flags} for row in rows], SHAPE)


def _replace(con: duckdb.DuckDBPyConnection, touched: Any) -> None:
    """``touched``: the day of the first visit whose case was closed, or opened again, as one that did not take place."""
    at = now()
    con.execute("begin")
    try:
        con.execute("delete from lake.raw.ops_case")
        con.execute(f"insert into lake.raw.ops_case select {_names()}, ? from case_now order by case_id", [at])
        con.execute(
            """insert into lake.raw.ops_load by name
            select coalesce(max(load_id), 0) + 1 as load_id, 0 as rows_loaded, $at as loaded_at, $touched as touched_from
            from lake.raw.ops_load""",
            {"at": at, "touched": touched},
        )
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
