"""Acknowledged visits per second over HTTP, against bare SQLAlchemy commits of the same rows, into a table as full as ours.

A visit alone costs a request of its own, whatever is done with it: singles are also held against a bare Flask endpoint on
the same gunicorn set-up (asked by the same phones, no rights, nothing stored) followed by the bare commit. Thirty-two
phones send at once, since commits are shared by those who send in the same moment; batches come from four.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import statistics
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
from sqlalchemy import create_engine, insert

from benchmarks.measure import Measure, seconds
from data.clock import SHANGHAI
from data.ops.schema import visits

ROUNDS = 5


def roster(serving_file: Path, limit: int) -> list[tuple[str, str, float, float]]:
    """(staff_id, household_id, lon, lat) of households that have a manager."""
    with duckdb.connect(str(serving_file), read_only=True) as con:
        return con.execute(
            "select h.staff_id, h.household_id, h.lon, h.lat from dim_household h join dim_staff s using (staff_id)"
            " where s.is_manager and s.is_active limit ?",
            [limit],
        ).fetchall()


def bodies(people: list[tuple[str, str, float, float]], count: int) -> list[dict[str, Any]]:
    """``count`` valid visits as a phone would post them."""
    now = datetime.now(SHANGHAI)
    return [
        {
            "client_uuid": str(uuid.uuid4()),
            "staff_id": staff,
            "household_id": household,
            "purpose": "deposit_care",
            "result": "no_need",
            "satisfaction": 5,
            "started_at": (now - timedelta(minutes=12)).isoformat(),
            "ended_at": (now - timedelta(minutes=1)).isoformat(),
            "position": {"lon": lon, "lat": lat, "accuracy_m": 12, "crs": "WGS-84", "is_mock": False},
            "device_time": now.isoformat(),
        }
        for staff, household, lon, lat in itertools.islice(itertools.cycle(people), count)
    ]


def batches(items: list[Any], size: int) -> list[list[Any]]:
    """Consecutive slices of ``size``."""
    return [items[i : i + size] for i in range(0, len(items), size)]


def bare_rate(database: Path, size: int, count: int) -> float:
    """Rows a second of the newest ``count`` visits, under new keys, into a copy of the operations DB: one commit a batch.

    As durable as ours, and into tables as full: in an empty one the pages that random keys fall on are few, and a commit
    twice as fast.
    """
    rows = [row | {"client_uuid": str(uuid.uuid4()), "visit_no": f"bare-{n}"} for n, row in _newest(database, count)]
    with tempfile.TemporaryDirectory() as tmp:
        with closing(sqlite3.connect(database)) as ours, closing(sqlite3.connect(f"{tmp}/bare.sqlite")) as copy:
            ours.backup(copy)
        engine = create_engine(f"sqlite:///{tmp}/bare.sqlite")
        with engine.connect() as c:
            c.exec_driver_sql("pragma journal_mode=WAL")
            c.exec_driver_sql("pragma synchronous=FULL")

        def work() -> None:
            for batch in batches(rows, size):
                with engine.begin() as connection:
                    connection.execute(insert(visits), batch)

        took = seconds(work)
        engine.dispose()
        return len(rows) / took


def _newest(database: Path, count: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The newest rows as the API stored them, without what the DB gives itself."""
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        found = connection.execute(visits.select().order_by(visits.c.id.desc()).limit(count)).mappings().all()
    engine.dispose()
    return enumerate({k: v for k, v in row.items() if k not in {"id", "tx"}} for row in found)


def posted_rate(base: str, path: str, token: str, posts: list[dict[str, Any]], size: int, threads: int) -> float:
    """Acknowledged rows a second over HTTP with ``threads`` phones posting at once, each on its own connection."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    ready = [json.dumps({"visits": batch}).encode() for batch in batches(posts, size)]

    def phone(number: int) -> None:
        connection = HTTPConnection(urlsplit(base).netloc, timeout=60)
        for body in ready[number::threads]:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            said = answer.read()
            assert answer.status == 200, said[:300]
        connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return len(posts) / seconds(lambda: list(pool.map(phone, range(threads))))


def measure(base: str, empty_base: str, home: Path, serving_file: Path) -> list[Measure]:
    """Batches of 100, and singles: medians of ROUNDS, ours and what it is held against in turn.

    A round that does not count comes first: a process that has just started looks up its first households and staff.
    """
    token = (home / "phones.token").read_text().strip()
    people = roster(serving_file, 3000)
    took: dict[str, list[float]] = defaultdict(list)
    for _ in range(1 + ROUNDS):
        for label, size, count, threads in (("batch", 100, 6000, 4), ("single", 1, 1500, 32)):
            took[label].append(posted_rate(base, "/api/v1/visits", token, bodies(people, count), size, threads))
            took[f"bare {label}"].append(bare_rate(home / "ops.sqlite", size, count))
        took["empty"].append(posted_rate(empty_base, "/empty", token, bodies(people, 1500), 1, 32))
    rates = {name: statistics.median(values[1:]) for name, values in took.items()}
    return [
        _batch(rates["batch"], rates["bare batch"]),
        *_single(rates["single"], rates["bare single"], rates["empty"]),
    ]


def _batch(ours: float, bare: float) -> Measure:
    against = f"bare SQLAlchemy commits, 100 a commit: {bare:,.0f} rows/s; ours {ours:,.0f} rows/s"
    return Measure("visits_ingest_batch_ratio", round(ours / bare, 2), "×", "higher", 0.5, against)


def _single(ours: float, bare: float, empty: float) -> list[Measure]:
    """Against the commit alone, which no request over HTTP can come near, and against an empty request and the commit."""
    both = 1 / (1 / empty + 1 / bare)
    words = f"bare SQLAlchemy commits, one a commit: {bare:,.0f} rows/s; ours {ours:,.0f} rows/s"
    floor = f"a bare Flask endpoint ({empty:,.0f}/s) and a bare commit after it: {both:,.0f}/s; ours {ours:,.0f}/s"
    return [
        Measure("visits_ingest_single_ratio", round(ours / bare, 2), "×", "higher", None, words),
        Measure("visits_ingest_single_http_ratio", round(ours / both, 2), "×", "higher", 0.5, floor),
    ]
