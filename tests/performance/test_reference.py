"""The SQL calculation and the plain-Python one agree to the hundredth, whatever scheme and history hypothesis makes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.performance import reference
from tests.performance.made import MONTH, documents, histories, row, scored

pytestmark = pytest.mark.slow

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@st.composite
def worlds(draw: st.DrawFn):
    texts = [
        draw(documents("manager", sources=("self", "self", "branch", "entity"))),
        draw(documents("branch")),
        draw(documents("entity")),
    ]
    return texts, *draw(histories(texts))


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW, phases=[Phase.generate])
@given(worlds())
def test_both_calculations_agree(world) -> None:
    texts, values, targets, changes = world
    con = scored(texts, values, targets, changes)
    wanted = reference.calculate(texts, MONTH, values, targets, changes)
    rows = con.execute(
        "select month, level, unit_id, branch_id, post_code, item, value, target, completion, points, total_cap from score_step"
    ).fetchall()
    got = {(m, level, unit, branch or None, post, item): rest for m, level, unit, branch, post, item, *rest in rows}
    assert got == {key: [s.value, s.target, s.completion, s.points, s.total_cap] for key, s in wanted.steps.items()}
    groups = con.execute("select month, level, unit_id, grp, points from score_group").fetchall()
    assert {tuple(r[:4]): r[4] for r in groups} == wanted.groups
    totals = con.execute(
        "select month, level, unit_id, total, rank_province, rank_entity, rank_branch from score_total"
    ).fetchall()
    assert {r[:3]: r[3] for r in totals} == wanted.totals
    assert {r[:3]: {"province": r[4], "entity": r[5], "branch": r[6]} for r in totals} == wanted.ranks


DOCUMENT = """
scheme: {post}
version: 1
effective_from: 2025-01-01
title: {{zh: 方案, en: Scheme}}
note: {{zh: 说明, en: Note}}
groups:
- group: loan
  weight: 100
  items:
  - {{indicator: {indicator}, weight: 100, rule: {{linear: {{floor: 0, cap: 2}}}}, target: {{fixed: 10}}}}
"""


@pytest.mark.parametrize("posts", [("manager", "manager"), ("teller", "manager")])
def test_a_correction_counts_where_there_is_something_to_correct(posts) -> None:
    """Somebody moved: the ratio was measured only in the shorter part of the month, or only the shorter one's post has the item."""
    other = "deposit_avg"  # is there all the time
    texts = [DOCUMENT.format(post="manager", indicator="npl_ratio")]
    texts += [DOCUMENT.format(post="teller", indicator=other)] if "teller" in posts else []
    end = date(2026, 10, 31)
    part = [("staff", "S0", branch, "E0", days) for branch, days in (("B0", 20), ("B1", 11))]
    values = [
        row(MONTH, end, *part[0], other, Decimal(9), Decimal(1)) | {"post_code": posts[0]},
        row(MONTH, end, *part[1], "npl_ratio", Decimal(3), Decimal(20)) | {"post_code": posts[1]},
    ]
    changes = [{"month": MONTH, "level": "staff", "unit_id": "S0", "indicator": "npl_ratio", "amount": Decimal(2)}]
    con = scored(texts, values, [], changes)
    sql = "select branch_id, numerator, adjustment from score_step where indicator = 'npl_ratio' and numerator is not null"
    assert con.execute(sql).fetchall() == [("B1", Decimal(5), Decimal(2))]
    wanted = reference.calculate(texts, MONTH, values, [], changes)
    got = con.execute("select total from score_total").fetchone()[0]
    assert list(wanted.totals.values()) == [got]
