"""Internal audit calls customers: a random one in a hundred visits, and some that somebody had doubts about.

The world knows what took place; the audit hears it from the customer a few days later. Who doubts is right more often than not.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.dice import dice
from etl.world.fakes import KINDS
from etl.world.season import EPOCH

RANDOM, DOUBTED, DOUBTED_HONEST = 0.01, 0.06, 0.0004
SOONEST, LATEST = 2, 9  # days after the visit


def rechecks(seed: int, day: date, visit_id: pa.Array, kind: np.ndarray) -> pa.Table:
    """The calls about a day's visits (their kinds as indices into KINDS), as the feed wants them, and the visit's day."""
    count = len(kind)
    lot, doubt = (dice(seed, "rechecks", what, day.toordinal()).random(count, np.float32) for what in ("lot", "doubt"))
    drawn = lot < RANDOM
    doubted = ~drawn & (doubt < np.where(kind > 0, DOUBTED, DOUBTED_HONEST))
    rows = np.flatnonzero(drawn | doubted)
    wait = (1e4 * lot[rows] % 1 * (LATEST - SOONEST + 1)).astype(np.int64)  # a partial day begins as the whole one
    checked = (day - EPOCH).days + SOONEST + wait
    false = kind[rows] > 0
    return pa.table({
        "visit_id": visit_id.take(pa.array(rows)).cast(pa.string()),
        "checked_on": columns.days(checked),
        "outcome": columns.coded(("took_place", "did_not"), false.astype(np.int8)),
        "kind": columns.coded(KINDS, kind[rows], ~false),
        "sample": columns.coded(("flagged", "random"), drawn[rows].astype(np.int8)),
    })  # fmt: skip
