"""Fit an additive model for each target of a problem, with the simple models beside it; calibrate on later rows.

Of rows where nothing happened a part is drawn, and each counts for those left out: what is rare is learned in little time.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from models.learning.additive import Additive, tabled
from models.learning.baselines import Linear, Popularity, popularity
from models.learning.binning import Binning
from models.learning.calibrate import fit_calibration
from models.learning.calibration import Calibration
from models.learning.learner import fit
from models.learning.problem import Problem

MOST = 40_000  # rows of a target learned from where it happened, and as many where it did not
CENTRED_ON = 50_000
THREADS = 2
Told = Callable[[str], None]


@dataclass(frozen=True)
class Rows:
    """Customers at cuts: ``codes`` (features, rows); ``hit`` and ``allowed`` (targets, rows): happened, and could happen."""

    codes: np.ndarray
    hit: np.ndarray
    allowed: np.ndarray

    @classmethod
    def joined(cls, parts: list[Rows]) -> Rows:
        """All together."""
        return cls(
            *(np.concatenate([getattr(part, name) for part in parts], axis=1) for name in ("codes", "hit", "allowed"))
        )


@dataclass(frozen=True)
class Trained:
    """The additive model, and beside it popularity by group (of the first feature) per target and the linear models."""

    model: Additive
    popular: tuple[Popularity, ...]
    linear: Linear | None


def train(
    problem: Problem, binning: Binning, rows: Rows, *, with_linear: bool = True, told: Told = lambda what: None
) -> Trained:
    """Learn every target; not calibrated yet."""
    step = max(1, rows.codes.shape[1] // CENTRED_ON)
    few = rows.codes[:, ::step]
    linear = Linear(binning, few) if with_linear else None

    def learned(place: int) -> tuple[np.ndarray, float, Popularity, np.ndarray | None]:
        told(problem.targets[place])
        chosen, weight = _sample(np.random.default_rng(place), rows.hit[place], rows.allowed[place])
        codes, hit = rows.codes[:, chosen], rows.hit[place, chosen]
        with threadpool_limits(1, "openmp"):  # a target a thread: threads within one wait for each other
            table, middle = tabled(fit(problem.recipe, binning, codes, hit, weight), binning, few)
            weights = linear.learned(codes, hit, weight) if linear else None
        of = np.flatnonzero(rows.allowed[place])
        popular = popularity(rows.codes[0, of], rows.hit[place, of], int(binning.sizes[0]) + 1)
        return table, middle, popular, weights

    # OpenMP's limit is a thread's own, that of BLAS the process's: lifted by one target it would change another's last digits
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(THREADS) as pool:
        tables, base, popular, weights = zip(*pool.map(learned, range(len(problem.targets))), strict=True)
    plain = (Calibration(),) * len(problem.targets)
    model = Additive(problem.targets, problem.names, binning, np.stack(tables), np.array(base, np.float32), plain)
    return Trained(model, popular, linear.holding(weights) if linear else None)


def calibrated(model: Additive, rows: Rows) -> Additive:
    """The model with calibrations from these rows, later than those it learned from."""
    odds = model.log_odds(rows.codes)

    def fitted(place: int) -> Calibration:
        of = rows.allowed[place]
        return fit_calibration(odds[place, of], rows.hit[place, of].astype(np.int8))

    with ThreadPoolExecutor(THREADS) as pool:
        return replace(model, calibrations=tuple(pool.map(fitted, range(len(model.targets)))))


def _sample(rng: np.random.Generator, hit: np.ndarray, allowed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(rows, weights): at most MOST hits and as many misses; each stands for several where there are more."""
    found = [np.flatnonzero(side & allowed) for side in (hit, ~hit)]
    kept = [rows if len(rows) <= MOST else rng.choice(rows, MOST, replace=False) for rows in found]
    weight = [np.full(len(few), len(rows) / max(len(few), 1)) for rows, few in zip(found, kept, strict=True)]
    return np.concatenate(kept), np.concatenate(weight)
