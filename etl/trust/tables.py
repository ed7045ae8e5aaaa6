"""The lake's schema ``trust``, and what of it is served.

``visit`` holds the visits of judged days of which there is anything to say; those missing were verified at the customer's place,
with nothing against them. ``day`` says what a day was judged from, and by which limits.
"""

from __future__ import annotations

import duckdb

from data.integrity.shapes import RECHECK, UNJUDGED
from etl import lake_schema

SCHEMA = "trust"
TABLES = {
    "visit": "visit_id varchar, visit_date date, score utinyint, grade varchar, findings varchar",
    "day": "visit_date date, seen varchar",
}
# Columns of the served visits; empty on days not judged yet.
JUDGED = """case when d.visit_date is not null then coalesce(t.score, 100)::utinyint end as trust_score,
    case when d.visit_date is not null then coalesce(t.grade, 'verified') end as trust_grade, t.findings as trust_findings"""
# The finding that takes most off the score of a flagged visit.
REASON = """case when v.trust_grade = 'flagged' then list_reverse_sort(list_transform(cast(v.trust_findings as json[]),
    lambda one: {'weight': cast(one->>'$[4]' as integer), 'found': one->>'$[0]'}))[1].found end as trust_reason"""
# What is served, for the fingerprint of the project.
SERVED = {"fct_visit": JUDGED, "visit_recheck": f"{RECHECK} {REASON}"}


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make what is missing."""
    lake_schema.create(con, SCHEMA, TABLES)


def known(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables there are."""
    return lake_schema.known(con, SCHEMA)


def visits(con: duckdb.DuckDBPyConnection) -> str:
    """The select of the served visits with their verdicts; without a join while no day was judged."""
    if not known(con) or not con.execute("select 1 from lake.trust.day limit 1").fetchone():
        return f"select *, {UNJUDGED} from lake.mart.fct_visit"
    return f"""select v.*, {JUDGED} from lake.mart.fct_visit as v
        left join lake.trust.visit as t on t.visit_id = v.visit_id
        left join lake.trust.day as d on d.visit_date = v.visit_date"""


def publish(con: duckdb.DuckDBPyConnection) -> None:
    """Rechecks beside the verdicts, into the attached ``serving``, which has the visits already."""
    con.execute(f"create table serving.visit_recheck ({RECHECK})")
    con.execute(f"""insert into serving.visit_recheck by name
        select r.visit_id, v.visit_date, r.checked_on, r.outcome, r.kind as recheck_kind, r.sample, v.staff_id, v.branch_id,
            v.entity_id, v.county_code, v.prefecture_code, v.lon is not null as has_position, v.trust_score, v.trust_grade, {REASON}
        from lake.raw.visit_recheck as r join serving.fct_visit as v on v.visit_id = r.visit_id
        order by v.visit_date, r.visit_id""")
