"""The pass's stage: learn when a month has closed, foretell every day, and tell what campaigns brought.

Nothing is done when the day, the loads and the model are those of the forecasts there are. ``python -m models rollback``
changes the model: the next pass foretells with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from data import lake
from data.log import logger
from data.settings import Settings
from etl.offers import cuts, results, scoring, tables, training
from etl.offers.card import Judged
from etl.offers.features import features, visits
from etl.offers.sources import KNOWN, OUTCOME, RULES
from models.learning import artifact
from models.learning.additive import Additive
from models.learning.problem import problem
from models.products import catalogue

log = logger(__name__)
Told = Callable[[str], None]
FEEDS = sorted({
    *(table.removeprefix("raw.") for table, _ in KNOWN | RULES | OUTCOME if table.startswith("raw.")),
    "visit", "household", "portfolio", "branch", "staff", "staff_post", "region",  # what marts of visits and customers stand on
})  # fmt: skip


def settle(con: duckdb.DuckDBPyConnection, chosen: Settings, as_of: date, told: Told = lambda what: None) -> None:
    """Bring the lake's schema ``offer`` up to the day. ``con`` has the lake attached for writing."""
    tables.create(con)
    folder, plan = chosen.home / "models", cuts.plan(con, as_of)
    artifact.complete(folder, training.NAME)
    if plan is None or _seen(con, folder, as_of) == _before(con):
        return
    visits(con, plan.train[0] - timedelta(days=366))
    learned = _learn(con, folder, plan, told)
    version = artifact.current(folder, training.NAME)
    assert version is not None
    told("forecasts")
    today = as_of + timedelta(days=1)
    frame = features(con, today)
    model = artifact.load(folder, training.NAME, version, training.NAME)
    staff = con.execute("select staff_id from lake.mart.dim_customer order by customer_id").df()["staff_id"]
    scoring.keep(con, as_of, frame, scoring.scored(frame, staff, model, artifact.card(folder, training.NAME, version)))
    told("campaigns")
    _results(con, folder, version, as_of, learned)
    _models(con, folder, version)
    con.execute("delete from lake.offer.seen")
    con.execute("insert into lake.offer.seen values (?)", [_seen(con, folder, as_of)])


def is_due(con: duckdb.DuckDBPyConnection, chosen: Settings, as_of: date) -> bool:
    """Whether another model is to be used than that of the forecasts there are."""
    if "seen" not in tables.known(con):
        return False
    before = _before(con)
    return before is not None and before != _seen(con, chosen.home / "models", as_of)


def _learn(con: duckdb.DuckDBPyConnection, folder: Path, plan: cuts.Plan, told: Told) -> Judged | None:
    """A new version, and how it was judged; nothing when one was judged on the plan's month already."""
    done = [artifact.card(folder, training.NAME, one)["tested_on"] for one in artifact.versions(folder, training.NAME)]
    if f"{plan.test:%Y-%m-%d}" in done:
        return None
    version, judged = training.learn(con, folder, plan, str(lake.head(con)), told)
    log.info("model learned", version=version, tested_on=str(plan.test))
    return judged


def _results(
    con: duckdb.DuckDBPyConnection, folder: Path, version: str, as_of: date, learned: Judged | None
) -> None:  # fmt: skip
    said, members = artifact.card(folder, training.NAME, version), results.members(con, as_of)
    days = [date.fromisoformat(said[name]) for name in ("calibrated_on", "tested_on")]
    lacking = results.missing(con, version, members, days)
    if lacking:
        model = artifact.load(folder, training.NAME, version, training.NAME)
        chances = {day: _chance(con, model, day, learned) for day in lacking}
        results.keep_eve(con, version, members, chances, tuple(catalogue().products))
    results.keep(con, results.results(members, results.eve(con, version)))


def _chance(
    con: duckdb.DuckDBPyConnection, model: Additive, cut: date, learned: Judged | None
) -> tuple[pd.Series, np.ndarray]:  # fmt: skip
    """Customers, and the chance of each target. Features just learned from are not asked for again."""
    if learned and cut in learned.rows:
        return learned.frames[cut]["customer_id"], model.probability(learned.rows[cut].codes)
    frame = features(con, cut)
    return frame["customer_id"], model.probability(model.binning.codes(problem(training.NAME).matrix(frame)))


def _models(con: duckdb.DuckDBPyConnection, folder: Path, current: str) -> None:
    """The versions kept and how each was judged."""
    kept = artifact.versions(folder, training.NAME)
    cards = {version: artifact.card(folder, training.NAME, version) for version in kept}
    versions = pd.DataFrame([
        {
            "version": version, "trained_from": said["trained_on"][0], "trained_to": said["trained_on"][-1],
            "calibrated_on": said["calibrated_on"], "tested_on": said["tested_on"], "snapshot": said["snapshot"],
            "is_current": version == current, "features": len(said["features"]), "hash": said["hash"],
        }
        for version, said in cards.items()
    ])  # fmt: skip
    rows = [(version, said["tested_on"], *row) for version, said in cards.items() for row in said["metrics"]]
    names = ["version", "tested_on", "target", "measure", "part", "value", "low", "high", "rows"]
    con.register("offer_version", pa.Table.from_pandas(versions, preserve_index=False))
    con.register("offer_quality", pa.Table.from_pandas(pd.DataFrame(rows, columns=names), preserve_index=False))
    con.execute("begin")
    tables.replace(con, "model", "select * from offer_version")
    tables.replace(con, "quality", "select * from offer_quality")
    con.execute("commit")
    con.unregister("offer_version")
    con.unregister("offer_quality")


def _before(con: duckdb.DuckDBPyConnection) -> str | None:
    found = con.execute("select max(digest) from lake.offer.seen").fetchone()
    return found[0] if found else None


def _seen(con: duckdb.DuckDBPyConnection, folder: Path, as_of: date) -> str:
    """The day, the last load of what is read, and the model. Visits of a day that is not over are not read."""
    loads = con.execute(
        """select coalesce(max(load_id), 0) from lake.raw.feed_load
        where list_contains(?, feed) and not (feed = 'visit' and business_date > ?)""",
        [list(FEEDS), as_of],
    ).fetchone()
    return f"{as_of}/{loads[0] if loads else 0}/{artifact.current(folder, training.NAME)}"
