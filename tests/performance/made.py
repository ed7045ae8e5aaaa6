"""Schemes and histories as hypothesis makes them, and both calculations on them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any

import duckdb
import yaml
from hypothesis import strategies as st

from data.performance.calculation import calculate
from data.performance.calculation_given import Given
from data.performance.document import parse
from data.performance.fingerprint import sign
from data.performance.indicators import GROUPS, indicators

MONTH, LAST = date(2026, 10, 1), date(2025, 10, 1)
NAMES = list(indicators())
Row = dict[str, Any]


class _Plain(yaml.SafeDumper):
    pass


_Plain.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:f}"))


def hundredth(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Numbers with two decimals."""
    return st.integers(low * 100, high * 100).map(lambda n: Decimal(n) / 100)


@st.composite
def steps(draw: st.DrawFn, first: str, starts: list[Decimal], weight: Decimal, falls: bool) -> list[Row]:
    """Thresholds with points that rise or fall."""
    points = draw(st.lists(hundredth(0, 2), min_size=len(starts), max_size=len(starts)))
    given = sorted((round(p * weight, 2) for p in points), reverse=falls)
    return [{first: start, "points": p} for start, p in zip(starts, given, strict=True)]


@st.composite
def rules(draw: st.DrawFn, indicator: str, weight: Decimal, kinds: tuple[str, ...], near: tuple[str, ...]) -> Row:
    """A rule that fits the indicator and the weight."""
    kind = draw(st.sampled_from(kinds))
    if kind == "deduction" and indicators()[indicator].direction == "up":
        kind = "linear" if weight else "veto"
    floor, cap = sorted(draw(st.tuples(hundredth(0, 2), hundredth(0, 2))))
    within = draw(st.sampled_from(near))
    down = indicators()[indicator].direction == "down"
    if kind == "linear":
        return {"linear": {"floor": floor, "cap": cap}}
    if kind == "peer":
        measure = draw(st.sampled_from(["median", "mean", "upper_quartile"]))
        return {"peer": {"within": within, "measure": measure, "floor": floor, "cap": cap}}
    if kind == "deduction":
        return {"deduction": {"per_unit": draw(hundredth(0, 3)), "max": draw(hundredth(0, 20))}}
    if kind == "veto":
        side = "above" if down else "below"
        return {"veto": {"when": {side: draw(hundredth(-5, 20))}, "total_cap": draw(hundredth(0, 100))}}
    by = draw(st.sampled_from(["completion", "value"]))
    if kind == "tiered":
        starts = sorted(draw(st.sets(hundredth(-2, 30), min_size=1, max_size=4)))
        return {"tiered": {"by": by, "tiers": draw(steps("from", starts, weight, by == "value" and down))}}
    tops = [*sorted(draw(st.sets(st.sampled_from([Decimal(n) / 10 for n in range(1, 10)]), max_size=3))), Decimal(1)]
    return {"rank": {"within": within, "by": by, "bands": draw(steps("top", tops, weight, True))}}


@st.composite
def items(
    draw: st.DrawFn, weight: Decimal, kinds: tuple[str, ...], sources: tuple[str, ...], near: tuple[str, ...]
) -> Row:
    """One line of a scheme."""
    indicator = draw(st.sampled_from(NAMES))
    rule = draw(rules(indicator, weight, kinds, near))
    name, given = next(iter(rule.items()))
    made: Row = {"indicator": indicator, "weight": weight, "rule": rule, "of": draw(st.sampled_from(sources))}
    made["unmeasured"] = draw(hundredth(0, 1))
    if name == "linear" or given.get("by") == "completion":
        fixed, factor = draw(hundredth(-20, 50)), draw(hundredth(0, 2))
        targets = ["feed", {"fixed": fixed}, {"own_last_year": factor}]
        made["target"] = draw(
            st.sampled_from(targets if "peer" not in kinds else [*targets, {"peers": "median", "within": near[0]}])
        )
        if (made["target"] == "feed" or "fixed" in made["target"]) and draw(st.booleans()):
            made |= {
                "phasing": draw(st.sampled_from(["even", "spring"])),
                "over": draw(st.sampled_from(["month", "year"])),
            }
    return made


ALL = ("linear", "tiered", "deduction", "rank", "peer")


