"""The period of a page, as the address holds it: ``today``, ``month``, ``year``, ``2026-11-20`` or ``2026-10``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from data.clock import now
from data.i18n import _
from data.i18n.numbers import day_text, month_text


@dataclass(frozen=True)
class Period:
    """``kind`` is today, month, year (running) or day, past_month; ``end`` is None while it runs."""

    kind: str
    end: date | None = None

    @classmethod
    def parse(cls, text: str | None) -> Period:
        """What the address says; anything else is today (``components/address_words.py`` says so on the page)."""
        return cls.read(text or "") or cls("today")

    @classmethod
    def read(cls, wish: str) -> Period | None:
        """What the address says; None for what is no period, or lies in the future."""
        if wish in {"today", "month", "year"}:
            return cls(wish)
        is_month = re.fullmatch(r"\d{4}-\d{2}", wish)
        try:
            day = date.fromisoformat(f"{wish}-01" if is_month else wish)
        except ValueError:
            return None
        if day > now().date() or (not is_month and day.isoformat() != wish):
            return None
        if not is_month:
            return cls("day", day)
        return cls("month") if day == now().date().replace(day=1) else cls("past_month", last_day(day))

    @property
    def as_of(self) -> date | None:
        """For ``ask(as_of=…)``: None means now."""
        return self.end

    @property
    def is_live(self) -> bool:
        """True while today belongs to it."""
        return self.end is None

    @property
    def suffix(self) -> str:
        """The window of a metric's name: today, mtd or ytd."""
        return {"today": "today", "day": "today", "month": "mtd", "past_month": "mtd", "year": "ytd"}[self.kind]

    def text(self, today: date) -> str:
        """In words, for the top bar."""
        if self.kind == "today":
            return _("Today %(day)s", day=day_text(today))
        if self.kind == "month":
            return _("%(month)s (running)", month=month_text(today))
        if self.kind == "year":
            return _("%(year)s (running)", year=today.year)
        return day_text(self.end or today, year=True) if self.kind == "day" else month_text(self.end or today)

    def __str__(self) -> str:
        if self.end is None:
            return self.kind
        return f"{self.end:%Y-%m}" if self.kind == "past_month" else self.end.isoformat()


def last_day(day: date) -> date:
    """The last day of ``day``'s month."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def months_back(today: date, count: int) -> list[date]:
    """First days of the ``count`` months before today's, newest first."""
    first, found = today.replace(day=1), []
    for _step in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found
