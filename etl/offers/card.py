"""The model card: how well the test month was foretold by a model that knew only earlier months, beside simple ones.

Long form: a row per target, measure, and part (a bin, a segment); what pages draw and ``card.json`` keeps.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from etl.offers.cuts import Plan
from models.learning import measures as of
from models.learning.additive import Additive
from models.learning.evidence import Evidence, evidence
from models.learning.train import THREADS, Rows, Trained
from models.learning.uplift import wilson
from models.products import catalogue

AGES = ((0, 30), (30, 45), (45, 60), (60, 200))
Row = tuple[str, str, str, float | None, float | None, float | None, int]
EVERY = "all"


@dataclass(frozen=True)
class Judged:
    """A model calibrated on the month before the test, its simple rivals, and the rows of every cut."""

    plan: Plan
    frames: dict[date, pd.DataFrame]
    model: Additive
    trained: Trained
    rows: dict[date, Rows]

    @property
    def test(self) -> Rows:
        """The rows of the test month."""
        return self.rows[self.plan.test]

    @property
    def frame(self) -> pd.DataFrame:
        """Who the customers of the test month are."""
        return self.frames[self.plan.test]


def card(judged: Judged, used: Additive, snapshot: str) -> dict[str, Any]:
    """What is kept beside the model. ``used``: the same model calibrated on the test month, which scores from now on."""
    return {
        "snapshot": snapshot,
        "trained_on": [f"{day:%Y-%m-%d}" for day in judged.plan.train],
        "calibrated_on": f"{judged.plan.calibrate:%Y-%m-%d}",
        "tested_on": f"{judged.plan.test:%Y-%m-%d}",
        "features": list(used.names),
        "targets": list(used.targets),
        "metrics": [list(row) for row in quality(judged)],
        "intervals": _evidence(used, judged),
    }


def quality(judged: Judged) -> list[Row]:
    """Every row of the card."""
    test, model = judged.test, judged.model
    odds, before = model.log_odds(test.codes), model.log_odds(judged.rows[judged.plan.train[0]].codes)
    chance = np.stack([one.probability(odds[place]) for place, one in enumerate(model.calibrations)])
    popular = np.stack([one.probability(test.codes[0]) for one in judged.trained.popular])
    assert judged.trained.linear is not None
    linear = judged.trained.linear.probability(judged.trained.linear.design(test.codes))
    segments = _segments(judged.frame)

    def of_place(place: int) -> list[Row]:
        target, rows = model.targets[place], np.flatnonzero(test.allowed[place])
        hit = test.hit[place, rows].astype(np.int8)
        if not 0 < hit.sum() < len(hit):
            return []
        rivals = {"popularity": popular[place, rows], "logistic": linear[place, rows]}
        moved = of.stability(before[place, judged.rows[judged.plan.train[0]].allowed[place]], odds[place, rows])
        return [
            *_of_target(target, hit, chance[place, rows], rivals),
            *_fairness(target, [column.take(rows) for column in segments], hit, chance[place, rows]),
            (target, "drift", "", moved, None, None, len(rows)),
        ]

    with ThreadPoolExecutor(THREADS) as pool:
        found = [row for rows in pool.map(of_place, range(len(model.targets))) for row in rows]
    return found + _together(test, chance, {"popularity": popular, "logistic": linear})


def _of_target(target: str, hit: np.ndarray, chance: np.ndarray, rivals: dict[str, np.ndarray]) -> list[Row]:
    low, high = of.auc_interval(hit, chance)
    rows = len(hit)
    found: list[Row] = [
        (target, "auc", "model", of.auc(hit, chance), low, high, rows),
        (target, "base_rate", "", float(hit.mean()), *wilson(int(hit.sum()), rows), rows),
        (target, "calibration_error", "", of.calibration_error(hit, chance), None, None, rows),
        (target, "captured_tenth", "model", of.captured(hit, chance, 0.1), None, None, rows),
    ]
    for name, other in rivals.items():
        found.append((target, "auc", name, of.auc(hit, other), None, None, rows))
        found.append((target, "captured_tenth", name, of.captured(hit, other, 0.1), None, None, rows))
    for share, reached in of.gains(hit, chance):
        found.append((target, "gains", f"{share:.1f}", reached, None, None, rows))
        ideal = min(1.0, share * rows / max(int(hit.sum()), 1))
        found.append((target, "gains_ideal", f"{share:.1f}", ideal, None, None, rows))
    for number, one in enumerate(of.calibration_curve(hit, chance), 1):
        found.append((target, "said", f"{number:02}", one.said, None, None, one.rows))
        found.append(
            (
                target,
                "happened",
                f"{number:02}",
                one.happened,
                *wilson(round(one.happened * one.rows), one.rows),
                one.rows,
            )
        )
    return found


def _segments(frame: pd.DataFrame) -> list[pd.Categorical]:
    """Of each customer: age band, sex, and the ethnic majority of the county."""
    bands = np.select([frame["age"] < high for _, high in AGES], [f"age:{low}-{high}" for low, high in AGES], "age:?")
    sex, county = "sex:" + frame["sex"].fillna("?"), "county:" + frame["county_kind"].fillna("?")
    return [pd.Categorical(column) for column in (bands, sex, county)]


def _fairness(target: str, segments: list[pd.Categorical], hit: np.ndarray, chance: np.ndarray) -> list[Row]:
    """By segment: what was said, what happened, and how well they were told apart."""
    found: list[Row] = []
    for column in segments:
        for code, name in enumerate(column.categories):
            rows = np.flatnonzero(column.codes == code)
            if not len(rows):
                continue
            hits = int(hit[rows].sum())
            low, high = wilson(hits, len(rows))
            found.append((target, "fair_said", name, float(chance[rows].mean()), None, None, len(rows)))
            found.append((target, "fair_happened", name, hits / len(rows), low, high, len(rows)))
            if hits >= 20:
                found.append((target, "fair_auc", name, of.auc(hit[rows], chance[rows]), None, None, len(rows)))
    return found


def _together(test: Rows, chance: np.ndarray, rivals: dict[str, np.ndarray]) -> list[Row]:
    """Over all products: the order of products within a customer, and the best tenth of customers of each product."""
    count = len(catalogue().products)
    hit, allowed = test.hit[:count].T, test.allowed[:count].T
    found: list[Row] = []
    for name, one in {"model": chance, **rivals}.items():
        found.append((EVERY, "map7", name, of.mean_precision(hit, one[:count].T, allowed), None, None, len(hit)))
    pooled = np.concatenate([chance[place, test.allowed[place]] for place in range(count)])
    happened = np.concatenate([test.hit[place, test.allowed[place]] for place in range(count)])
    found.append((EVERY, "calibration_error", "", of.calibration_error(happened, pooled), None, None, len(pooled)))
    return found


def _evidence(used: Additive, judged: Judged) -> dict[str, Evidence]:
    """Per target how many rows of the test month a forecast stands on."""
    rows, found = judged.test, {}
    chance, before = used.probability(rows.codes), judged.model.probability(rows.codes)
    for place, target in enumerate(used.targets):
        of_target = rows.allowed[place]
        found[target] = evidence(rows.hit[place, of_target], chance[place, of_target], before[place, of_target])
    return found
