"""The households a manager looks after, with their people, as the phone keeps them: a dict a household. Names are in full.

The phone is the manager's own and without a line for hours; whoever makes a pack audits it (``components/capture_pack.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from data import search
from data.i18n import LANGUAGES, speaking
from data.i18n.codes import code_label
from data.listing import listing
from data.pinyin import initials
from data.serving import reading

MOST = 5_000
MOST_VISITS = 20_000
HOME = ("household_id", "head_name", "customer_group", "member_count", "lon", "lat", "village_code")
PERSON = (
    "customer_id",
    "household_id",
    "name",
    "initials",
    "occupation",
    "loan_balance",
    "deposit_balance",
    "is_opted_out",
)
VISIT = ("visit_no", "household_id", "customer_id", "started_at", "ended_at", "result")

Home = dict[str, Any]


def homes(where: Mapping[str, Any]) -> list[Home]:
    """``where``: a filter of households and customers. Needs ``personal:read``; the asker's scope cuts it."""
    frame = listing("household", where, columns=HOME, limit=MOST, unmask=True, is_counted=False).frame
    people = _people(where)
    villages = _names("village", frame["village_code"].dropna().unique())
    return [
        {
            "id": row["household_id"],
            "head": row["head_name"],
            "initials": initials(row["head_name"] or ""),
            "group": row["customer_group"],
            "members": int(row["member_count"] or 0),
            "at": _at(row),
            "village": villages.get(row["village_code"]),
            "people": people.get(row["household_id"], []),
        }
        for row in frame.to_dict("records")
    ]


def headed(branch_id: str, text: str) -> list[str]:
    """Households of an outlet whose head has this name, or a name with these initials; their customers need no record."""
    return search.headed(branch_id, text)


def visits(where: Mapping[str, Any]) -> pd.DataFrame:
    """Visits, newest first. All of a person's are wanted: asked for in another order, they are read in one go."""
    found = listing("visit", where, columns=VISIT, order="household_id", limit=MOST_VISITS, is_counted=False).frame
    return found.sort_values("started_at", ascending=False, kind="stable")


def _people(where: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Household → its customers, who has most first."""
    frame = listing("customer", where, columns=PERSON, limit=MOST, unmask=True, is_counted=False).frame
    works = _codes("occupation", frame["occupation"].dropna().unique())
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.to_dict("records"):
        person = {
            "id": row["customer_id"],
            "name": row["name"],
            "initials": row["initials"] or "",
            "work": works.get(row["occupation"]),
            "loan": _yuan(row["loan_balance"]),
            "deposit": _yuan(row["deposit_balance"]),
            "opted_out": bool(row["is_opted_out"]),
        }
        found.setdefault(row["household_id"], []).append(person)
    return found


def _at(row: Mapping[str, Any]) -> list[float] | None:
    """Lon and lat to a metre; a household without a place is seen all the same."""
    return None if pd.isna(row["lon"]) or pd.isna(row["lat"]) else [round(row["lon"], 5), round(row["lat"], 5)]


def _yuan(value: Any) -> float:
    return 0.0 if value is None or pd.isna(value) else float(value)


def _names(dimension: str, keys: Iterable[str]) -> dict[str, dict[str, str]]:
    with reading() as state:
        units = state.names.units(dimension)
        return {key: {"zh": units[key].zh, "en": units[key].en or units[key].zh} for key in keys if key in units}


def _codes(dimension: str, keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Code → its label in both languages."""
    found: dict[str, dict[str, str]] = {key: {} for key in keys}
    for language in LANGUAGES:
        with speaking(language):
            for key, labels in found.items():
                labels[language] = code_label(dimension, key)
    return found
