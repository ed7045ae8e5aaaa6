"""Campaigns of our own making as numbers of people: drawn, addressed, answered, taken. No person is told.

What was taken comes from the feeds: a ``product_change`` within the campaign's days, whatever was answered. So the sums are
open to who may see the wall, while members and their products stay with the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from data.asker import acting, current_asker
from data.campaigns import SUMS, campaigns, members_seen
from data.clock import now
from data.listing import records
from data.ops.engine import reading
from data.ops.schema import campaign_member

STEPS = ("members", "treated", "answered", "taken")


def running() -> list[dict[str, Any]]:
    """Campaigns whose days include today, with ``STEPS`` of the asker's part."""
    today = now().date()
    rows = [row for row in campaigns() if row["starts_on"] <= today <= row["ends_on"]]
    taken = _taken(rows)
    return [
        {**row, "answered": sum(row["answers"].values()), "taken": taken.get(row["campaign_id"], 0)} for row in rows
    ]


def _taken(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Campaign → those addressed who took its product since it began."""
    of = campaign_member.c
    asked = select(of.campaign_id, of.customer_id).where(
        of.campaign_id.in_([row["campaign_id"] for row in rows]), of.is_control.is_(False), members_seen(*SUMS)
    )
    with reading() as connection:
        addressed: dict[str, set[str]] = {}
        for key, customer in connection.execute(asked):
            addressed.setdefault(key, set()).add(customer)
    return {row["campaign_id"]: _opened(row, addressed.get(row["campaign_id"], set())) for row in rows}


def _opened(row: Mapping[str, Any], addressed: set[str]) -> int:
    asker = current_asker()
    if not addressed:
        return 0
    where = {"customer": sorted(addressed), "product": row["product_code"], "kind": "opened"}
    with acting(replace(asker, rights=asker.rights | {"page:recommend"})):  # counted here, told to nobody
        found = records("product_change", where, columns=("customer_id", "changed_on"))
    return len({one["customer_id"] for one in found if row["starts_on"] <= one["changed_on"] <= row["ends_on"]})
