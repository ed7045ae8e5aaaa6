"""A small organisation, served from a file of its own, with live rows from a list instead of the operations DB."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from data import settings as settings_module
from data.integrity.pictures import COLUMNS as PICTURE
from data.ops.tail import schema_of
from data.query.ask import cache
from data.scope import Asker
from data.serving import Store, store
from data.settings import use
from tests.conftest import tiny_settings
from tests.query.sample import RawVisit, Sample, write

PROVINCE = Asker.of("u1", "省", "executive", "province", None)


class ListSource:
    """Rows in a list: the key is the place in it, from 1."""

    key = "id"

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, object]]] = {"visits": [], "positions": [], "photos": []}

    def bound(self, table: str) -> int:
        return len(self.tables[table]) + 1

    def rows(self, table: str, lo: int, hi: int) -> pa.Table:
        return pa.Table.from_pylist(self.tables[table][max(0, lo - 1) : hi - 1], schema_of(table))

    def pictures(self, photo_ids: Sequence[str]) -> pd.DataFrame:
        rows = [row for row in self.tables["photos"] if row["photo_uuid"] in photo_ids]
        frame = pd.DataFrame(rows).reindex(columns=[*PICTURE, "visit_uuid"])
        return frame.assign(visit_id=frame["visit_uuid"], taken_at=pd.to_datetime(frame["taken_at"]))[list(PICTURE)]

    def send(self, *visits: RawVisit) -> None:
        """Visits as phones send them."""
        for visit in visits:
            number = self.bound("visits")
            self.tables["visits"].append({
                "id": number, "tx": number, "client_uuid": visit.visit_id, "visit_no": f"N{visit.visit_id}",
                "staff_id": visit.staff_id, "household_id": visit.household_id, "customer_id": visit.customer_id,
                "purpose": visit.purpose, "result": visit.result, "satisfaction": visit.satisfaction,
                "started_at": visit.started_at, "ended_at": visit.started_at + timedelta(minutes=visit.minutes),
                "lon": 106.7, "lat": 26.5, "accuracy_m": 10.0, "is_mock": False, "received_at": visit.started_at,
            })  # fmt: skip

    def put(self, table: str, **row: object) -> None:
        """A row of positions or photos."""
        number = self.bound(table)
        self.tables[table].append({"id": number, "tx": number} | row)


Serve = Callable[..., tuple[Store, ListSource]]
_homes = itertools.count(1)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sample, Path], None]:
    """``written(sample, home)``: like ``write``, but what was written before is copied."""
    folder, known = tmp_path_factory.mktemp("samples"), dict[str, Path]()

    def once(sample: Sample, home: Path) -> None:
        key = repr(sample)
        if key not in known:
            known[key] = folder / str(len(known))
            write(sample, known[key])
        shutil.copytree(known[key], home)

    return once


@pytest.fixture
def serve(tmp_path: Path, written) -> Iterator[Serve]:
    """``serve(history, live)`` → the store and its source; ``ask`` and ``listing`` then read from there."""
    before, made = settings_module._chosen, []

    def start(history: Sequence[RawVisit] = (), live: Sequence[RawVisit] = (), **sample: object):
        home = tmp_path / f"home{next(_homes)}"
        written(Sample(list(history), **sample), home)
        use(tiny_settings(home))
        source = ListSource()
        source.send(*live)
        kept = store()
        kept.source = source
        made.append(kept)
        cache.clear()
        return kept, source

    yield start
    for kept in made:
        kept.close()
    settings_module._chosen = before
