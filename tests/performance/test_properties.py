"""What holds for any scheme and any history: parts make the whole, rules keep their bounds, order does not matter."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.performance.calculation import calculate
from data.performance.document import parse
from data.performance.fingerprint import month_sql, sign
from data.performance.indicators import indicators
from tests.performance.made import ALL, GIVEN, MONTH, connection, documents, histories, scored

pytestmark = pytest.mark.slow

often = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
ALONE = ("linear", "tiered", "deduction")  # rules in which no peer has a part


@dataclass(repr=False)
class World:
    """A scheme for managers, one for branches, and a history."""

    texts: list[str]
    values: list[dict[str, Any]]
    targets: list[dict[str, Any]]
    changes: list[dict[str, Any]]

    def scored(self) -> duckdb.DuckDBPyConnection:
        """With its scores."""
        return scored(self.texts, self.values, self.targets, self.changes)


@st.composite
def worlds(draw: st.DrawFn, kinds: tuple[str, ...] = ALL, sources: tuple[str, ...] = ("self", "branch", "entity")) -> World:  # fmt: skip
    texts = [draw(documents("manager", kinds, sources)), draw(documents("branch", kinds))]
    return World(texts, *draw(histories(texts)))


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


@often
@given(worlds())
def test_parts_make_the_whole(world: World) -> None:
    con = world.scored()
    assert (
        rows(con, "select 1 from score_step group by level, unit_id, branch_id, post_code having sum(weight) <> 100")
        == []
    )
    assert rows(
        con,
        "select 1 from score_total t join (select level, unit_id, sum(points) as points from score_group group by all) g "
        "using (level, unit_id) where t.points <> g.points or total <> t.points - withheld + balance",
    ) == []  # fmt: skip
    segments = """select 1 from score_total t join (select level, unit_id, sum(days) as days, count(*) as segments
        from (select distinct level, unit_id, branch_id, post_code, days from score_step) group by all) s
        using (level, unit_id) where t.days <> s.days or t.segments <> s.segments"""
    assert rows(con, segments) == []


@often
@given(worlds())
def test_groups_are_segments_weighed_by_days(world: World) -> None:
    con = world.scored()
    off = """select g.points, s.points from score_group g join (
            select level, unit_id, grp, cast(sum(points * days) as decimal(18, 2)) as points from score_step group by all
        ) s using (level, unit_id, grp) join score_total t using (level, unit_id)
        where abs(g.points * t.days - s.points) * 2 > t.days * 0.01"""
    assert rows(con, off) == []


@often
@given(worlds())
def test_nobody_and_nothing_is_lost(world: World) -> None:
    con = world.scored()
    asked = {(v["level"], v["unit_id"]) for v in world.values if v["month"] == MONTH and v["level"] != "entity"}
    assert set(rows(con, "select level, unit_id from score_total")) == asked
    lost = """select 1 from (select level, unit_id, indicator, sum(numerator) as n from score_step
            where "of" = 'self' group by level, unit_id, indicator, item) s
        join (select level, unit_id, indicator, sum(numerator) as n from indicator_value where month = date '2026-10-01'
            group by all) v using (level, unit_id, indicator)
        left join (select level, unit_id, indicator, sum(amount) as n from score_adjustment group by all) a
        using (level, unit_id, indicator) where s.n <> v.n + coalesce(a.n, 0)"""
    assert rows(con, lost) == []


@often
@given(worlds())
def test_caps_floors_and_vetoes_hold(world: World) -> None:
    con = world.scored()
    out = """select 1 from score_step where basis = 'measured'
        and (points > round(cap, 2) or points < round(floor, 2)) and abs(points - raw) > 0"""
    assert rows(con, out) == []
    capped = """select 1 from score_total t join (select level, unit_id, min(total_cap) as cap from score_step group by all) s
        using (level, unit_id) where t.total > s.cap or t.total < 0 or t.withheld < 0 and t.points >= 0"""
    assert rows(con, capped) == []
    silent = "select 1 from score_step where rule <> 'veto' and total_cap is not null or rule = 'veto' and points <> 0"
    assert rows(con, silent) == []


@often
@given(worlds(kinds=ALONE, sources=("self",)), st.integers(1, 10**6))
def test_more_is_never_worse(world: World, more: int) -> None:
    con = world.scored()
    before = dict(rows(con, "select unit_id, total from score_total where level = 'branch'"))
    for value in world.values:
        if value["month"] == MONTH and value["level"] == "branch":
            up = indicators()[value["indicator"]].direction == "up"
            value["numerator"] += Decimal(more if up else -more) / 10_000
    after = dict(rows(world.scored(), "select unit_id, total from score_total where level = 'branch'"))
    assert before.keys() == after.keys() and [u for u in before if after[u] < before[u]] == []


@often
@given(worlds(kinds=("rank",), sources=("self",)), st.integers(1, 10**6))
def test_a_better_value_never_loses_a_place(world: World, more: int) -> None:
    con = world.scored()
    points = "select item, points from score_step where level = 'branch' and unit_id = 'B0' and rule = 'rank' and \"of\" = 'self'"
    before = dict(rows(con, points))
    for value in world.values:
        if value["month"] == MONTH and (value["level"], value["unit_id"]) == ("branch", "B0"):
            up = indicators()[value["indicator"]].direction == "up"
            value["numerator"] += Decimal(more if up else -more) / 10_000
    after = dict(rows(world.scored(), points))
    assert [item for item in before if after[item] < before[item]] == []


@often
@given(worlds(kinds=ALONE, sources=("self",)), st.integers(1, 30))
def test_a_move_within_the_month_changes_nothing_by_itself(world: World, days: int) -> None:
    """The same work done in two branches, split by days, is worth what it is worth in one."""
    one = next(v for v in world.values if v["level"] == "staff" and v["month"] == MONTH)
    length = (one["as_of"] - MONTH).days + 1
    mine = [v for v in world.values if (v["unit_id"], v["month"]) == (one["unit_id"], MONTH)]
    rest = [v for v in world.values if v["unit_id"] != one["unit_id"]]
    whole, split = [], []
    for value in {v["indicator"]: v for v in mine}.values():
        additive = indicators()[value["indicator"]].additive
        numerator = value["numerator"] * length if additive else value["numerator"]
        whole.append(value | {"branch_id": "B0", "entity_id": "E0", "days": length, "numerator": numerator})
        for branch, part in (("B0", min(days, length)), ("B1", length - min(days, length))):
            if part:
                share = value["numerator"] * part if additive else value["numerator"]
                split.append(
                    value | {"branch_id": branch, "entity_id": f"E{branch[1]}", "days": part, "numerator": share}
                )
    mine_alone = f"select total from score_total where unit_id = '{one['unit_id']}'"
    totals = [
        rows(World(world.texts, values + rest, world.targets, []).scored(), mine_alone) for values in (whole, split)
    ]
    assert totals[0] == totals[1]


@often
@given(worlds(), st.randoms(use_true_random=False))
def test_neither_order_nor_threads_matter(world: World, dice: Any) -> None:
    prints = set()
    for threads in (1, 2, 4):
        for listed in (world.values, world.targets, world.changes):
            dice.shuffle(listed)
        con = connection(world.values, world.targets, world.changes)
        con.execute(f"set threads = {threads}")
        calculate(con, [MONTH], [parse(text) for text in reversed(world.texts)], GIVEN)
        sign(con)
        prints.add(rows(con, f"select fingerprint from ({month_sql('score_total')})")[0][0])
    assert len(prints) == 1


@often
@given(worlds())
def test_a_changed_hundredth_changes_the_fingerprint(world: World) -> None:
    con = world.scored()
    before = rows(con, month_sql("score_total"))
    con.execute(
        "update score_step set points = points + 0.01 where rowid = (select min(rowid) from score_step where item = 1)"
    )
    con.execute("alter table score_total drop column fingerprint")
    sign(con)
    assert rows(con, month_sql("score_total")) != before
