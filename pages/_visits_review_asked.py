"""What the review page asks beside the cases: names, the visit, the day around it, photos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from components.case_evidence import reason
from components.photos_shown import with_visit
from components.short_names import short_name
from components.visit_place import placed
from data import votes
from data.integrity import cases
from data.listing import listing
from data.serving import reading
from data.tracks import photos_of_visits
from pages._visits_questions import row_of, visits_of_day

Row = dict[str, Any]


def named(rows: Sequence[Row]) -> list[Row]:
    """Cases with ``name`` of the person, ``outlet``, ``place`` and ``why`` (the weightiest finding)."""
    where = places(rows)
    with reading() as state:
        name = state.names.name
        return [
            case
            | {
                "name": name("staff", case["staff_id"]),
                "outlet": short_name(name("branch", case["branch_id"]), name("entity", case["entity_id"])),
                "place": where.get(case["visit_id"], ""),
                "why": reason(case),
            }
            for case in rows
        ]


def steps(case: Row) -> list[Row]:
    """What was done, colleagues by their name in the reader's script."""
    with reading() as state:
        return [
            step | {"by": state.names.name("staff", step["by_staff"]) or step["by"]} if step["by_staff"] else step
            for step in cases.steps(case["case_id"])
        ]


def places(rows: Sequence[Row]) -> dict[str, str]:
    """Visit → where it was, in words."""
    if not rows:
        return {}
    days = [case["visit_date"] for case in rows]
    where = {"visit": [case["visit_id"] for case in rows], "day": {"from": str(min(days)), "to": str(max(days))}}
    found = placed(listing("visit", where=where, limit=len(rows), is_counted=False).frame)
    return dict(zip(found["visit_id"], found["place"], strict=True))


def visit(case: Row) -> Row:
    """The visit with ``place``, and with the customer's ``vote`` for who may read it; empty when it is not there."""
    where = {"visit": case["visit_id"], "day": str(case["visit_date"])}
    found = row_of(placed(listing("visit", where=where, limit=1, is_counted=False).frame))
    return found | {"vote": votes.of_visit(case["visit_id"])} if found and votes.may_read(case["staff_id"]) else found


def day(case: Row) -> pd.DataFrame:
    """The person's visits of that day, oldest first."""
    return visits_of_day(case["staff_id"], case["visit_date"])


def photos(case: Row, visits: pd.DataFrame) -> pd.DataFrame:
    """The photos of the visit."""
    return _shown(visits[visits["visit_id"] == case["visit_id"]])


def own_photos(case: Row, visits: pd.DataFrame) -> pd.DataFrame:
    """The photos of the person's day, to be shown with an answer; none for others."""
    return _shown(visits) if case["is_own"] and case["may"] else photos_of_visits([])


def _shown(visits: pd.DataFrame) -> pd.DataFrame:
    return with_visit(photos_of_visits(visits["visit_no"].dropna().tolist()), visits)
