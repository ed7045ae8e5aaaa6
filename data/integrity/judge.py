"""One verdict a visit out of all findings about it: score, grade, and the findings in compact form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.integrity import movement, pattern, place, time
from data.integrity.facts import Facts
from data.integrity.finding import Found
from data.integrity.limits import Limits

GRADES = ("verified", "plausible", "unverifiable", "flagged")
VERIFIED, PLAUSIBLE, UNVERIFIABLE, FLAGGED = range(len(GRADES))
BEST = 100
EDITION = 1  # of the checks: another one when what they find changes, and all visits are judged anew


@dataclass(frozen=True)
class Verdicts:
    """A row per visit: ``score`` 0–100, ``grade`` (index into GRADES), ``findings`` as JSON, None where there are none.

    A visit verified at the customer's place, with nothing against it, has none.
    """

    score: np.ndarray
    grade: np.ndarray
    findings: np.ndarray

    @property
    def told(self) -> np.ndarray:
        """Rows of which there is anything to say."""
        return np.flatnonzero(self.findings != None)  # noqa: E711 - elementwise


def judge(facts: Facts, limits: Limits, more: Sequence[Found] = ()) -> Verdicts:
    """Judge visits together with the others of the same people and days. ``more``: what was found of their photos."""
    found = [*place.distance(facts, limits)]
    verified, unsure = (_where(facts, found, grade) for grade in ("verified", "cannot_verify"))
    found += [
        *place.office(facts, limits),
        *place.mock(facts, limits),
        *movement.teleport(facts, limits, verified),
        *time.clock_drift(facts, limits),
        *time.dwell(facts, limits),
        *time.dense(facts, limits),
        *pattern.shared_pattern(facts, limits),
        *more,
    ]
    off = np.zeros(len(facts))
    for one in found:
        np.add.at(off, one.rows, one.weight)
    score = np.clip(BEST - off, 0, BEST).astype(np.uint8)
    grade = np.full(len(facts), PLAUSIBLE, np.int8)
    grade[verified & (off == 0)] = VERIFIED
    grade[unsure] = UNVERIFIABLE
    grade[score < limits.flag_below] = FLAGGED
    return Verdicts(score, grade, _kept(len(facts), found))


def _where(facts: Facts, found: Sequence[Found], grade: str) -> np.ndarray:
    marked = np.zeros(len(facts), bool)
    for one in found:
        if one.grade == grade:
            marked[one.rows] = True
    return marked


def _kept(count: int, found: Sequence[Found]) -> np.ndarray:
    """The findings of each row as JSON. That the distance is verified goes without saying."""
    kept = np.full(count, None, object)
    for one in found:
        if one.grade == "verified":
            continue
        for row, text in zip(one.rows.tolist(), one.texts(), strict=True):
            before = kept[row]
            kept[row] = text if before is None else f"{before},{text}"
    told = np.flatnonzero(kept != None)  # noqa: E711 - elementwise
    kept[told] = [f"[{kept[row]}]" for row in told.tolist()]
    return kept
