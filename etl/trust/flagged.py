"""Visits judged so that a person should look become cases of the outlet's head: those of the last days, once each."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
from sqlalchemy import Engine

from data.integrity import cases_open
from data.integrity.cases_due import DAYS

FLAGGED = """
select t.visit_id, v.visit_no, v.visit_date, v.staff_id, v.branch_id, v.entity_id, t.score, t.findings
from lake.trust.visit as t join lake.core.fct_visit as v on v.visit_id = t.visit_id and v.visit_date = t.visit_date
where t.grade = 'flagged' and t.visit_date > $since and v.visit_date > $since and v.branch_id is not null
order by v.visit_date, v.visit_no
"""


def put_forward(con: duckdb.DuckDBPyConnection, engine: Engine, as_of: date) -> int:
    """Open a case for each flagged visit of the last days that has none; how many. One whose photos may still be under way is
    left to the next pass, which judges it with them."""
    found = con.execute(FLAGGED, {"since": as_of - timedelta(days=DAYS)})
    names = [column[0] for column in found.description or []]
    return cases_open.put_forward((dict(zip(names, row, strict=True)) for row in found.fetchall()), engine)
