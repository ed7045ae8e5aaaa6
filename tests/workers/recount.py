"""People working away, counted again in plain Python over raw rows: what the query path must equal.

Written from the definitions of the metrics, not from the models: a worker's moves are replayed up to the day asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

Row = dict[str, Any]
Group = tuple[Any, ...]
HOME = ("prefecture", "county", "township", "village", "entity", "branch", "staff")
NOWHERE: Row = {"destination_province": None, "destination_city": None, "centre": None}


@dataclass
class World:
    """Raw rows by feed, and what is known of homes: household → its units, county → its units."""

    feeds: dict[str, list[Row]]
    homes: dict[str, Row]
    counties: dict[str, Row]
    first_visit: date
    reaches: date
    kept: dict[Any, list[Row]] = field(default_factory=dict)

    @cached_property
    def days(self) -> list[date]:
        """Month ends of the history, and the day data reaches."""
        ends, day = [], self.first_visit
        while day <= self.reaches:
            following = day + timedelta(days=1)
            if following.month != day.month or day == self.reaches:
                ends.append(day)
            day = following
        return ends

    @cached_property
    def workers(self) -> dict[str, Row]:
        """Worker → home, trade and birth date; those without a known household are not ours to count."""
        return {
            row["worker_id"]: {"trade": row["trade"], "birth_date": row["birth_date"]} | self.homes[row["household_id"]]
            for row in self.feeds["worker"]
            if row["household_id"] in self.homes
        }

    @cached_property
    def places(self) -> dict[str, Row]:
        """City → province, city and centre; the remote desk where no centre serves."""
        centre = {row["city_code"]: row["centre_id"] for row in self.feeds["centre_city"]}
        desk = next((r["centre_id"] for r in self.feeds["service_centre"] if r["kind"] == "remote_desk"), None)
        return {
            row["code"]: {
                "destination_province": row["parent_code"],
                "destination_city": row["code"],
                "centre": centre.get(row["code"], desk),
            }
            for row in self.feeds["destination"]
            if row["level"] == "city"
        }

    @cached_property
    def moves(self) -> dict[str, list[Row]]:
        """Worker → moves in order."""
        found = self._of_workers("worker_move")
        for rows in found.values():
            rows.sort(key=lambda row: (row["moved_date"], row["recorded_at"], row["move_id"]))
        return found

    @cached_property
    def services(self) -> dict[str, list[Row]]:
        return self._of_workers("worker_service")

    @cached_property
    def balances(self) -> dict[str, list[Row]]:
        return self._of_workers("worker_balance")

    def _of_workers(self, feed: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.feeds[feed]:
            if row["worker_id"] in self.workers:
                found[row["worker_id"]].append(row)
        return found


def replay(moves: Iterable[Row]) -> Iterator[tuple[Row, str | None, str | None]]:
    """(move, city before, city after) of each; None is home."""
    city: str | None = None
    for move in moves:
        before, city = city, None if move["kind"] == "returned" else move["city_code"]
        yield move, before, city


def stock(world: World, day: date) -> list[Row]:
    """A row per worker away at the end of ``day``."""
    if day not in world.kept:
        world.kept[day] = [row for worker in world.workers if (row := _away(world, worker, day))]
    return world.kept[day]


def _away(world: World, worker: str, day: date) -> Row | None:
    city, since = None, None
    for move, before, after in replay(m for m in world.moves[worker] if m["moved_date"] <= day):
        since = move["moved_date"] if before is None else since
        city = after
    if city is None:
        return None
    until = [s for s in world.services[worker] if s["served_at"].date() <= day]
    held = max(
        (b for b in world.balances[worker] if b["balance_date"] <= day), key=lambda b: b["balance_date"], default={}
    )
    return (
        world.workers[worker]
        | world.places[city]
        | {
            "worker": worker,
            "away_since": since,
            "is_reached": bool(until),
            "has_account": bool(held) or any(s["kind"] == "account" for s in until),
            "deposit": held.get("deposit_balance") or Decimal(0),
            "loan": held.get("loan_balance") or Decimal(0),
        }
    )


def events(world: World) -> list[Row]:
    """A row per thing that happened, two for a move between cities."""
    if "events" not in world.kept:
        world.kept["events"] = [row for worker in world.workers for row in _events(world, worker)]
    return world.kept["events"]


def _events(world: World, worker: str) -> Iterator[Row]:
    for move, before, after in replay(world.moves[worker]):
        if before == after:
            continue
        at = {"worker": worker, "date": move["moved_date"], "policy": None, "amount": None} | world.workers[worker]
        if before is not None:
            yield at | world.places[before] | {"activity": "moved_out" if after else "returned"}
        if after is not None:
            yield at | world.places[after] | {"activity": "moved_in" if before else "left"}
    for service in world.services[worker]:
        yield world.workers[worker] | _place_on(world, worker, service["served_at"].date()) | {
            "worker": worker, "date": service["served_at"].date(), "at": service["served_at"],
            "activity": service["kind"], "policy": service["policy_id"], "amount": service["amount"],
        }  # fmt: skip


def _place_on(world: World, worker: str, day: date) -> Row:
    """Where they were; at home the place left, before the first move the one gone to."""
    moves = list(replay(world.moves[worker]))
    if not moves:
        return NOWHERE
    until = [step for step in moves if step[0]["moved_date"] <= day] or moves[:1]
    _move, before, after = until[-1]
    return world.places.get(after or before or "", NOWHERE)


def firsts(world: World, *, used: bool) -> list[Row]:
    """A row per policy and worker: the first service under it; ``used``: the first that is no contact."""
    best: dict[tuple[str, str], Row] = {}
    for row in events(world):
        if row["policy"] is None or (used and row["activity"] == "contact"):
            continue
        key = (row["policy"], row["worker"])
        if key not in best or (row["at"], row["activity"]) < (best[key]["at"], best[key]["activity"]):
            best[key] = row
    return list(best.values())


def fitting(world: World) -> list[Row]:
    """A row per policy in force and worker away on the last day whom it fits."""
    day, reached = world.days[-1], {(row["policy"], row["worker"]) for row in firsts(world, used=False)}
    found = []
    for policy in world.feeds["policy"]:
        for row in stock(world, day) if in_force(policy, day) else []:
            if fits(policy, row, day):
                key = (policy["policy_id"], row["worker"])
                found.append(row | {"policy": key[0], "uncovered": key not in reached})
    return found


def in_force(policy: Row, day: date) -> bool:
    return policy["start_date"] <= day and (policy["end_date"] is None or day <= policy["end_date"])


def fits(policy: Row, worker: Row, day: date) -> bool:
    age, months = years_between(worker["birth_date"], day), months_between(worker["away_since"], day)
    trades = (policy["trades"] or "").split("|") if policy["trades"] else [worker["trade"]]
    low, high, away = policy["min_age"], policy["max_age"], policy["min_away_months"]
    return (
        worker["trade"] in trades
        and (low is None or age >= low)
        and (high is None or age <= high)
        and (away is None or months >= away)
    )


def years_between(start: date, end: date) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def months_between(start: date, end: date) -> int:
    return 12 * (end.year - start.year) + end.month - start.month - (end.day < start.day)


def targets(world: World) -> list[Row]:
    return [
        {"policy": t["policy_id"], "centre": t["centre_id"], "county": t["county_code"]}
        | world.counties[t["county_code"]]
        | {"count": t["target_count"], "amount": t["target_amount"]}
        for t in world.feeds["policy_target"]
    ]


def cases(world: World) -> list[Row]:
    """A row per case: the worker's home, the centre's place."""
    city = {row["centre_id"]: row["city_code"] for row in world.feeds["service_centre"]}
    nobody = dict.fromkeys(HOME)
    return [
        {name: world.workers.get(c["worker_id"] or "", nobody)[name] for name in HOME}
        | world.places.get(city[c["centre_id"]] or "", NOWHERE)
        | {
            "centre": c["centre_id"],
            "opened": c["opened_at"].date(),
            "closed": c["closed_at"] and c["closed_at"].date(),
        }
        for c in world.feeds["centre_case"]
    ]


def posted(world: World, day: date) -> list[Row]:
    """A row per person posted to a centre on ``day``."""
    city = {row["centre_id"]: row["city_code"] for row in world.feeds["service_centre"]}
    return [
        world.places.get(city[row["centre_id"]] or "", NOWHERE)
        | {"centre": row["centre_id"], "staff_id": row["staff_id"]}
        for row in world.feeds["centre_staff"]
        if row["valid_from"] <= day < (row["valid_to"] or date.max)
    ]


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


def moment(day: date) -> datetime:
    """Noon of a day."""
    return datetime(day.year, day.month, day.day, 12)
