"""The calculation once more: slow, plain, with Decimal and dictionaries, written from the scheme documents and nothing else
of the program but the indicator library. No SQL.

What the documents mean: a value is what a unit did, per whole month where its segment is shorter and the indicator adds up.
Completion is 1 + (value − target) ÷ |target|, mirrored where less is better. Points are rounded half up once an item;
segments are weighed by days, rounded once a group.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

import yaml

from data.performance.indicators import FILE

CENT, MICRO, ZERO, ONE = Decimal("0.01"), Decimal("0.000001"), Decimal(0), Decimal(1)
LIBRARY = yaml.safe_load(FILE.read_text("utf-8"))["indicators"]
Row = dict[str, Any]


def read(text: str) -> Row:
    """A document with exact numbers."""
    return _exact(yaml.load(text, yaml.BaseLoader))


def _exact(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {key: _exact(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_exact(value) for value in raw]
    try:
        return Decimal(raw)
    except ArithmeticError:
        return raw


def up(value: Decimal, unit: Decimal) -> Decimal:
    """Rounded half away from zero."""
    return value.quantize(unit, ROUND_HALF_UP)


@dataclass
class Step:
    """One item of one segment."""

    unit: Row
    item: Row
    value: Decimal | None = None
    target: Decimal | None = None
    completion: Decimal | None = None
    points: Decimal = ZERO
    total_cap: Decimal | None = None


@dataclass
class Scores:
    """``steps`` by (month, level, unit, branch, post, item number); ``groups`` and ``totals`` by unit."""

    steps: dict[tuple[Any, ...], Step] = field(default_factory=dict)
    groups: dict[tuple[Any, ...], Decimal] = field(default_factory=dict)
    totals: dict[tuple[Any, ...], Decimal] = field(default_factory=dict)
    ranks: dict[tuple[Any, ...], dict[str, int]] = field(default_factory=dict)


def calculate(
    documents: Iterable[str], month: date, values: list[Row], targets: list[Row], adjustments: Iterable[Row] = (),
    units: list[Row] | None = None,
) -> Scores:  # fmt: skip
    """The scores of a month. ``units``: who is scored; by default everybody with a value."""
    with localcontext(Context(prec=60)):
        documents = [read(text) for text in documents]
        return _Calculation(documents, month, values, targets, adjustments, units or values).scores()


class _Calculation:
    def __init__(
        self, documents: list[Row], month: date, values: list[Row], targets: list[Row], changes: Iterable[Row],
        units: list[Row],
    ) -> None:  # fmt: skip
        self.documents, self.month, self.units = documents, month, units
        self.done: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for value in values:
            self.done[value["month"], value["level"], value["unit_id"], value["indicator"]].append(value)
        self.there: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for unit in units:
            self.there[unit["month"], unit["level"], unit["unit_id"]].append(unit)
        self.targets = {(t["level"], t["unit_id"], t["indicator"], t["year"]): t["target"] for t in targets}
        self.changes: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
        for change in changes:
            if change["month"] == month:
                self.changes[change["level"], change["unit_id"], change["indicator"]] += change["amount"]

    def scores(self) -> Scores:
        found = Scores()
        segments = self._segments(self.month)
        for unit in segments:
            document = self._document(unit)
            for number, item in enumerate(self._items(document), 1):
                step = Step(unit, item)
                self._measure(step)
                key = (self.month, unit["level"], unit["unit_id"], unit["branch_id"], unit["post_code"], number)
                found.steps[key] = step
        populations: dict[tuple[Any, ...], list[Step]] = defaultdict(list)
        for key, step in found.steps.items():
            populations[step.unit["scheme"], key[-1]].append(step)
        for steps in populations.values():
            for step in steps:
                self._aim_at_peers(step, steps)
            for step in steps:
                step.completion = self._completion(step)
            for step in steps:
                self._give_points(step, steps)
        self._add_up(found, segments)
        return found

    # Who is scored by which document

    def _segments(self, month: date) -> list[Row]:
        made: dict[tuple[Any, ...], Row] = {}
        for row in self.units:
            if row["month"] == month:
                staff = row["level"] == "staff"
                key = (
                    row["level"],
                    row["unit_id"],
                    row["branch_id"] if staff else "",
                    row["post_code"] if staff else "",
                )
                counted = (row["as_of"] - row["month"]).days + 1
                days = min(row["days"], counted) if staff else counted
                made[key] = {**row, "days": days, "counted": counted}
        chosen = [u for u in made.values() if self._document(u)]
        return sorted(chosen, key=lambda u: (u["level"], u["unit_id"], -u["days"], u["branch_id"], u["post_code"]))

    def _document(self, unit: Row) -> Row | None:
        name = unit["post_code"] if unit["level"] == "staff" else unit["level"]
        valid = [
            d for d in self.documents if d["scheme"] == name and date.fromisoformat(d["effective_from"]) <= self.month
        ]
        best = max(valid, key=lambda d: d["effective_from"], default=None)
        if best:
            unit["scheme"] = (best["scheme"], best["version"])
        return best

    def _items(self, document: Row | None) -> list[Row]:
        assert document is not None
        phasings = document.get("phasings") or {}
        made = []
        for group in document["groups"]:
            for item in group["items"]:
                rule, parameters = next(iter(item["rule"].items()))
                made.append({
                    "of": "self", "unmeasured": ZERO, "weight": ZERO, "over": "month", **item, "grp": group["group"],
                    "rule": rule, "with": parameters, "shares": phasings.get(item.get("phasing")),
                })  # fmt: skip
        return made

    # What an item has to go by

    def _source(self, step: Step) -> tuple[str, str]:
        unit, of = step.unit, step.item["of"]
        return (unit["level"], unit["unit_id"]) if of == "self" else (of, unit[f"{of}_id"])

    def _measure(self, step: Step) -> None:
        unit, item = step.unit, step.item
        level, source = self._source(step)
        additive = LIBRARY[item["indicator"]]["additive"]
        rows = [
            r for r in self.done[self.month, level, source, item["indicator"]]
            if (level != "staff" or (r["branch_id"], r["post_code"]) == (unit["branch_id"], unit["post_code"]))
        ]  # fmt: skip
        change = ZERO
        if item["of"] != "self" or self._bears_changes(unit, item["indicator"], additive):
            change = self.changes.get((level, source, item["indicator"]), ZERO)
        if rows or additive:
            top = sum((r["numerator"] for r in rows), change)
            under = rows[0]["denominator"] if rows else ONE
            if additive and level == "staff" and item["of"] == "self":
                top, under = top * unit["counted"], under * unit["days"]
            if under > 0:
                step.value = up(top / under, MICRO)
        step.target = self._target(step, level, source, additive)

    def _bears_changes(self, unit: Row, indicator: str, additive: bool) -> bool:
        """Whether corrections count here: the longest segment with the item, of those with a value where a ratio needs one."""
        if unit["level"] != "staff":
            return True
        rows = [r for r in self.there[self.month, "staff", unit["unit_id"]] if self._counts(r, indicator)]
        done = {(r["branch_id"], r["post_code"]) for r in self.done[self.month, "staff", unit["unit_id"], indicator]}

        def order(r: Row) -> tuple[Any, ...]:
            place, days = (r["branch_id"], r["post_code"]), min(r["days"], (r["as_of"] - r["month"]).days + 1)
            return (not additive and place not in done, -days, *place)

        return order(min(rows, key=order))[2:] == (unit["branch_id"], unit["post_code"])

    def _counts(self, unit: Row, indicator: str) -> bool:
        """Whether a segment's scheme has the unit's own figure of the indicator."""
        items = self._items(document) if (document := self._document(dict(unit))) else []
        return any(item["indicator"] == indicator and item["of"] == "self" for item in items)

    def _target(self, step: Step, level: str, source: str, additive: bool) -> Decimal | None:
        said = step.item.get("target")
        if said == "feed":
            year = self.targets.get((level, source, step.item["indicator"], self.month.year))
            return None if year is None else self._phased(step, year)
        if isinstance(said, dict) and "fixed" in said:
            return self._phased(step, said["fixed"])
        if isinstance(said, dict) and "own_last_year" in said:
            return self._last_year(step.item["indicator"], level, source, additive, said["own_last_year"])
        return None

    def _phased(self, step: Step, year: Decimal) -> Decimal:
        shares = step.item["shares"]
        if not shares:
            return up(year, MICRO)
        length = calendar.monthrange(self.month.year, self.month.month)[1]
        before = shares[self.month.month - 2] if self.month.month > 1 else ZERO
        grown = (shares[self.month.month - 1] - before) * step.unit["counted"] / length
        due = grown if step.item["over"] == "month" else before + grown
        return up(year * due / 100, MICRO)

    def _last_year(self, indicator: str, level: str, source: str, additive: bool, factor: Decimal) -> Decimal | None:
        then = self.month.replace(year=self.month.year - 1)
        rows, own = self.there[then, level, source], self.done[then, level, source, indicator]
        if not own:
            return None
        top, under = sum(r["numerator"] for r in own), sum(r["denominator"] for r in own)
        if additive:
            counted = max((r["as_of"] - r["month"]).days + 1 for r in rows)
            places = {
                (r["branch_id"], r["post_code"]): min(r["days"], counted) if level == "staff" else counted for r in rows
            }
            top, under = top * counted, Decimal(sum(places.values()) if level == "staff" else counted)
        return up(top * factor / under, MICRO) if under > 0 else None

    # Peers

    def _together(self, step: Step, steps: list[Step], within: str) -> list[Step]:
        return [s for s in steps if within == "province" or s.unit["entity_id"] == step.unit["entity_id"]]

    def _aim_at_peers(self, step: Step, steps: list[Step]) -> None:
        item = step.item
        said = item["with"] if item["rule"] == "peer" else item.get("target")
        if item["rule"] != "peer" and not (isinstance(said, dict) and "peers" in said):
            return
        said = said or {}
        measure = said.get("measure", "median") if item["rule"] == "peer" else said["peers"]
        peers = self._together(step, steps, said.get("within", "entity"))
        values = sorted(s.value for s in peers if s.value is not None)
        step.target = None
        if values and measure == "median":
            middle = values[(len(values) - 1) // 2] + values[len(values) // 2]
            step.target = up(middle / 2, MICRO)
        elif values and measure == "mean":
            step.target = up(sum(values, ZERO) / len(values), MICRO)
        elif values:
            step.target = values[-(-3 * len(values) // 4) - 1]

    def _completion(self, step: Step) -> Decimal | None:
        if step.value is None or step.target is None:
            return None
        sign = 1 if LIBRARY[step.item["indicator"]]["direction"] == "up" else -1
        if step.target == 0:
            return ONE if sign * step.value >= 0 else ZERO
        return up(ONE + sign * (step.value - step.target) / abs(step.target), MICRO)

    # Points

    def _give_points(self, step: Step, steps: list[Step]) -> None:
        rule, weight, given = step.item["rule"], step.item["weight"], step.item["with"] or {}
        by = given.get("by", "completion" if rule == "tiered" else "value") if rule in {"tiered", "rank"} else None
        wants = rule in {"linear", "peer"} or by == "completion"
        if step.value is None or (wants and step.completion is None):
            step.points = up(weight * step.item["unmeasured"], CENT)
        elif rule in {"linear", "peer"}:
            assert step.completion is not None
            raw = weight * step.completion
            step.points = up(max(given.get("floor", ZERO) * weight, min(given.get("cap", ONE) * weight, raw)), CENT)
        elif rule == "tiered":
            step.points = self._tier(step, step.value if by == "value" else step.completion, given["tiers"], by)
        elif rule == "deduction":
            step.points = up(max(weight - given["max"], min(weight, weight - given["per_unit"] * step.value)), CENT)
        elif rule == "veto":
            side, limit = next(iter(given["when"].items()))
            if (step.value > limit) if side == "above" else (step.value < limit):
                step.total_cap = given["total_cap"]
        else:
            step.points = self._place(step, steps, given, by)

    def _tier(self, step: Step, reached: Decimal | None, tiers: list[Row], by: str | None) -> Decimal:
        assert reached is not None
        falls = by == "value" and LIBRARY[step.item["indicator"]]["direction"] == "down"
        points = tiers[0]["points"] if falls else ZERO
        for tier in tiers:
            if reached >= tier["from"]:
                points = tier["points"]
        return up(points, CENT)

    def _place(self, step: Step, steps: list[Step], given: Row, by: str | None) -> Decimal:
        sign = 1 if LIBRARY[step.item["indicator"]]["direction"] == "up" else -1

        def good(s: Step) -> Decimal | None:
            return s.completion if by == "completion" else None if s.value is None else sign * s.value

        peers = [g for s in self._together(step, steps, given.get("within", "entity")) if (g := good(s)) is not None]
        mine = good(step)
        better = sum(1 for g in peers if g > mine)  # type: ignore[operator]
        if sign > 0 and step.value <= 0:  # type: ignore[operator]
            better = sum(1 for g in peers if g >= mine) - 1  # type: ignore[operator]
        return up(next(band["points"] for band in given["bands"] if better < band["top"] * len(peers)), CENT)

    # Adding up

    def _add_up(self, found: Scores, segments: list[Row]) -> None:
        units: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for unit in segments:
            units[self.month, unit["level"], unit["unit_id"]].append(unit)
        by_unit: dict[tuple[Any, ...], list[Step]] = defaultdict(list)
        for key, step in found.steps.items():
            by_unit[key[:3]].append(step)
        for key, parts in units.items():
            days = sum(part["days"] for part in parts)
            sums: dict[str, Decimal] = defaultdict(Decimal)
            for step in by_unit[key]:
                sums[step.item["grp"]] += step.points * step.unit["days"]
            for name, points in sums.items():
                found.groups[*key, name] = up(points / days, CENT)
            caps = [step.total_cap for step in by_unit[key] if step.total_cap is not None]
            points = sum((found.groups[*key, name] for name in sums), ZERO)
            found.totals[key] = max(ZERO, min([points, *caps]))
        self._rank(found, {key: parts[0] for key, parts in units.items()})

    def _rank(self, found: Scores, places: dict[tuple[Any, ...], Row]) -> None:
        for key, own in places.items():
            peers = [k for k, p in places.items() if k[1] == key[1] and p["post_code"] == own["post_code"]]
            near = {
                "province": peers,
                "entity": [k for k in peers if places[k]["entity_id"] == own["entity_id"]],
                "branch": [k for k in peers if all(places[k][n] == own[n] for n in ("entity_id", "branch_id"))],
            }
            found.ranks[key] = {
                name: 1 + sum(found.totals[k] > found.totals[key] for k in ks) for name, ks in near.items()
            }
