"""How good forecasts are. ``hit``: whether it happened (0/1), ``chance``: what was said, one entry per row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

PARTS = 10
FINE = 2_000


def auc(hit: np.ndarray, chance: np.ndarray) -> float:
    """The chance that a row where it happened was rated above one where it did not; ties count half."""
    hits = int(hit.sum())
    others = len(hit) - hits
    if not hits or not others:
        return float("nan")
    return float((rankdata(chance)[hit.astype(bool)].sum() - hits * (hits + 1) / 2) / (hits * others))


def auc_interval(hit: np.ndarray, chance: np.ndarray, *, seed: int = 0, times: int = 200) -> tuple[float, float]:
    """95 % bootstrap interval of the AUC: hits and others drawn anew, each as many as there are, over FINE steps of the order."""
    place = np.minimum(rankdata(chance) / (len(hit) + 1) * FINE, FINE - 1).astype(np.int64)
    yes, no = (np.bincount(place[hit.astype(bool) == side], minlength=FINE) for side in (True, False))
    if not yes.any() or not no.any():
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    hits, others = (rng.multinomial(one.sum(), one / one.sum(), times) for one in (yes, no))
    below = np.cumsum(others, axis=1) - others / 2
    low, high = np.quantile((hits * below).sum(axis=1) / (yes.sum() * no.sum()), (0.025, 0.975))
    return float(low), float(high)


def log_loss(hit: np.ndarray, chance: np.ndarray) -> float:
    """Mean surprise."""
    safe = np.clip(chance, 1e-6, 1 - 1e-6)
    return float(-np.mean(np.where(hit.astype(bool), np.log(safe), np.log1p(-safe))))


def calibration_error(hit: np.ndarray, chance: np.ndarray, parts: int = PARTS) -> float:
    """Expected calibration error over equally filled bins: mean distance of what was said from what happened."""
    return float(
        sum(abs(one.said - one.happened) * one.rows for one in calibration_curve(hit, chance, parts)) / len(hit)
    )


@dataclass(frozen=True)
class Bin:
    """Rows of about the same forecast: how many, the mean said, the part that happened."""

    rows: int
    said: float
    happened: float


def calibration_curve(hit: np.ndarray, chance: np.ndarray, parts: int = PARTS) -> list[Bin]:
    """Equally filled bins, lowest forecast first."""
    order = np.argsort(chance, kind="stable")
    return [
        Bin(len(rows), float(chance[rows].mean()), float(hit[rows].mean()))
        for rows in np.array_split(order, parts)
        if len(rows)
    ]


def captured(hit: np.ndarray, chance: np.ndarray, share: float) -> float:
    """The part of all hits among the best-rated ``share`` of rows."""
    best = np.argsort(-chance, kind="stable")[: round(share * len(hit))]
    return float(hit[best].sum() / max(hit.sum(), 1))


def gains(hit: np.ndarray, chance: np.ndarray, parts: int = PARTS) -> list[tuple[float, float]]:
    """(share of rows taken best first, share of hits among them): with (0, 0); at random both are the same."""
    order = np.argsort(-chance, kind="stable")
    reached = np.r_[0, np.cumsum(hit[order])] / max(hit.sum(), 1)
    return [(part / parts, float(reached[round(part / parts * len(hit))])) for part in range(parts + 1)]


def stability(before: np.ndarray, now: np.ndarray, parts: int = PARTS) -> float:
    """Population stability index of forecasts: under 0.1 alike, over 0.25 another population."""
    limits = np.unique(np.quantile(before, np.linspace(0, 1, parts + 1)[1:-1]))
    first, second = (
        np.maximum(np.bincount(np.searchsorted(limits, one, side="right"), minlength=len(limits) + 1) / len(one), 1e-4)
        for one in (before, now)
    )
    return float(((second - first) * np.log(second / first)).sum())


def mean_precision(hit: np.ndarray, chance: np.ndarray, allowed: np.ndarray, most: int = 7) -> float:
    """MAP@most: rows are customers, columns products. Over customers who took something allowed; nothing else is ranked."""
    took = (hit & allowed).any(axis=1)
    hit, score = hit[took], np.where(allowed[took], chance[took], -np.inf)
    order = np.argsort(-score, axis=1, kind="stable")[:, :most]
    right = np.take_along_axis(hit & allowed[took], order, axis=1)
    precision = np.cumsum(right, axis=1) / np.arange(1, order.shape[1] + 1)
    wanted = np.minimum((hit & allowed[took]).sum(axis=1), most)
    return float(((precision * right).sum(axis=1) / wanted).mean()) if len(wanted) else float("nan")