@st.composite
def documents(draw: st.DrawFn, name: str, kinds: tuple[str, ...] = ALL, sources: tuple[str, ...] = ("self",)) -> str:
    """The text of a scheme."""
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), min_size=1, max_size=6)))
    weights = [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    near = ("province",) if name == "entity" else ("entity", "province")
    made = [draw(items(weight, kinds, sources, near)) for weight in weights]
    if draw(st.booleans()):
        made.append(draw(items(Decimal(0), ("veto", "deduction"), sources, near)))
    groups: dict[str, list[Row]] = {}
    for one in made:
        groups.setdefault(draw(st.sampled_from(GROUPS)), []).append(one)
    even = [*(Decimal(round(10_000 * n / 12)) / 100 for n in range(1, 12)), 100]
    spring = [30, 50, 54, 58, 62, 66, 70, 75, 80, 86, 93, 100]
    return yaml.dump(
        {
            "scheme": name, "version": 1, "effective_from": date(2025, 1, 1), "title": {"zh": "方案", "en": "Scheme"},
            "note": {"zh": "说明", "en": "Note"}, "phasings": {"even": even, "spring": spring},
            "groups": [{"group": g, "weight": sum(i["weight"] for i in its), "items": its} for g, its in groups.items()],
        },
        Dumper=_Plain, allow_unicode=True, sort_keys=False,
    )  # fmt: skip


def row(month: date, as_of: date, level: str, unit: str, branch: str, entity: str, days: int, indicator: str, top: Decimal, under: Decimal) -> Row:  # fmt: skip
    """A row of ``indicator_value``."""
    return {
        "month": month, "as_of": as_of, "level": level, "unit_id": unit, "staff_id": unit if level == "staff" else None,
        "branch_id": branch if level != "entity" else None, "entity_id": entity,
        "post_code": "manager" if level == "staff" else "", "days": days, "month_days": (as_of - month).days + 1,
        "indicator": indicator, "numerator": top, "denominator": under,
    }  # fmt: skip


def amounts(dice: Random, indicator: str) -> tuple[Decimal, Decimal]:
    """Numerator and denominator; small numbers, so that equals and zeros come about."""
    if indicators()[indicator].additive:
        return Decimal(dice.choice([dice.randint(-5, 50) * 10_000, dice.randint(-50_000, 500_000)])) / 10_000, Decimal(
            1
        )
    return Decimal(dice.choice([0, dice.randint(0, 300_000)])) / 10_000, Decimal(dice.randint(0, 40))


@st.composite
def organisations(draw: st.DrawFn, people: int, last: int) -> list[tuple[str, str, str, str, int]]:
    """(level, unit, branch, entity, days): two entities, three branches, and people, some of whom moved."""
    units: list[tuple[str, str, str, str, int]] = [("entity", f"E{e}", "", f"E{e}", last) for e in range(2)]
    units += [("branch", f"B{b}", f"B{b}", f"E{b % 2}", last) for b in range(3)]
    for person in range(draw(st.integers(1, people))):
        branch, days, moves = draw(st.integers(0, 2)), draw(st.integers(1, last)), draw(st.booleans())
        units.append(("staff", f"S{person}", f"B{branch}", f"E{branch % 2}", days))
        if days < last and moves:
            moved = (branch + 1) % 3
            units.append(("staff", f"S{person}", f"B{moved}", f"E{moved % 2}", last - days))
    return units


@st.composite
def histories(draw: st.DrawFn, texts: list[str], people: int = 6) -> tuple[list[Row], list[Row], list[Row]]:
    """Values of a month and of the year before, targets, adjustments; some rows are missing."""
    used = sorted({i.indicator for text in texts for i in parse(text).items})
    end = date(2026, 10, draw(st.sampled_from([31, 22, 1])))
    units = draw(organisations(people, end.day))
    dice = Random(draw(st.integers(0, 2**32)))
    values, targets, changes = [], [], []
    for (level, unit, branch, entity, days), indicator in product(units, used):
        if dice.random() < 0.9:
            values.append(row(MONTH, end, level, unit, branch, entity, days, indicator, *amounts(dice, indicator)))
        if dice.random() < 0.5:
            values.append(
                row(LAST, date(2025, 10, 31), level, unit, branch, entity, days, indicator, *amounts(dice, indicator))
            )
    for (level, unit), indicator in product(sorted({u[:2] for u in units}), used):
        amount = Decimal(dice.choice([0, dice.randint(-3_000, 30_000)])) / 100
        if dice.random() < 0.8:
            targets.append({"level": level, "unit_id": unit, "indicator": indicator, "year": 2026, "target": amount})
        if dice.random() < 0.1:
            changes.append(
                {"month": MONTH, "level": level, "unit_id": unit, "indicator": indicator, "amount": amount / 10}
            )
    return values, targets, changes


VALUE = """month date, as_of date, level varchar, unit_id varchar, staff_id varchar, branch_id varchar, entity_id varchar,
    post_code varchar, days integer, month_days integer, indicator varchar, numerator decimal(24, 4),
    denominator decimal(24, 4)"""
TARGET = "level varchar, unit_id varchar, indicator varchar, year integer, target decimal(24, 4)"
CHANGE = "month date, level varchar, unit_id varchar, indicator varchar, amount decimal(24, 4)"
RELATIONS = {"indicator_value": VALUE, "performance_target": TARGET, "score_adjustment": CHANGE}


GIVEN = Given(adjustments="score_adjustment")


def connection(values: list[Row], targets: list[Row], changes: list[Row]) -> duckdb.DuckDBPyConnection:
    """A database holding the three relations."""
    con = duckdb.connect(config={"threads": 1})
    for (name, columns), rows in zip(RELATIONS.items(), (values, targets, changes), strict=True):
        con.execute(f"create table {name} ({columns})")
        if rows:
            marks = ", ".join(f"({', '.join('?' * len(rows[0]))})" for _ in rows)
            con.execute(f"insert into {name} values {marks}", [cell for r in rows for cell in r.values()])
    con.execute(
        "create view performance_unit as select distinct on (month, level, unit_id, branch_id, post_code) "
        "month, as_of, level, unit_id, branch_id, entity_id, post_code, days from indicator_value"
    )
    return con


def scored(texts: list[str], values: list[Row], targets: list[Row], changes: list[Row]) -> duckdb.DuckDBPyConnection:
    """The database with the scores of the month."""
    con = connection(values, targets, changes)
    calculate(con, [MONTH], [parse(text) for text in texts], GIVEN)
    sign(con)
    return con
