"""Raw rows turned into what is counted, in plain Python: a worker's moves are replayed up to the day asked for.

Written from the definitions of the metrics, not from the models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from tests.workers.facts import HOME, NOWHERE, Row, World


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
