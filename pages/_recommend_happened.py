"""What happened to a customer: visits, life events, products taken and given up. Through listings alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from components.recommend_course import Mark
from components.recommend_profile import Happened
from data.i18n import _
from data.i18n.codes import code_label
from data.listing import listing, records

YEAR = timedelta(days=365)
MOST, MOST_VISITS = 24, 12


def timeline(who: Mapping[str, Any]) -> list[Happened]:
    """Of a year, newest first. ``who``: a row of ``customer_portrait``."""
    return sorted(_all(who), key=lambda one: one.day, reverse=True)[:MOST]


def marks(who: Mapping[str, Any]) -> list[Mark]:
    """The same for a line over the months."""
    return [Mark(one.day, one.short or one.words, one.sign == "pin") for one in _all(who)]


def told(who: Mapping[str, Any]) -> list[Mark]:
    """What is known without looking visits up: events, products, the last visit."""
    last = _day(who["last_contact_on"]) if who.get("last_contact_on") == who.get("last_contact_on") else None
    seen = [Mark(last, _("Visit"), is_minor=True)] if last else []
    return [*seen, *(Mark(one.day, one.short or one.words) for one in [*_events(who), *_changes(who)])]


def _all(who: Mapping[str, Any]) -> list[Happened]:
    since = _day(who["as_of"]) - YEAR
    return [one for one in [*_visits(who), *_events(who), *_changes(who)] if one.day >= since]


def _day(value: Any) -> date | None:
    return value.date() if hasattr(value, "date") else value


def _of(who: Mapping[str, Any]) -> dict[str, Any]:
    """The customer, and where their rows lie together."""
    return {"customer": who["customer_id"], "entity": who["entity_id"], "branch": who["branch_id"]}


def _visits(who: Mapping[str, Any]) -> list[Happened]:
    rows = listing("visit", {"customer": who["customer_id"]}, limit=MOST_VISITS).frame.to_dict("records")
    return [
        Happened(
            row["started_at"].date(),
            "pin",
            "brand",
            _("Visit: %(purpose)s", purpose=code_label("purpose", row["purpose"])),
            " · ".join(filter(None, [code_label("result", row["result"]), str(row["staff_name"] or "")])),
            _("Visit"),
        )
        for row in rows
    ]


def _events(who: Mapping[str, Any]) -> list[Happened]:
    rows = records("customer_event", _of(who), columns=("kind", "happened_on", "recorded_on"))
    return [
        Happened(
            row["happened_on"],
            "star",
            "accent",
            code_label("life_event", row["kind"]),
            _("recorded %(day)s", day=str(row["recorded_on"])),
        )
        for row in rows
    ]


def _changes(who: Mapping[str, Any]) -> list[Happened]:
    rows = records("product_change", _of(who), columns=("product_code", "kind", "changed_on", "channel"))
    return [
        Happened(
            row["changed_on"],
            "plus" if row["kind"] == "opened" else "minus",
            "good" if row["kind"] == "opened" else "bad",
            f"{code_label('product_code', row['product_code'])}: {code_label('product_change', row['kind'])}",
            code_label("opening_channel", row["channel"]),
            ("+ " if row["kind"] == "opened" else "− ") + code_label("product_code", row["product_code"]),
        )
        for row in rows
    ]
