"""Visits of the last working days that come late, with their photos: where there was no signal, a phone sends in the evening.

Feeds carry no pictures, so without these the photo wall would begin today. One after the other, only while nothing
else waits to be sent; how far it came is kept in the home, so that a restart goes on where it ended.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import numpy as np

from data.log import logger
from etl.world.delivery import write_atomically
from etl.world.dice import dice
from etl.world.phones.busy import Busy
from etl.world.phones.hours import CLOSES, OPENS, last_workdays, opening
from etl.world.phones.messages import Body, Messages, Photo
from etl.world.phones.out import out_on
from etl.world.phones.roster import Roster

log = logger(__name__)
DAYS, A_DAY = 4, 24
TRIES = 60  # to find a manager and an hour nothing else is known of
AFTER = 45.0  # seconds from the start: first the screen, then the past
LENGTH = (CLOSES.hour - OPENS.hour - 1) * 3600


class Earlier:
    """What is still to be sent of the days before ``now``, the newest day first."""

    def __init__(self, roster: Roster, home: Path, now: datetime) -> None:
        self._roster, self._home = roster, home
        self._file = home / "world" / "earlier.json"
        self._sent: dict[str, int] = json.loads(self._file.read_text()) if self._file.exists() else {}
        self._days = last_workdays(now, DAYS)
        self._not_before = now.timestamp() + AFTER
        self._busy: Busy | None = None

    def next(self, moment: float) -> tuple[Body, Photo] | None:
        """The next visit and its photo; None when it is too early, nobody had time, or everything was sent."""
        if moment < self._not_before:
            return None
        for day in self._days:
            number = self._sent.get(day.isoformat(), 0)
            if number < A_DAY:
                self._keep(day.isoformat(), number + 1)
                return self._visit(day, dice(self._roster.seed, "earlier", day.toordinal(), number))
        return None

    def _visit(self, day: date, rng: np.random.Generator) -> tuple[Body, Photo] | None:
        roster, said = self._roster, Messages(self._roster, rng, self._home)
        out = out_on(self._home, day)
        had_phones = set(out.staff_id) if out else set()
        self._busy = self._busy or Busy(self._home, roster.staff_id, self._days)
        for _try in range(TRIES):
            m = rng.integers(0, len(roster.staff_id), 1)
            row = roster.first[m] + rng.integers(0, 10**6, 1) % roster.count[m]
            started = opening(day) + rng.uniform(0, LENGTH, 1)
            ended = started + rng.uniform(500, 2400, 1)
            span = roster.staff_id[int(m[0])], float(started[0]), float(ended[0])
            if span[0] not in had_phones and self._busy.is_free(*span):
                self._busy.take(*span)
                (visit,) = said.visits(m, row, started, ended)
                return visit, said.photo(visit, said.group_of(int(row[0])))
        return None

    def _keep(self, day: str, number: int) -> None:
        self._sent[day] = number
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._file, json.dumps(self._sent))
        if number in {1, A_DAY}:
            log.info("phones_send_earlier", day=day, visit=number, of=A_DAY)
