"""Homes of the hand-written organisation, and a lake to load into."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import lake
from data.settings import Settings
from etl.load import Loaded, load_all
from tests.conftest import tiny_settings
from tests.etl.feeds import deliver, organisation


class Bench:
    """A home with a lake attached for writing."""

    def __init__(self, home: Path) -> None:
        self.home, self.settings = home, tiny_settings(home)
        lake.prepare(self.settings)
        self.con: duckdb.DuckDBPyConnection = lake.connect(self.settings)

    def load(self) -> Loaded:
        """Load what is delivered."""
        return load_all(self.con, self.settings)

    def rows(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        """Rows of a query on the lake."""
        return self.con.execute(sql, list(params)).fetchall()

    def one(self, sql: str, *params: Any) -> Any:
        """The single value of a query."""
        return self.rows(sql, *params)[0][0]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the hand-written organisation loaded and one visit feed without a row."""
    made = Bench(tmp_path_factory.mktemp("organisation") / "home")
    deliver(made.home, "2025-11-01", organisation() | {"visit": []})
    assert made.load().refused == {}
    made.con.close()
    return made.home


@pytest.fixture
def bench(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A home of one's own that holds the organisation."""
    shutil.copytree(loaded, tmp_path / "home")
    made = Bench(tmp_path / "home")
    monkeypatch.setattr("data.settings._chosen", made.settings)
    yield made
    made.con.close()


@pytest.fixture
def chosen(bench: Bench) -> Settings:
    """Settings of the bench."""
    return bench.settings
