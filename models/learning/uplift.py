"""What a campaign added: those addressed against a control group drawn at random, with an interval, and by who was addressed.

Only randomised groups are compared. The interval of a difference of two shares is Newcombe's (two Wilson intervals
combined; R. G. Newcombe, Statistics in Medicine 17, 1998, method 10): it holds for rare outcomes and small control groups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Z = 1.959964  # 95 %


@dataclass(frozen=True)
class Effect:
    """Customers and outcomes of both groups, the difference of their shares, and its 95 % interval; NaN when one is empty."""

    treated: int
    treated_hits: int
    control: int
    control_hits: int
    uplift: float
    low: float
    high: float

    @property
    def is_certain(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def effect(hit: np.ndarray, is_control: np.ndarray) -> Effect:
    """Treated less control, from one row per member."""
    treated = ~is_control
    return effect_of(int(treated.sum()), int(hit[treated].sum()), int(is_control.sum()), int(hit[is_control].sum()))


def effect_of(treated: int, treated_hits: int, control: int, control_hits: int) -> Effect:
    """The same from counts."""
    if not treated or not control:
        nothing = float("nan")
        return Effect(treated, treated_hits, control, control_hits, nothing, nothing, nothing)
    one, other = treated_hits / treated, control_hits / control
    (low_one, high_one), (low_other, high_other) = wilson(treated_hits, treated), wilson(control_hits, control)
    below = float(np.hypot(one - low_one, high_other - other))
    above = float(np.hypot(high_one - one, other - low_other))
    difference = one - other
    return Effect(treated, treated_hits, control, control_hits, difference, difference - below, difference + above)


def wilson(hits: int, rows: int, z: float = Z) -> tuple[float, float]:
    """The score interval of hits among rows."""
    low, high = score_interval(np.array(hits / rows), np.array(rows), z)
    return float(low), float(high)


def score_interval(share: np.ndarray, rows: np.ndarray, z: float = Z) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval of shares of rows."""
    square = z * z
    middle = (share + square / (2 * rows)) / (1 + square / rows)
    half = z / (1 + square / rows) * np.sqrt(share * (1 - share) / rows + square / (4 * rows * rows))
    return np.maximum(0.0, middle - half), np.minimum(1.0, middle + half)


def by_part(hit: np.ndarray, is_control: np.ndarray, score: np.ndarray, parts: int = 10) -> list[Effect]:
    """The effect in equally filled parts, best score first."""
    order = np.argsort(-score, kind="stable")
    return [effect(hit[rows], is_control[rows]) for rows in np.array_split(order, parts)]


def qini(hit: np.ndarray, is_control: np.ndarray, score: np.ndarray, parts: int = 20) -> list[tuple[float, float]]:
    """(share of members addressed best score first, outcomes gained per member): treated outcomes less what as many
    controls would have had. At random it is the straight line to the last point."""
    order = np.argsort(-score, kind="stable")
    treated, control = np.cumsum(~is_control[order]), np.cumsum(is_control[order])
    hits, others = np.cumsum(hit[order] * ~is_control[order]), np.cumsum(hit[order] * is_control[order])
    gained = hits - others * treated / np.maximum(control, 1)
    points = [
        (part / parts, float(gained[round(part / parts * len(hit)) - 1] / max(treated[-1], 1)))
        for part in range(1, parts + 1)
    ]
    return [(0.0, 0.0), *points]


def qini_coefficient(curve: list[tuple[float, float]]) -> float:
    """The area between the curve and the straight line to its end: above zero when the score finds who can be won."""
    share, gained = np.array(curve).T
    return float(np.trapezoid(gained - share * gained[-1], share))
