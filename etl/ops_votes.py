"""Votes of customers, from the operations DB into ``raw.ops_vote``: each once, when code and visit have met.

Without the code and the words: the lake holds what is counted. Votes have no order of commits of their own; what was
given or bound within a day before the last reading is looked at again, and taken once by its visit.
"""

from __future__ import annotations

from datetime import timedelta

import duckdb
import pyarrow as pa
from sqlalchemy import Engine, inspect, or_, select

from data.ops.engine import reading
from data.ops.schema import visit_vote, vote_code

OVERLAP = timedelta(days=1)  # no transaction is open for so long
SCHEMA = pa.schema([("visit_id", pa.string()), ("rating", pa.int64()), ("voted_at", pa.timestamp("us"))])


def new_votes(con: duckdb.DuckDBPyConnection, engine: Engine) -> pa.Table:
    """visit_id, rating, voted_at of votes the lake does not hold yet."""
    if not inspect(engine).has_table("visit_vote"):
        return SCHEMA.empty_table()
    (last,) = con.execute("select max(loaded_at) from lake.raw.ops_vote").fetchone() or (None,)
    asked = select(vote_code.c.visit_uuid, visit_vote.c.rating, visit_vote.c.voted_at).join_from(visit_vote, vote_code)
    asked = asked.where(vote_code.c.visit_uuid.is_not(None))
    if last:
        since = last - OVERLAP
        asked = asked.where(or_(visit_vote.c.voted_at >= since, vote_code.c.bound_at >= since))
    with reading(engine) as connection:
        found = connection.execute(asked).all()
    held = {row[0] for row in con.execute("select visit_id from lake.raw.ops_vote").fetchall()} if found else set()
    fresh = [row for row in found if row[0] not in held]
    return pa.table([pa.array(cells, kind) for cells, kind in zip(zip(*fresh, strict=True), SCHEMA.types, strict=True)],
                    schema=SCHEMA) if fresh else SCHEMA.empty_table()  # fmt: skip
