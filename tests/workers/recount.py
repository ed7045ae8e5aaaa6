"""People working away, counted again in plain Python over raw rows: what the query path must equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from tests.workers.facts import Row, World
from tests.workers.replay import cases, events, firsts, fitting, posted, stock, targets

Group = tuple[Any, ...]


MOVES = {"left", "moved_out", "moved_in", "returned"}
SIGN = {"left": 1, "moved_in": 1, "returned": -1, "moved_out": -1}
STOCKS: dict[str, Callable[[Row], Any]] = {
    "migrant_workers": lambda r: 1,
    "migrants_reached": lambda r: int(r["is_reached"]),
    "migrant_accounts": lambda r: int(r["has_account"]),
    "migrant_loans": lambda r: int(r["loan"] > 0),
    "migrant_loan_balance": lambda r: r["loan"],
    "migrant_deposit_balance": lambda r: r["deposit"],
    "migrants_uncovered": lambda r: int(not r["is_reached"]),
}
FLOWS: dict[str, Callable[[Row], Any]] = {
    "migrants_left": lambda r: int(r["activity"] == "left"),
    "migrants_returned": lambda r: int(r["activity"] == "returned"),
    "migrants_moved_in": lambda r: int(r["activity"] == "moved_in"),
    "migrants_moved_out": lambda r: int(r["activity"] == "moved_out"),
    "migrants_arrived": lambda r: int(SIGN.get(r["activity"]) == 1),
    "migrants_departed": lambda r: int(SIGN.get(r["activity"]) == -1),
    "migrants_net": lambda r: SIGN.get(r["activity"], 0),
    "migrant_services": lambda r: int(r["activity"] not in MOVES),
    "migrant_loans_granted": lambda r: int(r["activity"] == "loan"),
    "migrant_loan_amount": lambda r: r["amount"] or 0 if r["activity"] == "loan" else 0,
    "migrant_remittance_amount": lambda r: r["amount"] or 0 if r["activity"] == "remittance" else 0,
    "migrant_signups": lambda r: int(r["activity"] == "mobile_banking"),
    "policy_amount": lambda r: r["amount"] or 0 if r["policy"] else 0,
}
RATIOS = {
    "migrant_coverage": ("migrants_reached", "migrant_workers"),
    "policy_rate": ("policy_reached", "policy_target"),
    "policy_use_rate": ("policy_used", "policy_reached"),
    "centre_case_days": ("centre_case_time", "centre_cases_closed"),
}
COMPARED = {
    "migrant_share": ("migrant_workers", "migrant_workers"),
    "service_share": ("migrants_reached", "migrants_reached"),
    "migrant_gap": ("migrant_workers", "migrants_reached"),
    "migrant_shortfall": ("migrant_workers", "migrants_reached"),
}


def counted(world: World, name: str, by: Group, where: Row, as_of: date, low: date | None = None) -> dict[Group, Any]:
    """Group → the metric at ``as_of`` (of flows: from ``low`` on), groups without any left out."""
    base, _, window = name.rpartition("_")
    if window in {"mtd", "ytd"}:
        name, low = base, as_of.replace(day=1) if window == "mtd" else as_of.replace(month=1, day=1)
    if name in RATIOS:
        first, whole = (counted(world, part, by, where, as_of, low) for part in RATIOS[name])
        return {key: first[key] / whole[key] for key in first if key in whole}
    if name in COMPARED:
        first, second = (counted(world, part, by, where, as_of, low) for part in COMPARED[name])
        return _compared(name, first, second)
    found: dict[Group, Any] = defaultdict(int)
    for row, value in _values(world, name, as_of, low or date.min):
        if all(row.get(key) in (wanted if isinstance(wanted, list) else [wanted]) for key, wanted in where.items()):
            found[tuple(row.get(key) for key in by)] += value
    return {key: value for key, value in found.items() if value}


def _values(world: World, name: str, as_of: date, low: date) -> Iterator[tuple[Row, Any]]:
    """(row, what it adds) of a metric."""
    if name in STOCKS:
        day = max((day for day in world.days if day <= as_of), default=None)
        yield from ((row, STOCKS[name](row)) for row in (stock(world, day) if day else []))
    elif name in FLOWS:
        yield from ((row, FLOWS[name](row)) for row in events(world) if low <= row["date"] <= as_of)
    elif name in {"policy_reached", "policy_used"}:
        rows = firsts(world, used=name == "policy_used")
        yield from ((row, 1) for row in rows if low <= row["date"] <= as_of)
    elif name in {"policy_target", "policy_target_amount"}:
        yield from ((row, row["count" if name == "policy_target" else "amount"] or 0) for row in targets(world))
    elif name in {"policy_eligible", "policy_uncovered"}:
        yield from ((row, 1 if name == "policy_eligible" else int(row["uncovered"])) for row in fitting(world))
    elif name == "centre_staff":
        yield from ((row, 1) for row in posted(world, as_of))
    else:
        yield from _case_values(world, name, as_of, low)


def _case_values(world: World, name: str, as_of: date, low: date) -> Iterator[tuple[Row, Any]]:
    for row in cases(world):
        closed = row["closed"] or date.max
        if name == "centre_cases":
            yield row, int(low <= row["opened"] <= as_of)
        elif name == "centre_cases_open":
            yield row, int(row["opened"] <= as_of < closed)
        elif low <= closed <= as_of:
            yield row, 1 if name == "centre_cases_closed" else (closed - row["opened"]).days


def _compared(name: str, first: dict[Group, Any], second: dict[Group, Any]) -> dict[Group, Any]:
    alls = sum(first.values()), sum(second.values())
    if not all(alls):
        return {}
    pairs = {key: (first.get(key, 0), second.get(key, 0)) for key in first | second}
    if name == "migrant_gap":
        return {key: 100 * (a / alls[0] - b / alls[1]) for key, (a, b) in pairs.items()}
    if name == "migrant_shortfall":
        return {key: max(_half_up(a * alls[1] / alls[0] - b), 0) for key, (a, b) in pairs.items()}
    return {key: a / alls[0] for key, (a, _b) in pairs.items()}


def _half_up(value: float) -> int:
    """Rounded as SQL does: a half goes away from zero."""
    return int(value + 0.5) if value >= 0 else -int(0.5 - value)
