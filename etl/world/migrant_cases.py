"""Cases at the centres: unpaid wages, cards, sign-ups from afar, complaints, questions; slow where a centre lags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.world import columns
from etl.world.dice import dice
from etl.world.migrant_moves import NOWHERE, Month
from etl.world.migrant_people import BASE_MONTH, month_start, worker_ids
from etl.world.migrant_places import CENTRES, REMOTE, REMOTE_QUALITY, Places
from etl.world.migrant_policies import CENTRE_IDS
from etl.world.season import EPOCH

KINDS = ("wage", "card", "remote_signup", "complaint", "consultation")
SHARES = np.array([0.16, 0.24, 0.22, 0.08, 0.30])
DAYS = np.array([12.0, 2.5, 1.2, 5.0, 0.4])  # median days to close at a centre of quality 1
RESULTS = ("resolved", "referred", "withdrawn")
RATE, ANONYMOUS = 0.0013, 0.2


@dataclass
class Cases:
    """A row per case; times in seconds since 1970; ``worker`` -1 where nobody is named."""

    number: np.ndarray
    month: int
    centre: np.ndarray
    worker: np.ndarray
    opened: np.ndarray
    closed: np.ndarray
    kind: np.ndarray
    result: np.ndarray

    def table(self, moment: int) -> pa.Table:
        """The cases opened by the moment, as they stand then."""
        some = self.opened < moment
        count, open_ = int(some.sum()), self.closed[some] > moment
        month, worker = columns.digits(np.full(count, self.month), 4), self.worker[some]
        return pa.table({
            "case_id": columns.text(count, "K", month, columns.digits(self.number[some], 6)),
            "centre_id": columns.coded(CENTRE_IDS, self.centre[some]),
            "worker_id": pc.if_else(pa.array(worker < 0), None, worker_ids(np.maximum(worker, 0))),
            "opened_at": columns.seconds(self.opened[some]),
            "closed_at": pa.array(self.closed[some].astype("datetime64[s]"), mask=open_),
            "kind": columns.coded(KINDS, self.kind[some]),
            "result": columns.coded(RESULTS, self.result[some], open_),
        })  # fmt: skip


def cases(seed: int, where: Places, month: Month) -> Cases:
    """The cases opened in the month by people who were away."""
    rng = dice(seed, "cases", month.month)
    first, after = int(month_start(month.month)), int(month_start(month.month + 1))
    chance = RATE if month.month >= BASE_MONTH else 0.0
    who = np.flatnonzero(rng.random(len(month.before)) < chance)
    day = rng.integers(first, after, len(who))
    city = month.city_on(day, who)
    who, day, city = who[city != NOWHERE], day[city != NOWHERE], city[city != NOWHERE]
    centre = where.centre[city]
    opened_day = np.array([*((item.opened - EPOCH).days for item in CENTRES), 0])
    centre = np.where(opened_day[centre] <= day, centre, REMOTE)
    quality = np.array([*(item.quality for item in CENTRES), 2.5 * REMOTE_QUALITY])[centre]
    kind = rng.choice(len(KINDS), len(who), p=SHARES)
    opened = day * 86_400 + rng.integers(31_200, 66_000, len(who))
    order = np.argsort(opened, kind="stable")
    lasts = DAYS[kind] / quality * rng.lognormal(0, 0.7, len(who)) * 86_400
    named = np.where(rng.random(len(who)) < ANONYMOUS, -1, who)
    result = rng.choice(len(RESULTS), len(who), p=[0.86, 0.09, 0.05])
    closed = opened + lasts.astype(np.int64) + 900
    columns_ = (item[order] for item in (centre, named, opened, closed, kind, result))
    return Cases(np.arange(1, len(who) + 1), month.month, *columns_)
