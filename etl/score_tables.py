"""The lake's schema ``score``: what the calculation gave, and for closed months all it was given.

``step``, ``grp``, ``total`` and ``balance`` hold closed months and the open ones; ``closing`` says which are closed. The
``input_…`` tables hold what a closed month was calculated from; ``progress`` a total per unit and day counted.
"""

from __future__ import annotations

import duckdb

from data.performance.indicators import GROUPS
from etl import lake_schema, score_landing

UNIT = """month date, as_of date, level varchar, unit_id varchar, branch_id varchar, entity_id varchar, post_code varchar,
    days integer"""
VALUE = """month date, level varchar, unit_id varchar, branch_id varchar, post_code varchar, indicator varchar,
    numerator decimal(24, 4), denominator decimal(24, 4)"""
TARGET = "month date, level varchar, unit_id varchar, indicator varchar, year integer, target decimal(24, 4)"
ADJUSTMENT = "month date, level varchar, unit_id varchar, indicator varchar, amount decimal(24, 4)"
STEP = """month date, as_of date, level varchar, unit_id varchar, entity_id varchar, branch_id varchar, post_code varchar,
    scheme varchar, version integer, item integer, indicator varchar, grp varchar, rule varchar, "of" varchar,
    numerator decimal(38, 4), denominator decimal(24, 4), adjustment decimal(38, 4), value decimal(28, 6),
    target decimal(28, 6), completion decimal(28, 6), position bigint, peers bigint, raw decimal(28, 8),
    floor decimal(12, 8), cap decimal(12, 8), points decimal(9, 2), weight decimal(5, 2), days integer,
    month_days integer, basis varchar, total_cap decimal(5, 2)"""
GROUP = """month date, level varchar, unit_id varchar, entity_id varchar, branch_id varchar, post_code varchar, grp varchar,
    points decimal(9, 2), weight decimal(5, 2)"""
TOTAL = """month date, as_of date, level varchar, unit_id varchar, entity_id varchar, branch_id varchar, post_code varchar,
    scheme varchar, version integer, days integer, month_days integer, segments integer, points decimal(9, 2),
    withheld decimal(9, 2), total_cap decimal(5, 2), balance decimal(9, 2), total decimal(9, 2), rank_branch integer,
    peers_branch integer, rank_entity integer, peers_entity integer, rank_province integer, peers_province integer,
    fingerprint varchar"""
BALANCE = "month date, level varchar, unit_id varchar, origin_month date, amount decimal(9, 2)"
TABLES = {
    "input_unit": UNIT,
    "input_value": VALUE,
    "input_target": TARGET,
    "input_adjustment": ADJUSTMENT,
    "step": STEP,
    "grp": GROUP,
    "total": TOTAL,
    "balance": BALANCE,
    "closing": """month date, as_of date, closed_at timestamp, documents varchar, digest varchar, units bigint, steps bigint,
        fingerprint varchar""",
    "progress": "month date, as_of date, level varchar, unit_id varchar, total decimal(9, 2)",
    "seen": "month date, digest varchar",
}
OF_A_MONTH = ("step", "grp", "total", "balance")
# Served tables: what they read, and the order of their rows. Steps are served for the month that runs and the one before, and
# for those a month, a quarter and a year before either, so that each finds what it is compared with.
MONTHS_WITH_STEPS = (0, 1, 2, 3, 4, 12, 13)
SERVED = {
    "score_step": (
        f"""select * from lake.score.step where month in (select cast(max(month) - interval 1 month * back as date)
            from lake.score.total, unnest({[*MONTHS_WITH_STEPS]}) as before(back) group by back)""",
        "level, unit_id, month, scheme, version, item",
    ),
    "score_total": (
        f"""select * from lake.score.total left join (
            select month, level, unit_id, {", ".join(f"max(points) filter (grp = '{g}') as points_{g}" for g in GROUPS)}
            from lake.score.grp group by month, level, unit_id) as g using (month, level, unit_id)
            left join score_landing using (month, level, unit_id)""",
        "level, unit_id, month",
    ),
    "score_balance": (
        """select b.*, t.entity_id, t.branch_id, t.post_code from lake.score.balance as b
            join lake.score.total as t using (month, level, unit_id)""",
        "month, level, unit_id, origin_month",
    ),
    "score_closing": (
        "select month, as_of, closed_at, units, steps, fingerprint from lake.score.closing", "month",
    ),
    "score_progress": (
        "select * from lake.score.progress where month > (select max(month) from lake.score.progress) - interval 7 month",
        "level, unit_id, month, as_of",
    ),
}  # fmt: skip


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make what is missing."""
    lake_schema.create(con, "score", TABLES)


def known(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables there are."""
    return lake_schema.known(con, "score")


def publish(con: duckdb.DuckDBPyConnection) -> None:
    """Copy what is served into the attached ``serving``."""
    score_landing.leave(con)
    for name, (select, order) in SERVED.items():
        con.execute(f"create table serving.{name} as select * from ({select}) order by {order}")
