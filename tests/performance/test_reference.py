"""The SQL calculation and the plain-Python one agree to the hundredth, whatever scheme and history hypothesis makes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.performance import reference
from tests.performance.made import MONTH, documents, histories, scored

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
