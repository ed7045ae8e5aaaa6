"""Learn when a month has closed: features and outcomes of the newest whole plan, a model, its card, and what newcomers need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from etl.offers import labels
from etl.offers.card import Judged, card
from etl.offers.cuts import Plan
from etl.offers.features import features
from models.learning import artifact
from models.learning.additive import Additive
from models.learning.binning import Binning, fit_binning
from models.learning.problem import Problem, problem
from models.learning.train import Rows, calibrated, train
from models.offer import is_eligible, is_held
from models.products import catalogue

NAME, NEWCOMER = "next_product", "newcomer"
SEGMENTS = ["customer_id", "age", "sex", "county_kind"]  # what is kept of features once they are binned
Told = Callable[[str], None]


@dataclass(frozen=True)
class Cut:
    """Customers at a cut: features, what happened and what could (targets, customers)."""

    day: date
    frame: pd.DataFrame
    hit: np.ndarray
    allowed: np.ndarray


def learn(con: duckdb.DuckDBPyConnection, folder: Path, plan: Plan, snapshot: str, told: Told) -> tuple[str, Judged]:
    """Train, judge and keep a version, and use it; (version, how it was judged)."""
    whole, few = problem(NAME), problem(NEWCOMER)
    cuts, matrix = {}, {}
    for day in plan.cuts:
        cut = cut_of(con, day, told)
        matrix[day] = whole.matrix(cut.frame)
        cuts[day] = replace(cut, frame=cut.frame[SEGMENTS])
    binning = fit_binning(whole, np.concatenate([matrix[day] for day in plan.train]))
    rows = {day: _rows(whole, binning, matrix.pop(day), cut) for day, cut in cuts.items()}
    trained = train(whole, binning, Rows.joined([rows[day] for day in plan.train]), told=told)
    judged = Judged(
        plan,
        {day: cut.frame for day, cut in cuts.items()},
        calibrated(trained.model, rows[plan.calibrate]),
        trained,
        rows,
    )
    models = {
        NAME: calibrated(trained.model, rows[plan.test]),
        "judged": judged.model,
        NEWCOMER: _newcomer(few, binning, rows, plan, told),
    }
    said = card(judged, models[NAME], snapshot) | {"newcomer": _spread(few, models, binning, rows[plan.test])}
    version = artifact.save(folder, NAME, models, said, f"{plan.test:%Y%m%d}")
    artifact.use(folder, NAME, version)
    return version, judged


def cut_of(con: duckdb.DuckDBPyConnection, day: date, told: Told = lambda what: None) -> Cut:
    """Features of a cut with what came after it."""
    told(f"{day:%Y-%m}")
    frame, products = features(con, day), catalogue().products
    taken = labels.taken(con, day, frame["customer_id"], tuple(products))
    allowed = np.stack([~is_held(frame, code) & is_eligible(frame, one) for code, one in products.items()])
    has_deposits = frame["deposit_balance"].to_numpy() >= labels.LEAST
    after = labels.deposits_after(con, day, frame)
    hit = np.vstack([taken, labels.leaves(con, day, frame, after), labels.grows(frame, after)])
    return Cut(day, frame, hit, np.vstack([allowed, has_deposits, has_deposits]))


def _rows(of: Problem, binning: Binning, matrix: np.ndarray, cut: Cut) -> Rows:
    return Rows(binning.codes(matrix), cut.hit[: len(of.targets)], cut.allowed[: len(of.targets)])


def _newcomer(few: Problem, binning: Binning, rows: dict[date, Rows], plan: Plan, told: Told) -> Additive:
    """The model on few traits: the same bins, fewer columns."""
    places = [problem(NAME).names.index(name) for name in few.names]
    part = Binning(tuple(binning.edges[place] for place in places), binning.sizes[places], binning.is_category[places])
    count = len(few.targets)
    narrow = {
        day: Rows(one.codes[places], one.hit[:count], one.allowed[:count]) for day, one in rows.items()
    }  # fmt: skip
    trained = train(few, part, Rows.joined([narrow[day] for day in plan.train]), with_linear=False, told=told)
    return calibrated(trained.model, narrow[plan.test])


def _spread(
    few: Problem, models: dict, binning: Binning, rows: Rows, parts: int = 20
) -> dict[str, dict[str, list[float]]]:
    """Per target: how far people alike in the few traits lie apart once more is known (a tenth below ``low``, above ``high``)."""
    places, found = [problem(NAME).names.index(name) for name in few.names], {}
    known, guessed = models[NAME].probability(rows.codes), models[NEWCOMER].probability(rows.codes[places])
    for place, target in enumerate(few.targets):
        of = np.flatnonzero(rows.allowed[place])
        order = np.array_split(of[np.argsort(guessed[place, of], kind="stable")], parts)
        found[target] = {
            "at": [float(guessed[place, one].mean()) for one in order],
            "low": [float(np.quantile(known[place, one], 0.1)) for one in order],
            "high": [float(np.quantile(known[place, one], 0.9)) for one in order],
        }
    return found
