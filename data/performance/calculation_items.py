"""Schemes as relations: a row per item with its numbers, and a row per tier or band. Points in hundredths, values in
millionths, shares of a weight in points of eight decimals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby, pairwise

from data.performance.exact import hundredths, micro, relation
from data.performance.indicators import indicators
from data.performance.library import checked
from data.performance.rules import NAMES, Deduction, Linear, Peer, Ranked, Rule, Tiered, Veto
from data.performance.scheme import Item, Phasing, Scheme

FOREVER = date(9999, 12, 31)
ENDLESS = 10**36
ITEM = {
    "scheme": "varchar", "version": "integer", "valid_from": "date", "valid_to": "date", "level": "varchar",
    "item": "integer", "indicator": "varchar", "grp": "varchar", "weight2": "bigint", "of": "varchar",
    "is_additive": "boolean", "sign": "integer", "rule": "varchar", "by": "varchar", "within": "varchar",
    "target_within": "varchar", "measure": "varchar", "target_kind": "varchar",
    "target_micro": "bigint", "phase": "bigint[]", "over": "varchar",
    "floor8": "bigint", "cap8": "bigint", "per_unit2": "bigint", "unmeasured2": "bigint", "total_cap2": "bigint",
    "above": "bigint", "below": "bigint",
}  # fmt: skip
STEP = {
    "scheme": "varchar",
    "version": "integer",
    "item": "integer",
    "low": "hugeint",
    "high": "hugeint",
    "step2": "bigint",
}
COLUMNS = ", ".join(f'"{name}"' for name in ITEM)
Row = tuple[object, ...]


def items_sql(schemes: Iterable[Scheme]) -> str:
    """The items of every version, with the months it is in force."""
    return relation(_quoted(ITEM), [row for s, until in _spans(schemes) for row in _rows(s, until)])


def steps_sql(schemes: Iterable[Scheme]) -> str:
    """Tiers as ``low ≤ completion or value < high``; bands as shares of the peers."""
    rows = [(s.name, s.version, i.number, *step) for s, _ in _spans(schemes) for i in s.items for step in _steps(i)]
    return relation(_quoted(STEP), rows)


def _quoted(columns: dict[str, str]) -> dict[str, str]:
    return {f'"{name}"': kind for name, kind in columns.items()}


def _spans(schemes: Iterable[Scheme]) -> list[tuple[Scheme, date]]:
    """Each version with the day the next one takes over."""
    found: list[tuple[Scheme, date]] = []
    for _, versions in groupby(checked(schemes), key=lambda s: s.name):
        listed = list(versions)
        found += [(one, after.effective_from) for one, after in pairwise(listed)] + [(listed[-1], FOREVER)]
    return found


def _rows(scheme: Scheme, until: date) -> Iterable[Row]:
    for item in scheme.items:
        known = indicators()[item.indicator]
        rule, target = item.rule, item.target
        floor, cap = _bounds(rule, item.weight)
        yield (
            scheme.name, scheme.version, scheme.effective_from, until, scheme.level, item.number, item.indicator,
            item.group, hundredths(item.weight), item.of, known.additive, 1 if known.direction == "up" else -1,
            NAMES[type(rule)], rule.by if isinstance(rule, Tiered | Ranked) else None,
            rule.within if isinstance(rule, Ranked) else None, target.within, target.measure, target.kind,
            micro(target.number), _phase(item.phasing), item.phasing.over if item.phasing else None, floor, cap,
            hundredths(rule.per_unit) if isinstance(rule, Deduction) else None,
            hundredths((item.weight * item.unmeasured).quantize(Decimal("0.01"), ROUND_HALF_UP)),
            *_veto(rule),
        )  # fmt: skip


def _bounds(rule: Rule, weight: Decimal) -> tuple[int | None, int | None]:
    """The least and the most points, in eight decimals."""
    if isinstance(rule, Linear | Peer):
        return int(rule.floor * weight * 10**8), int(rule.cap * weight * 10**8)
    if isinstance(rule, Deduction):
        return int((weight - rule.most) * 10**8), int(weight * 10**8)
    return None, None


def _phase(phasing: Phasing | None) -> list[int] | None:
    """Hundredths of a percent due by the beginning of the year and the end of each month."""
    return [0, *(hundredths(share) for share in phasing.cumulative)] if phasing else None


def _veto(rule: Rule) -> tuple[int | None, int | None, int | None]:
    """The total's cap and the limits above and below which it holds."""
    if not isinstance(rule, Veto):
        return None, None, None
    above, below = (None if limit is None else micro(limit) for limit in (rule.above, rule.below))
    return hundredths(rule.total_cap), above, below


def _steps(item: Item) -> list[tuple[int, int, int]]:
    rule = item.rule
    if isinstance(rule, Ranked):
        tops = [0, *(micro(band.top) for band in rule.bands)]
        return [(low, high, hundredths(b.points)) for (low, high), b in zip(pairwise(tops), rule.bands, strict=True)]
    if not isinstance(rule, Tiered):
        return []
    falls = rule.by == "value" and indicators()[item.indicator].direction == "down"
    starts = [micro(tier.start) for tier in rule.tiers]
    first = hundredths(rule.tiers[0].points) if falls else 0
    ends = [*starts[1:], ENDLESS]
    found = [(low, high, hundredths(t.points)) for low, high, t in zip(starts, ends, rule.tiers, strict=True)]
    return [(-ENDLESS, starts[0], first), *found]
