"""Figures of the second bank counted the plain way: raw rows, sets and loops, no SQL, nothing of the product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.own_data.organisation import COUNTIES, Organisation, Row, entity_of_branch


@dataclass(frozen=True)
class Recount:
    """One unit in a window: visits, distinct households, distinct managers out, % satisfied (≥ 4 of rated)."""

    visits: int
    households: int
    managers: int
    satisfaction: float | None


def branch_on(organisation: Organisation, staff_id: str, day: date) -> str:
    """The branch whose post the person held that day."""
    (found,) = [
        post["branch_id"]
        for post in organisation.feeds["staff_post"]
        if post["staff_id"] == staff_id and post["valid_from"] <= day < post["valid_to"]
    ]
    return found


def unit_of(organisation: Organisation, visit: Row, level: str) -> str:
    """The unit a visit counts for: the manager's on that day for the organisation, the household's for the map."""
    if level == "province":
        return "province"
    if level == "staff":
        return visit["staff_id"]
    if level in {"branch", "entity"}:
        branch = branch_on(organisation, visit["staff_id"], visit["started_at"].date())
        return branch if level == "branch" else entity_of_branch(branch)
    home = next(h for h in organisation.feeds["household"] if h["household_id"] == visit["household_id"])
    county = home["village_code"].split("/")[0]
    return county if level == "county" else COUNTIES[county]


def recount(organisation: Organisation, level: str, first: date, last: date) -> dict[str, Recount]:
    """Every unit of a level that had a visit in the window, both days included."""
    grouped: dict[str, list[Row]] = {}
    for visit in organisation.visits_on(first, last):
        grouped.setdefault(unit_of(organisation, visit, level), []).append(visit)
    return {unit: _count(visits) for unit, visits in grouped.items()}


def _count(visits: list[Row]) -> Recount:
    rated = [v["satisfaction"] for v in visits if v["satisfaction"]]
    return Recount(
        visits=len(visits),
        households=len({v["household_id"] for v in visits}),
        managers=len({v["staff_id"] for v in visits}),
        satisfaction=100 * sum(r >= 4 for r in rated) / len(rated) if rated else None,
    )
