"""One pass of the ETL: load, extract, build, publish. One pass at a time; the last good publication stays when it fails.

What happened is kept twice: ``etl_runs`` in the operations DB, and ``<HOME>/etl_last_run.json`` for whoever has no DB.
"""

from __future__ import annotations

import fcntl
import gc
import json
import os
import resource
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import delete, insert, select

from data import lake
from data.errors import Unavailable
from data.log import logger
from data.ops.engine import engine, migrate, writing
from data.ops.schema import etl_runs, publications
from data.settings import Settings, settings
from etl import build, ops_cases, ops_extract, publish, reference, score_tables, scores
from etl.contract import contracts
from etl.delivery import deliveries, read_manifest
from etl.load import load_all, now
from etl.offers import stage as offers
from etl.offers import tables as offer_tables
from etl.project import Ahead
from etl.trust import flagged
from etl.trust import stage as trust

log = logger(__name__)
Told = Callable[[str, str], None]
LAST_RUN = "etl_last_run.json"


def quiet(stage: str, detail: str) -> None:
    """The progress of those who do not look."""


@dataclass
class Pass:
    """A pass as it is recorded. ``status`` is running, published, unchanged or failed; ``peak_mb``: the most memory the process
    had held by the end of each stage."""

    started_at: datetime
    run_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    status: str = "running"
    stage: str = "load"
    message: str = ""
    ended_at: datetime | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    snapshot_id: str | None = None


