"""A campaign out of a list: who is addressed, who is held out as control by lot, and whose task each customer becomes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from components.recommend_choice import Choice
from components.recommend_data import offered
from components.recommend_small import is_worth_asking
from data import campaigns
from data.campaigns import Plan
from data.errors import BadRequest
from data.listing import records
from data.serving import reading
from models.campaign import assigned, drawn_control

FIFTHS = 5


@dataclass(frozen=True)
class Free:
    """``rows``: the customers of a campaign. ``busy``: how many more fit (of those chosen by hand: are chosen) but belong to
    another running campaign for the product. ``worthless``: how many of the list have no expected value: left out, but for
    those chosen by hand."""

    rows: pd.DataFrame
    busy: int
    worthless: int


def planned(
    name: str,
    words: Mapping[str, Any],
    *,
    starts_on: date,
    ends_on: date,
    control_share: float,
    capacity: int,
    picked: Sequence[str] = (),
) -> Plan:
    """From the choice of the explorer under the asker's scope; of its list the ``picked`` alone, when there are any."""
    choice = Choice.parse(words)
    if not 1 <= capacity <= campaigns.MOST_MEMBERS:
        raise BadRequest("A manager is given 1 to %(most)s customers", most=campaigns.MOST_MEMBERS)
    with reading() as state:
        snapshot_id = state.snapshot.snapshot_id
    rows = drawn(free(choice, picked).rows, control_share, capacity, str(uuid.uuid4()))
    owner, product = str(choice.node), choice.product
    return Plan(name, product, starts_on, ends_on, owner, control_share, capacity, choice.words(), snapshot_id, rows)


def free(choice: Choice, picked: Sequence[str] = ()) -> Free:
    """Who of the list can be in a campaign."""
    taken = campaigns.taken(choice.product)
    frame = offered(choice, choice.top)
    frame = frame[~frame["customer_id"].isin(taken)]
    if picked:
        frame = frame[frame["customer_id"].isin(picked)]
        return Free(frame, len(taken & set(picked)), int((~is_worth_asking(frame)).sum()))
    is_worth = is_worth_asking(frame)
    return Free(frame[is_worth], _fitting(choice, taken), int((~is_worth).sum()))


def _fitting(choice: Choice, taken: set[str]) -> int:
    """How many of these customers the choice fits."""
    where = choice.where() | {"product": choice.product, "is_offered": True, "customer": sorted(taken)}
    return len(records("propensity", where, columns=("customer_id",))) if taken else 0


def drawn(frame: pd.DataFrame, control_share: float, capacity: int, key: str) -> list[dict[str, Any]]:
    """Members: the control group drawn by ``key`` in strata of entity and fifth of the forecast; the others to their managers,
    the best expected value first, as many as each can see. Nobody is lost: who is above the capacity stays without a task."""
    if frame.empty:
        return []
    frame = frame.reset_index(drop=True)
    fifth = (frame["probability"].rank(method="first", ascending=False) - 1) * FIFTHS // len(frame)
    stratum = frame["entity_id"].astype(str) + "|" + fifth.astype(int).astype(str)
    is_control = drawn_control(frame["customer_id"], stratum, control_share, key)
    owner = frame["staff_id"].where(frame["staff_id"].notna(), None)
    staff = assigned(frame[~is_control & owner.notna()], capacity).reindex(frame.index)
    return [
        {
            "customer_id": str(row["customer_id"]),
            "is_control": bool(control),
            "stratum": of,
            "staff_id": None if control or pd.isna(task) else str(task),
            "owner_staff_id": None if pd.isna(row["staff_id"]) else str(row["staff_id"]),
            "branch_id": row["branch_id"],
            "entity_id": row["entity_id"],
            "place": place,
            "probability": float(row["probability"]),
            "expected": float(row["expected"]),
        }
        for place, (row, control, of, task) in enumerate(
            zip(frame.to_dict("records"), is_control, stratum, staff, strict=True), 1
        )
    ]
