"""Balances of people working away: savings grow with time and with money sent home, and dip after Spring Festival."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.dice import dice
from etl.world.migrant_people import worker_ids
from etl.world.migrant_season import purse
from etl.world.migrant_services import ACCOUNT, LOAN, REMITTANCE, TERM, Served

SAVED, SAVED_SPREAD = 420.0, 0.8  # yuan a month, median
KEPT = 0.35  # of money sent home that stays on the account
UNEVEN = 0.16


class Ledger:
    """The balances of everybody with an account, on any day the services reach."""

    def __init__(self, seed: int, people: int, served: Served) -> None:
        self._seed, self._people, self._day = seed, people, served.at // 86_400
        self._served = served
        rng = dice(seed, "ledger")
        self._saved = SAVED * rng.lognormal(0, SAVED_SPREAD, people)
        self._opened = np.full(people, np.iinfo(np.int64).max)
        opening = np.flatnonzero(served.kind == ACCOUNT)[::-1]
        self._opened[served.worker[opening]] = self._day[opening]

    def table(self, day: int) -> pa.Table:
        """Everybody who had an account by the end of the day (days since 1970), as the feed wants them."""
        who = np.flatnonzero(self._opened <= day)
        months = (day - self._opened[who]) / 30.44
        rng = dice(self._seed, "balances", day)
        uneven = rng.lognormal(0, UNEVEN, self._people)[who]
        own = 50 + self._saved[who] * months**0.85 + KEPT * self._sum(REMITTANCE, day)[who]
        return pa.table({
            "worker_id": worker_ids(who),
            "balance_date": columns.days(np.full(len(who), day)),
            "deposit_balance": columns.numbers(own * purse(day) * uneven, places=2),
            "loan_balance": columns.numbers(self._owed(day)[who], places=2),
        })  # fmt: skip

    def _sum(self, kind: int, day: int) -> np.ndarray:
        rows = (self._served.kind == kind) & (self._day <= day)
        return np.bincount(self._served.worker[rows], self._served.amount[rows], self._people)

    def _owed(self, day: int) -> np.ndarray:
        """Loans are paid back in even parts over their term."""
        rows = (self._served.kind == LOAN) & (self._day <= day) & (self._day > day - TERM)
        left = self._served.amount[rows] * (1 - (day - self._day[rows]) / TERM)
        return np.bincount(self._served.worker[rows], left, self._people)
