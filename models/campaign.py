"""Campaigns: who is addressed, who is kept as control, and whose task a customer becomes.

The control group is drawn once, when the campaign is made: in each stratum by the order of a keyed hash of the customer,
so that the draw can be repeated and checked, and nobody chooses.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from models.learning.uplift import effect_of


def drawn_control(customers: pd.Series, stratum: pd.Series, share: float, key: str) -> np.ndarray:
    """Which customers are control: of each stratum the share (whole customers, largest remainder over all strata)."""
    order = np.array([hashlib.sha256(f"{key}|{one}".encode()).hexdigest() for one in customers])
    places = pd.DataFrame({"stratum": stratum.to_numpy(), "order": order})
    rank = places.groupby("stratum")["order"].rank(method="first").to_numpy() - 1
    sizes = places["stratum"].value_counts(sort=False).sort_index()
    wanted = _whole(sizes.to_numpy() * share)
    allowed = dict(zip(sizes.index, wanted, strict=True))
    return rank < places["stratum"].map(allowed).to_numpy()


def assigned(members: pd.DataFrame, capacity: int) -> pd.Series:
    """The manager of each member, or None above the manager's capacity: the best expected value first.

    ``members``: staff_id (who looks after the customer), expected.
    """
    place = members.groupby("staff_id")["expected"].rank(method="first", ascending=False)
    return members["staff_id"].where(place <= capacity)


def _whole(exact: np.ndarray) -> np.ndarray:
    whole = np.floor(exact).astype(int)
    missing = round(exact.sum()) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return whole


def noticeable(rows: int, share: float, probability: float) -> float | None:
    """How far the conversion of those addressed must lie above the control's for the interval to leave zero out, when the control
    converts with the mean ``probability``: how small a campaign still tells something. None without a control group."""
    control = round(rows * share)
    treated = rows - control
    if not control or not treated:
        return None
    expected = round(probability * control)
    every = (effect_of(treated, hits, control, expected) for hits in range(treated + 1))
    return next((found.uplift for found in every if found.low > 0), None)
