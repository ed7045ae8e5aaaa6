"""What the checks flagged is put forward by the pass: each visit of the last days once, with its evidence, and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
from sqlalchemy import select

from data.integrity import Finding
from data.integrity.cases_due import DAYS
from data.integrity.words import sentence
from data.ops.engine import engine, reading
from data.ops.schema import integrity_case, visits
from tests.conftest import tiny_settings
from tests.etl.served import published


def test_flagged_visits_of_the_last_days_are_cases(province: Path) -> None:
    with duckdb.connect(str(published(province)), read_only=True) as con:
        recent = f"visit_date > (select as_of_date from publication) - {DAYS}"
        rows = con.execute(
            f"select visit_id, trust_score from fct_visit where trust_grade = 'flagged' and {recent}"
        ).fetchall()
    with reading(engine(tiny_settings(province))) as connection:
        sent = select(visits.c.client_uuid)  # what phones sent is put forward by the web, too
        asked = select(integrity_case).where(integrity_case.c.visit_id.not_in(sent))
        cases = connection.execute(asked).mappings().all()
    assert rows and {case["visit_id"]: case["score"] for case in cases} == dict(rows)
    assert {case["state"] for case in cases} == {"open"} and len({case["rules"] for case in cases}) == 1
    assert all(sentence(Finding(**finding)) for case in cases for finding in case["findings"])
