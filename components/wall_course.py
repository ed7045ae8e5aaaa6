"""The day's course on the wall: households reached until each hour, today and the same weekday last week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict

from components.wall_parts import written
from data.asker import current_asker
from data.clock import now
from data.i18n import _
from data.i18n.numbers import weekday_text
from data.query import ask
from data.query.cache import AnswerCache
from data.serving import reading
from data.trust import history_start

FIRST, LAST = 8, 18  # o'clock: managers are out between
NAME = "households_today"
AGAIN = 5  # minutes after which the hours that are over are asked again: phones send late

_kept = AnswerCache(256)


class Course(TypedDict):
    """Hours of the axis; today's points [hour, households] up to now; the week before, whole; what that one is called."""

    first: int
    last: int
    today: list[list[float]]
    before: list[list[float]]
    before_name: str
    most: str


def course(where: Mapping[str, Any]) -> Course:
    """The course of the unit ``where``. Distinct households until each full hour, and until now."""
    moment = now()
    week_ago = moment.date() - timedelta(days=7)
    first = history_start()
    before = _until_hours(where, week_ago, LAST) if first and week_ago >= first else []
    today = _until_hours(where, moment.date(), min(moment.hour, LAST))
    reached = ask(NAME, where=where).value(NAME) or 0
    hour = moment.hour + moment.minute / 60
    if FIRST < hour <= LAST:
        today.append([round(hour, 2), float(reached)])
    most = max((point[1] for point in [*today, *before]), default=0)
    return {
        "first": FIRST,
        "last": LAST,
        "today": today,
        "before": before,
        "before_name": _("last %(weekday)s", weekday=weekday_text(week_ago)),
        "most": written(most)["number"],
    }


def _until_hours(where: Mapping[str, Any], day: date, last: int) -> list[list[float]]:
    with reading() as state:
        number = state.number
    moment = now()
    half = (moment.date(), moment.hour, moment.minute // AGAIN)
    key = (number, current_asker().scope, tuple(sorted(where.items())), day, last, half)
    found: list[list[float]] = _kept.get(key, lambda: _asked(where, day, last), len)
    return list(found)


def _asked(where: Mapping[str, Any], day: date, last: int) -> list[list[float]]:
    moments = [(hour, datetime.combine(day, time(hour))) for hour in range(FIRST, last + 1)]
    return [[hour, float(ask(NAME, where=where, as_of=at).value(NAME) or 0)] for hour, at in moments]
