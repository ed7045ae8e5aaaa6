"""The columns that verdicts add to the served visits, and the served rechecks; ``data/state.py`` makes them, empty, where a
publication of an earlier release has none."""

from __future__ import annotations

VERDICT = {"trust_score": "utinyint", "trust_grade": "varchar", "trust_findings": "varchar"}
UNJUDGED = ", ".join(f"null::{kind} as {name}" for name, kind in VERDICT.items())
RECHECK = """visit_id varchar, visit_date date, checked_on date, outcome varchar, recheck_kind varchar, sample varchar,
    staff_id varchar, branch_id varchar, entity_id varchar, county_code varchar, prefecture_code varchar, has_position boolean,
    trust_score utinyint, trust_grade varchar, trust_reason varchar"""
NO_REASON = "null::varchar as trust_reason"  # of a publication that had none
