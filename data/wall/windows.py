"""Hours of the week in which something counts: ``{"days": [1..7], "from": "08:00", "to": "18:00"}``, Monday is 1.

A window whose end is not after its beginning goes on past midnight and belongs to the day it begins on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from data.i18n import _

DAY = 24 * 60
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


@dataclass(frozen=True)
class Window:
    """``start`` and ``end`` in minutes of the day; ``end`` is above ``DAY`` when it lies on the next one."""

    days: tuple[int, ...]
    start: int
    end: int

    def times(self, first: date, days: int) -> list[tuple[datetime, datetime]]:
        """When it is open on the days from ``first`` on, those that began the day before included."""
        found = []
        for offset in range(-1, days):
            day = first + timedelta(days=offset)
            if day.isoweekday() in self.days:
                midnight = datetime.combine(day, datetime.min.time())
                found.append((midnight + timedelta(minutes=self.start), midnight + timedelta(minutes=self.end)))
        return found

    @property
    def document(self) -> dict[str, Any]:
        """As it is kept."""
        return {"days": list(self.days), "from": said(self.start), "to": said(self.end)}


def said(minutes: int) -> str:
    """Minutes of the day as a clock says them; the end of the day is 24:00."""
    shown = minutes if minutes == DAY else minutes % DAY
    return f"{shown // 60:02}:{shown % 60:02}"


def minutes_of(text: object) -> int | None:
    """``"08:30"`` → 510; None for what is no time of the day."""
    if not isinstance(text, str) or not _CLOCK.fullmatch(text):
        return None
    return int(text[:2]) * 60 + int(text[3:])


def parse(raw: Any, where: str, problems: list[str]) -> Window | None:
    """A window; what is wrong goes to ``problems``, with ``where`` it stands."""
    if not isinstance(raw, dict):
        problems.append(_("%(where)s: hours have days, from and to", where=where))
        return None
    days, start, end = raw.get("days"), minutes_of(raw.get("from")), minutes_of(raw.get("to"))
    if not isinstance(days, list) or not days or any(day not in EVERY_DAY or isinstance(day, bool) for day in days):
        problems.append(_("%(where)s: days are numbers from 1 (Monday) to 7, at least one", where=where))
        return None
    if start is None or end is None or start in (end, DAY):
        came = f"{raw.get('from')!r}–{raw.get('to')!r}"[:60]
        problems.append(_("%(where)s: %(came)s is no span of hours like 08:00–18:00", where=where, came=came))
        return None
    return Window(tuple(sorted(set(days))), start, end if end > start else end + DAY)
