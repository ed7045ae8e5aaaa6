"""Whom to see today, with reasons in both languages, and the tasks behind them. The choice is ``data/capture``'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from components.capture_people import Home
from components.recommend_marks import reason
from data import campaigns, customer_tasks
from data.campaigns import OPEN
from data.capture.round_trip import Point, chosen, distances, length
from data.capture.suggest import Door, Judged, judged
from data.i18n import LANGUAGES, _, n_, speaking
from data.i18n.codes import code_label
from data.i18n.numbers import day_text, percent
from data.listing import records
from models.products import catalogue

CARD = (
    "customer_id", "customer_group", "age", "product_count", "days_past_due", "is_opted_out", "free_on", "next_product",
    "next_probability", "next_expected", "next_reason",
)  # fmt: skip
PURPOSE = {"deposit": "deposit_care", "loan": "new_credit", "online": "mobile_banking", "intermediary": "senior_care"}


def tasks(staff_id: str, today: date) -> list[dict[str, Any]]:
    """Open tasks of campaigns and for one customer, the next due first."""
    given = [row | {"name": row["note"], "ends_on": row["due_on"]} for row in customer_tasks.tasks(staff_id)]
    found = [
        {
            "customer_id": row["customer_id"],
            "product": row["product_code"],
            "name": row["name"] or "",
            "due": row["ends_on"].isoformat(),
            "late": row["ends_on"] < today,
            "campaign": bool(row.get("campaign_id")),
        }
        for row in [*given, *campaigns.tasks(staff_id)]
        if row["answer"] in (OPEN, "later")
    ]
    return sorted(found, key=lambda row: (row["due"], row["customer_id"]))


def suggested(
    homes: Sequence[Home],
    visits: pd.DataFrame,
    open_tasks: Sequence[Mapping[str, Any]],
    start: Point | None,
    today: date,
) -> dict[str, Any]:
    """→ ``{stops: [{home, customer, purpose, product, reasons: {zh, en}}], km}`` in the order of a round from ``start``."""
    cards = _cards(homes)
    last = {row.household_id: row.started_at.date() for row in visits.iloc[::-1].itertuples()}
    due = _due(open_tasks)
    placed = [home for home in homes if home["at"]]
    doors = {home["id"]: _door(home, cards, last.get(home["id"]), due) for home in placed}
    points = {key: judged(door, today) for key, door in doors.items()}
    origin = start or (tuple(placed[0]["at"]) if placed else (0.0, 0.0))
    tour = chosen(origin, [tuple(home["at"]) for home in placed], [points[home["id"]].points for home in placed])
    stops = [placed[row] for row in tour]
    said = [_stop(home, points[home["id"]], doors[home["id"]], cards, due, today) for home in stops]
    between = distances([origin, *(tuple(home["at"]) for home in stops)])
    return {"stops": said, "km": round(length(range(len(stops) + 1), between), 1)}


def _cards(homes: Sequence[Home]) -> dict[str, dict[str, Any]]:
    keys = [person["id"] for home in homes for person in home["people"]]
    rows = records("customer_portrait", {"customer": keys}, columns=CARD) if keys else []
    return {row["customer_id"]: row for row in rows}


def _due(open_tasks: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Customer → the task that is due first."""
    return {task["customer_id"]: task for task in reversed(open_tasks)}


def _door(home: Home, cards: Mapping[str, Any], last: date | None, due: Mapping[str, Any]) -> Door:
    own = [due[one["id"]] for one in home["people"] if one["id"] in due]
    first = min(own, key=lambda task: task["due"], default=None)
    offer = _offer(home, cards)
    return Door(
        home["id"],
        last,
        date.fromisoformat(first["due"]) if first else None,
        bool(first and first["campaign"]),
        float(offer["next_expected"]) if offer else 0.0,
        max((int(cards[one["id"]]["days_past_due"] or 0) for one in home["people"] if one["id"] in cards), default=0),
    )


def _offer(home: Home, cards: Mapping[str, Any]) -> dict[str, Any] | None:
    """The best thing that may be offered in this house today."""
    rows = [cards[one["id"]] for one in home["people"] if one["id"] in cards]
    free = [row for row in rows if row["next_product"] and row["next_expected"] and not row["is_opted_out"]]
    return max(free, key=lambda row: row["next_expected"], default=None)


def _stop(
    home: Home, points: Judged, door: Door, cards: Mapping[str, Any], due: Mapping[str, Any], today: date
) -> dict[str, Any]:
    task = min((due[one["id"]] for one in home["people"] if one["id"] in due), key=lambda one: one["due"], default=None)
    offer = _offer(home, cards)
    who = task["customer_id"] if task else offer["customer_id"] if offer else None
    product = task["product"] if task else offer["next_product"] if offer and "offer" in points.reasons else None
    words: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with speaking(language):
            words[language] = [_words(name, door, task, offer, today) for name in points.reasons]
    first = who or (home["people"][0]["id"] if home["people"] else None)
    return {
        "home": home["id"],
        "customer": first,
        "purpose": _purpose(home, door, product),
        "product": product,
        "reasons": words,
    }


def _words(name: str, door: Door, task: Mapping[str, Any] | None, offer: Mapping[str, Any] | None, today: date) -> str:
    if name.startswith("task") and task:
        what = code_label("product_code", task["product"]) or task["name"] or _("Tasks")
        day = day_text(date.fromisoformat(task["due"]), weekday=False)
        if name == "task_late":
            return _("Task: %(what)s, overdue since %(day)s", what=what, day=day)
        return _("Task: %(what)s, until %(day)s", what=what, day=day)
    if name == "past_due":
        return n_("A loan is %(count)s day past due", "A loan is %(count)s days past due", door.past_due)
    if name == "offer" and offer:
        what = code_label("product_code", offer["next_product"])
        why = reason(offer["next_reason"], offer)
        said = _("%(what)s, %(p)s likely", what=what, p=percent(offer["next_probability"]))
        return _("%(what)s: %(why)s", what=said, why=why) if why else said
    if name == "long_ago" and door.last_visit:
        return n_(
            "Your last visit was %(count)s day ago",
            "Your last visit was %(count)s days ago",
            (today - door.last_visit).days,
        )
    return _("No visit of yours so far")


def _purpose(home: Home, door: Door, product: str | None) -> str | None:
    """What one would most likely go for; only put forward, one tap changes it."""
    if door.past_due:
        return "loan_followup"
    if product:
        known = catalogue().products.get(product)
        return PURPOSE.get(known.group) if known else None
    return {"migrant": "migrant_family", "senior": "senior_care"}.get(home["group"])
