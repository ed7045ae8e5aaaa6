"""Recommendation: forecasts against the hidden truth of the demo, on three seeds; campaigns; speed; and, a part of its own, the
public bank benchmark.

The truth (``world/truth/product_chance.parquet``) is read here and nowhere else. The model judged knew only months before the
test month. Homes of three seeds are built at the scale ``district`` when they are not there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from benchmarks import recommend_large
from benchmarks.measure import Measure, in_turn, seconds
from components.recommend_choice import TRAITS, Choice, products
from components.recommend_data import offered
from data import lake
from data.i18n import speaking
from data.i18n.codes import code_labels
from data.scope import Asker, acting
from data.settings import Settings, settings, use
from etl.offers.features import visits
from etl.offers.training import NAME, Cut, cut_of
from models.campaign import drawn_control
from models.learning import artifact
from models.learning import measures as of
from models.learning.additive import Additive
from models.learning.learner import fit
from models.learning.problem import problem
from models.learning.recipe import Recipe
from models.learning.rolling import at_random, judge
from models.learning.uplift import effect
from models.products import catalogue
from pages._recommend_seen import Seen

SEEDS = (1, 2, 3)
BANK = Path(__file__).parents[2] / "shared" / "bank" / "bank-additional-full.csv"
REPEATED, MEMBERS, CONTROL = 1_000, 4_000, 0.1
ASKED, WARM = 100, 5


def measure(home: Path) -> list[Measure]:
    """Everything; ``home`` is the demo province for speed."""
    return [*speed(home), *questions(), *recommend_large.measure(home), *campaigns(), *_of_seeds(home)]


@dataclass(frozen=True)
class Against:
    """A home's forecasts of its test month: the model, its rivals and the truth."""

    map7: dict[str, float]
    captured: dict[str, float]
    error: float
    worst_error: float


def against_truth(home: Path) -> Against:
    """Judge the version in use on the month it was tested on."""
    con = lake.connect(settings())
    try:
        version = artifact.current(home / "models", NAME)
        assert version is not None
        said = artifact.card(home / "models", NAME, version)
        test, products = date.fromisoformat(said["tested_on"]), tuple(catalogue().products)
        visits(con, test - timedelta(days=366))
        cut = cut_of(con, test)
        model = artifact.load(home / "models", NAME, version, "judged")
        chance = model.probability(model.binning.codes(problem(NAME).matrix(cut.frame)))[: len(products)]
        return _judged(cut, chance, _truth(con, home, test, cut.frame, products), said["metrics"])
    finally:
        con.close()


def _judged(cut: Cut, chance: np.ndarray, truth: np.ndarray, metrics: list[list]) -> Against:
    count = len(chance)
    hit, allowed = cut.hit[:count], cut.allowed[:count]
    map7 = {row[2]: row[3] for row in metrics if row[1] == "map7"}
    map7 |= {name: of.mean_precision(hit.T, one.T, allowed.T) for name, one in (("model", chance), ("oracle", truth))}
    tenths: dict[str, list[float]] = {"model": [], "oracle": []}
    errors = []
    for place in range(count):
        rows = allowed[place]
        if hit[place, rows].any():
            tenths["model"].append(of.captured(hit[place, rows], chance[place, rows], 0.1))
            tenths["oracle"].append(of.captured(hit[place, rows], truth[place, rows], 0.1))
            errors.append(of.calibration_error(hit[place, rows], chance[place, rows]))
    captured = {name: float(np.mean(values)) for name, values in tenths.items()}
    for name in ("popularity", "logistic"):
        of_products = [
            r[3] for r in metrics if r[1] == "captured_tenth" and r[2] == name and r[0] in catalogue().products
        ]
        captured[name] = float(np.mean(of_products))
    return Against(map7, captured, of.calibration_error(hit[allowed], chance[allowed]), max(errors))


def _truth(
    con: duckdb.DuckDBPyConnection, home: Path, month: date, frame: pd.DataFrame, products: tuple[str, ...]
) -> np.ndarray:
    rows = con.execute(
        "select customer_id, product_code, probability from read_parquet(?) where month = ?",
        [str(home / "world" / "truth" / "product_chance.parquet"), month],
    ).df()
    truth = np.zeros((len(products), len(frame)), np.float32)
    place = pd.Index(frame["customer_id"]).get_indexer(rows["customer_id"])
    product = pd.Index(products).get_indexer(rows["product_code"])
    known = (place >= 0) & (product >= 0)
    truth[product[known], place[known]] = rows["probability"].to_numpy()[known]
    return truth


def _of_seeds(home: Path) -> Iterator[Measure]:
    found = [_of_seed(home, seed) for seed in SEEDS]
    for name, values in (("MAP@7", [one.map7 for one in found]), ("best tenth", [one.captured for one in found])):
        ratio = min(one["model"] / one["oracle"] for one in values)
        yield Measure(
            f"recommend {name} of the oracle's", round(ratio, 4), "ratio", "higher", 0.88, "worst of three seeds"
        )
        for rival in ("popularity", "logistic"):
            ahead = min(one["model"] / one[rival] for one in values)
            yield Measure(
                f"recommend {name} of {rival}'s", round(ahead, 4), "ratio", "higher", 1.0, "worst of three seeds"
            )
    error = max(one.worst_error for one in found)
    yield Measure("recommend calibration error", round(error, 4), "", "lower", 0.02, "worst product of three seeds")