def run_pass(chosen: Settings | None = None, told: Told = quiet) -> Pass:
    """Load, extract, build and publish what is new. Raises QianhuiError after recording; Unavailable if a pass is running."""
    chosen = chosen or settings()
    lake.prepare(chosen)
    with alone(chosen.home), _litter_kept():
        migrate(engine(chosen))
        done = Pass(now())
        record(chosen, done)
        try:
            _stages(chosen, done, told)
        except Exception as problem:
            done.status, done.message = "failed", str(problem)
            log.error("pass failed", stage=done.stage, reason=done.message)
            raise
        finally:
            done.ended_at = now()
            record(chosen, done)
    return done


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """The lock that keeps two passes apart; a killed process lets go of it."""
    with (home / "etl.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise Unavailable("another ETL pass is running in %(home)s", home=home) from busy
        yield


@contextmanager
def _litter_kept() -> Iterator[None]:
    """No search for garbage during a pass: trees of SQL are many and live long, and looking through them costs a second or two.
    Who goes on after it looks (``etl/schedule.py``)."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _stages(chosen: Settings, done: Pass, told: Told) -> None:
    publish.clean(chosen.home, chosen.keep_publications)
    ahead = Ahead(chosen)
    with _stage(chosen, done, "load", told), _lake(chosen) as con:
        loaded = load_all(con, chosen, ahead.start)
        done.refused = loaded.refused
        bounds = ops_extract.extract(con, engine(chosen))
        ops_cases.extract(con, engine(chosen))
    with _stage(chosen, done, "reference", told), _lake(chosen) as con:
        reference.write_calendar(con)
        reference.write_initials(con, contracts(chosen.contracts))
        as_of_date, data_as_of = reference.write_context(con)
        work = build.due(con, as_of_date)
        current = publish.pointer(chosen.home)
        is_due = scores.is_due(con, engine(chosen)) or offers.is_due(con, chosen, as_of_date)
        is_due = is_due or (current is not None and trust.is_due(con))
        head = str(lake.head(con))
    if not work.is_new and not is_due and current and current["snapshot_id"] == head:
        with _lake(chosen) as con:
            flagged.put_forward(con, engine(chosen), as_of_date)  # what waited for its photos at the pass before
        done.status, done.snapshot_id = "unchanged", head
        _keep_publication(chosen, current)
        return
    with _stage(chosen, done, "build", told):
        if work.is_new:
            with _lake(chosen) as con:
                build.begin(con, work)
            build.build(ahead, work, lambda model: told("build", model))
            with _lake(chosen) as con:
                build.remember(con, work)
    with _stage(chosen, done, "scores", told), _lake(chosen) as con:
        score_tables.create(con)
        if work.with_accounts:
            scores.settle(con, engine(chosen), as_of_date, lambda month: told("scores", month))
    with _stage(chosen, done, "offers", told), _lake(chosen) as con:
        offer_tables.create(con)
        if work.with_accounts:
            offers.settle(con, chosen, as_of_date, lambda step: told("offers", step))
    with _stage(chosen, done, "trust", told), _lake(chosen) as con:
        if work.with_accounts or current:  # not the first publication: the province is on screen first
            trust.settle(con, engine(chosen), lambda month: told("trust", month))
            flagged.put_forward(con, engine(chosen), as_of_date)
    with _stage(chosen, done, "publish", told):
        facts = {"as_of_date": as_of_date, "data_as_of": data_as_of} | _origin(chosen)
        entry = publish.publish(
            chosen, ahead.lines(), ops_bound=bounds, facts=facts,
            told=lambda table: told("publish", table),
        )  # fmt: skip
        _keep_publication(chosen, entry)
    done.status, done.snapshot_id = "published", entry["snapshot_id"]
    publish.clean(chosen.home, chosen.keep_publications)


@contextmanager
def _stage(chosen: Settings, done: Pass, name: str, told: Told) -> Iterator[None]:
    done.stage = name
    write_last_run(chosen, done)
    told(name, "")
    began = datetime.now()
    yield
    done.seconds[name] = round((datetime.now() - began).total_seconds(), 2)
    done.peak_mb[name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def _lake(chosen: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    con = lake.connect(chosen)
    try:
        yield con
    finally:
        con.close()


def _origin(chosen: Settings) -> dict[str, Any]:
    """Whether the newest delivery is demo data, and of which seed and scale."""
    folders = deliveries(chosen.home)
    newest = read_manifest(folders[-1]) if folders else None
    return {
        "demo": bool(newest and newest.demo),
        "seed": newest.seed if newest else None,
        "scale": newest.scale if newest else "",
    }


def _keep_publication(chosen: Settings, entry: dict[str, Any]) -> None:
    """A row per publication in the operations DB; written again after a crash that came before it."""
    row = {
        "snapshot_id": entry["snapshot_id"],
        "file": entry["file"],
        "as_of_date": publish.as_date(entry["as_of_date"]),
        "data_as_of": datetime.fromisoformat(entry["data_as_of"]),
        "published_at": datetime.fromisoformat(entry["published_at"]),
        "ops_bound": entry["ops_bound"],
    }
    with writing(engine(chosen)) as connection:
        known = connection.execute(
            select(publications.c.published_at).where(publications.c.snapshot_id == row["snapshot_id"])
        ).scalar()
        if known != row["published_at"]:
            connection.execute(delete(publications).where(publications.c.snapshot_id == row["snapshot_id"]))
            connection.execute(insert(publications).values(**row))


def as_json(done: Pass) -> dict[str, Any]:
    """A pass as it is kept."""
    times = {
        "started_at": done.started_at.isoformat(),
        "ended_at": done.ended_at.isoformat() if done.ended_at else None,
    }
    return asdict(done) | times


def write_last_run(chosen: Settings, done: Pass) -> None:
    """``<HOME>/etl_last_run.json``: status, stage, message, started and ended."""
    draft = chosen.home / f"{LAST_RUN}.tmp"
    draft.write_text(json.dumps(as_json(done), ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, chosen.home / LAST_RUN)


def record(chosen: Settings, done: Pass) -> None:
    """Write the pass to ``etl_last_run.json`` and ``etl_runs``."""
    write_last_run(chosen, done)
    row = {"started_at": done.started_at, "ended_at": done.ended_at, "status": done.status, "detail": as_json(done)}
    with writing(engine(chosen)) as connection:
        connection.execute(delete(etl_runs).where(etl_runs.c.run_id == done.run_id))
        connection.execute(insert(etl_runs).values(run_id=done.run_id, **row))
