"""What a service day is expected to bring, and what it costs: the response model of policy planning.

A cell is a county of origin at a centre. ``n`` days give ``services × n`` services; the share ``success`` of them meets
somebody the policy had not reached. Those met are drawn at random from the ``room`` uncovered who can be met at all, so
after ``n`` days ``room × (1 − exp(−services × success × n ÷ room))`` of them are expected (the classical occupancy
formula): steep at first, flat when the pool is nearly empty, concave throughout.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from models.migrant_plan_settings import Assumptions

REMOTE = "remote_desk"


def success_rates(reached: pd.Series, services: pd.Series, given: Assumptions) -> pd.Series:
    """Share of a cell's services that were a worker's first under the policy, drawn to the mean of all cells."""
    total = services.sum()
    mean = reached.sum() / total if total > 0 else given.usual_success
    rate = (reached + given.services_to_trust * mean) / (services + given.services_to_trust)
    return rate.clip(0, 1)


def day_costs(km: pd.Series, is_remote: pd.Series, given: Assumptions) -> pd.Series:
    """Yuan of one service day. An unknown distance counts as the mean of the known ones."""
    known = km.where(km.notna(), km[~is_remote].mean()).fillna(0)
    fare = 2 * known * given.detour * given.fare_per_km / given.days_per_trip
    return (given.day_cost + fare).where(~is_remote, given.remote_day_cost).round(2)


def cells(frame: pd.DataFrame, given: Assumptions) -> pd.DataFrame:
    """Cells with uncovered workers, ready to be planned.

    ``frame``: county, centre, kind, uncovered, reached, services, staff, km. Added: success, per_day (first services a
    day), room, day_cost, open_cost, most (days the staff of the centre have). Rates use all rows, also the covered ones.
    """
    is_remote = frame["kind"] == REMOTE
    capacity = np.where(is_remote, given.services_per_remote_day, given.services_per_day)
    success = success_rates(frame["reached"], frame["services"], given)
    made = frame.assign(
        success=success,
        per_day=capacity * success,
        room=frame["uncovered"] * given.reachable_share,
        day_cost=day_costs(frame["km"], is_remote, given),
        open_cost=np.where(is_remote, given.remote_open_cost, given.open_cost),
        most=np.floor(frame["staff"] * given.days_per_staff).astype(int),
    )
    return made[(made["room"] > 0) & (made["per_day"] > 0) & (made["most"] > 0)].reset_index(drop=True)


def expected(room: Any, per_day: Any, days: Any) -> np.ndarray:
    """Workers newly reached after so many days; zero where there is nobody to meet."""
    room, per_day, days = (np.asarray(v, dtype=float) for v in (room, per_day, days))
    safe = np.where(room > 0, room, 1.0)
    return np.where(room > 0, room * -np.expm1(-per_day * days / safe), 0.0)
