"""How sure a forecast is: between which shares the outcomes of customers with the same forecast are likely to lie.

A forecast stands on the rows of the last month judged whose forecast was about the same. Its interval is the score interval
(Wilson) of a share that is the forecast itself, on as many rows: the forecast always lies inside. Months differ by more than
chance, so rows count for less by as much as that month strayed from what a model of the months before had said of it.
"""

from __future__ import annotations

import numpy as np

from models.learning.measures import calibration_curve
from models.learning.uplift import score_interval

Z = 1.644854  # 90 %
ABOUT = 1.25  # forecasts whose odds lie within this proportion are about the same
POINTS, PARTS = 40, 20
STEP = 1e-4  # what is served is rounded to a hundredth of a per cent
Evidence = dict[str, list[float]]


def evidence(hit: np.ndarray, chance: np.ndarray, before: np.ndarray) -> Evidence:
    """``at``: forecasts in ascending order, ``rows``: how many rows one of that size stands on. ``chance``: of the model used,
    ``before``: of one that did not know the month."""
    known = np.sort(chance.astype(np.float64))
    held = (np.arange(1, len(known) + 1) / len(known) + np.cumsum(known) / known.sum()) / 2
    at = np.unique(known[np.minimum(np.searchsorted(held, np.linspace(0, 1, POINTS)), len(known) - 1)])
    odds = at / (1 - at)
    low, high = (odds * by / (1 + odds * by) for by in (1 / ABOUT, ABOUT))
    rows = np.searchsorted(known, high, side="right") - np.searchsorted(known, low, side="left")
    rows = np.maximum(rows / strayed(hit, before), 1.0)
    return {"at": [*map(float, at), 1.0], "rows": [*map(float, rows), 1.0]}


def strayed(hit: np.ndarray, chance: np.ndarray) -> float:
    """The mean square of (happened − said) in units of its chance variance, over bins of the forecast; 1 at least."""
    bins = [one for one in calibration_curve(hit, chance, PARTS) if 0 < one.said < 1]
    far = [(one.happened - one.said) ** 2 * one.rows / (one.said * (1 - one.said)) for one in bins]
    return max(1.0, float(np.mean(far))) if far else 1.0


def interval(chance: np.ndarray, known: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) of forecasts rounded to STEP, rounded outwards: wherever 0 < forecast < 1, low < forecast < high."""
    share = chance.astype(np.float64)
    low, high = score_interval(share, np.interp(share, known["at"], rows_of(known)), Z)
    step = np.round(share / STEP)
    low = np.minimum(np.floor(low / STEP), step - 1).clip(0)
    high = np.maximum(np.ceil(high / STEP), step + 1).clip(max=1 / STEP)
    return low * STEP, high * STEP


def rows_of(known: Evidence) -> list[float]:
    """How many rows the points stand on; in cards of earlier releases, which kept 95 % limits, as many as give their width."""
    if "rows" in known:
        return known["rows"]
    at, low, high = (np.array(known[name]) for name in ("at", "low", "high"))
    half = np.maximum((high - low) / 2, 1e-6)
    return [*map(float, np.maximum(at * (1 - at) * (1.959964 / half) ** 2, 1.0))]
