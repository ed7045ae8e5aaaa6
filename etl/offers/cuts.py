"""The days on which customers are looked at: first days of months for learning, the day after the last whole one for scoring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

AHEAD = 30  # days foretold
TRAIN = 3  # months learned from; then one to calibrate on, then one to be judged on


@dataclass(frozen=True)
class Plan:
    """Cuts in order: ``train``, ``calibrate``, ``test``; none share a day of outcomes with the features of an earlier one."""

    train: tuple[date, ...]
    calibrate: date
    test: date

    @property
    def cuts(self) -> tuple[date, ...]:
        """All of them."""
        return (*self.train, self.calibrate, self.test)


def plan(con: duckdb.DuckDBPyConnection, as_of: date) -> Plan | None:
    """The newest plan whose outcomes are all known on ``as_of``; None while the history is too short."""
    first = con.execute("select min(balance_date) from lake.raw.account_balance").fetchone()
    since = con.execute("select min(started_at)::date from lake.raw.visit").fetchone()
    if not first or not since or first[0] is None or since[0] is None:
        return None
    test = _month(as_of - timedelta(days=AHEAD - 1))
    cuts = [_before(test, count) for count in range(TRAIN + 1, -1, -1)]
    cuts = [cut for cut in cuts if cut - timedelta(days=45) >= max(first[0], since[0])]
    return Plan(tuple(cuts[:-2]), cuts[-2], cuts[-1]) if len(cuts) >= 3 else None


def _month(day: date) -> date:
    """The latest first day of a month up to the day."""
    return day.replace(day=1)


def _before(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)
