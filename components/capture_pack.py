"""The pack of a manager's phone: all it needs for a day without a line (``GET /api/v1/capture/pack``); who is found beyond it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from components import capture_people as people
from components import capture_today as today_of
from components.capture_words import codes, notice
from components.user_menu import own_name
from data.audit import record
from data.capture.notice import accepted_at
from data.clock import epoch_ms, now
from data.errors import Forbidden
from data.i18n import LANGUAGES, speaking
from data.integrity.limits import limits
from data.listing import listing
from data.scope import Asker, acting, current_asker
from data.search import search
from data.serving import reading, snapshot
from data.settings import settings
from data.votes import issue
from data.working_hours import days_ahead, hours

DAYS = 14  # working days told in advance
KEPT_HOURS = 72  # the phone forgets a pack that is older
MOST_FOUND = 12


def hello() -> dict[str, Any]:
    """Who is signed in, and what time it is: asked before anything is sent."""
    asker = current_asker()
    return {"user_id": asker.user_id, "name": own_name(), "now": epoch_ms()}


def pack(staff_id: str, wanted: int) -> dict[str, Any]:
    """Everything, for the manager ``staff_id``; ``wanted``: how many fresh codes for votes. The look at the names is audited."""
    day = now().date()
    with reading():
        where = {"staff": staff_id}
        homes, seen = people.homes(where), people.visits(where)
        own, tasks = me(staff_id), today_of.tasks(staff_id, day)
        round_ = today_of.suggested(homes, seen, tasks, own["branch"]["at"], day)
        shown = snapshot()
    record("capture.pack", "staff", staff_id, households=len(homes), snapshot=shown.snapshot_id)
    return {
        **hello(),
        "names": _names(),
        **own,
        "as_of": (shown.live_at or shown.data_as_of).isoformat(timespec="seconds"),
        "snapshot_id": shown.snapshot_id,
        "demo": settings().demo,
        "kept_hours": KEPT_HOURS,
        "limits": _limits(own["entity_id"]),
        "hours": _hours(day),
        "notice": notice() | {"accepted_at": _moment(accepted_at(current_asker().user_id))},
        "codes": codes(),
        "homes": _with_last(homes, seen),
        "tasks": tasks,
        "today": round_,
        "done": _done(seen, day),
        "votes": issue(staff_id, wanted),
    }


def _names() -> dict[str, str]:
    """The asker's name in both languages: the phone may be told another one without a line."""
    told = {}
    for language in LANGUAGES:
        with speaking(language):
            told[language] = own_name()
    return told


def me(staff_id: str) -> dict[str, Any]:
    """The manager's number, entity and outlet."""
    found = listing("staff", {"staff": staff_id}, limit=1, is_counted=False).frame.to_dict("records")
    if not found:
        raise Forbidden("This account is nobody's on the staff")
    branch = found[0]["branch_id"]
    return {"staff_id": staff_id, "entity_id": found[0]["entity_id"], "branch": _branch(branch)}


def beyond(staff_id: str, text: str) -> list[people.Home]:
    """Households of the own outlet in which somebody has this name or number, also other managers' and those without a
    customer record. Audited: names are in full."""
    branch = me(staff_id)["branch"]["id"]
    with outlet(branch):
        keys = [hit.id for hit in search(text) if hit.kind == "customer"][:MOST_FOUND]
        doors = [*(_households(keys) if keys else []), *people.headed(branch, text)][:MOST_FOUND]
        homes = people.homes({"household": sorted(set(doors))}) if doors else []
        record("capture.search", "branch", branch, text=text[:40], households=[home["id"] for home in homes])
    return [home | {"people": [one | {"loan": 0.0, "deposit": 0.0} for one in home["people"]]} for home in homes]


def _households(customers: list[str]) -> list[str]:
    columns = ("customer_id", "household_id")
    found = listing("customer", {"customer": customers}, columns=columns, limit=MOST_FOUND, is_counted=False).frame
    return sorted(set(found["household_id"]))


def outlet(branch_id: str) -> AbstractContextManager[Asker]:
    """Ask for one's whole outlet: a colleague's customer may be visited, but what they hold is not shown."""
    return acting(replace(current_asker(), scope_level="branch", scope_id=branch_id))


def _branch(branch_id: str) -> dict[str, Any]:
    with outlet(branch_id):
        found = listing("branch", {"branch": branch_id}, limit=1, is_counted=False).frame.to_dict("records")
    row = found[0] if found else {"name": branch_id, "name_en": branch_id}
    at = (row["lon"], row["lat"]) if found and not pd.isna(row["lon"]) else None
    return {"id": branch_id, "zh": row["name"], "en": row["name_en"] or row["name"], "at": at}


def _limits(entity_id: str) -> dict[str, float]:
    """What the bank will judge a position by, so that the phone says the same."""
    names = {"near_m": "near_m", "times": "accuracy_times", "clear_m": "usable_accuracy_m"}
    return {short: limits().of_one(name, entity_id) for short, name in names.items()}


def _hours(day: date) -> dict[str, Any]:
    start, end = hours()
    return {"from": f"{start:%H:%M}", "until": f"{end:%H:%M}", "days": days_ahead(day, DAYS)}


def _with_last(homes: list[people.Home], seen: pd.DataFrame) -> list[people.Home]:
    last = {row.household_id: row.started_at.date().isoformat() for row in seen.iloc[::-1].itertuples()}
    return [home | {"last": last.get(home["id"])} for home in homes]


def _done(seen: pd.DataFrame, day: date) -> list[dict[str, Any]]:
    """Today's own visits that have arrived, newest first."""
    return [
        {
            "visit_no": row.visit_no,
            "home": row.household_id,
            "at": row.started_at.isoformat(timespec="seconds"),
            "until": _moment(row.ended_at),
            "result": row.result,
        }
        for row in seen.itertuples()
        if row.started_at.date() == day
    ]


def _moment(moment: Any) -> str | None:
    return None if pd.isna(moment) else moment.isoformat(timespec="seconds")