def _of_seed(home: Path, seed: int) -> Against:
    """The province of a seed, built when it is not there."""
    from etl.demo import build

    before, place = settings(), home / "bench" / f"district-{seed}"
    use(Settings.from_env({"QIANHUI_HOME": str(place), "QIANHUI_DEMO": "1"}))
    try:
        if artifact.current(place / "models", NAME) is None:
            build(scale="district", seed=seed, balances="together")
        return against_truth(place)
    finally:
        use(before)


def bank() -> list[Measure]:
    """UCI Bank Marketing by the protocol of ``models/problems/bank_marketing.yaml``."""
    task = problem("bank_marketing")
    frame = pd.read_csv(BANK, sep=";", quoting=csv.QUOTE_MINIMAL).drop(columns=list(task.dropped))
    hit = (frame[task.targets[0]] == task.positive).to_numpy().astype(np.int8)
    matrix = task.matrix(frame)
    found = judge(task, matrix, hit)
    happened, said, tenth = hit[found.rows], found.probability, len(hit) // 10
    rows, random = at_random(task, Recipe(kind="trees", rounds=60, rate=0.05, leaves=8, least=20), matrix, hit, 1)
    against = f"rolling refit on the last fifth; chosen before it: {found.chosen}"
    return [
        Measure("bank AUC, last fifth", round(of.auc(happened, said), 4), "", "higher", 0.78, against),
        Measure(
            "bank calibration error, last fifth",
            round(of.calibration_error(happened, said), 4),
            "",
            "lower",
            0.03,
            against,
        ),
        Measure(
            "bank buyers in the best half", round(of.captured(happened, said, 0.5), 4), "", "higher", 0.77, against
        ),
        Measure(
            "bank AUC, last tenth", round(of.auc(happened[-tenth:], said[-tenth:]), 4), "", "higher", 0.70, against
        ),
        Measure(
            "bank AUC, random fifth (optimistic)", round(of.auc(hit[rows], random), 4), "", "higher", None, "no claim"
        ),
    ]


def campaigns() -> list[Measure]:
    """A simulated campaign, again and again: how often its interval holds, how often nothing looks like something."""
    held = [_campaign(seed, 0.03) for seed in range(REPEATED)]
    none = [_campaign(seed, 0.0) for seed in range(REPEATED)]
    covered = 100 * float(np.mean([found.low <= true <= found.high for found, true in held]))
    alarms = 100 * float(np.mean([found.is_certain for found, _ in none]))
    against = f"{REPEATED} campaigns of {MEMBERS} members, {CONTROL:.0%} control"
    return [
        Measure("campaign intervals that hold the effect", round(covered, 1), "of 100", "higher", 93, against),
        Measure("campaign false alarms", round(alarms, 1), "of 100", "lower", 7, against),
    ]


def _campaign(seed: int, lift: float):
    dice = np.random.default_rng(seed)
    stratum = dice.integers(0, 9, MEMBERS)
    base = np.array([0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1])[stratum]
    moved = lift * dice.uniform(0, 2, MEMBERS)
    customers = pd.Series(np.arange(MEMBERS).astype(str))
    is_control = drawn_control(customers, pd.Series(stratum), CONTROL, str(seed))
    hit = dice.random(MEMBERS) < base + np.where(is_control, 0, moved)
    return effect(hit.astype(np.int8), is_control), float(moved.mean())


def speed(home: Path) -> list[Measure]:
    """Customers × 12 products a second, and against the bare estimator's own predictions of one product."""
    version = artifact.current(home / "models", NAME)
    assert version is not None
    model = artifact.load(home / "models", NAME, version, NAME)
    codes = (
        np.random.default_rng(0).integers(0, model.binning.sizes[:, None], (len(model.names), 200_000)).astype(np.uint8)
    )
    with threadpool_limits(2):
        took = min(seconds(lambda: model.probability(codes)) for _ in range(3))
        bare = _bare(model, codes)
    rate = codes.shape[1] * len(model.targets) / 12 / took
    return [
        Measure("scoring, customers × 12 products", round(rate), "a second", "higher", 100_000, "two cores"),
        Measure(
            "scoring, time of the bare estimator's",
            round(took / bare, 3),
            "ratio",
            "lower",
            1.5,
            "predict_proba of all targets",
        ),
    ]


def questions() -> list[Measure]:
    """What the explorer asks of the publication about kinds of customers, each combination asked once."""
    dice = np.random.default_rng(4)
    works = {"counts": lambda i: Seen(asked[i]).counts, "list of 200": lambda i: offered(asked[i], asked[i].top)}
    with speaking("en"), acting(Asker.of("b0", "Province", "executive", "province", None)):
        asked = [_any_kind(dice) for _ in range(WARM + ASKED)]
        took = in_turn(works, times=ASKED, warm=WARM)
    against = f"median of {ASKED} combinations of one to four traits, in process"
    return [Measure(f"explorer, {name}", round(took[name], 1), "ms", "lower", 50, against) for name in works]


def _any_kind(dice: np.random.Generator) -> Choice:
    """A product and one to four traits, of each one or two codes."""
    words = dice.choice(list(TRAITS), dice.integers(1, 5), replace=False)
    traits = {word: dice.choice([*code_labels(TRAITS[word])], dice.integers(1, 3), replace=False) for word in words}
    return Choice.parse({"product": dice.choice(products())} | {word: [*map(str, of)] for word, of in traits.items()})


def _bare(model: Additive, codes: np.ndarray) -> float:
    """Seconds of scikit-learn's predictions of as many targets."""
    hit = np.random.default_rng(1).random(20_000) < 0.1
    estimator = fit(problem(NAME).recipe, model.binning, codes[:, :20_000], hit)
    rows = codes.T.astype(np.float32)
    return len(model.targets) * min(seconds(lambda: estimator.estimator.predict_proba(rows)) for _ in range(2))
