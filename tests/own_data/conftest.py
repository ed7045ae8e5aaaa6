"""The second bank: delivered, loaded, built, audited and published by the product's own ETL, under its own settings."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from data.settings import Settings, settings
from tests.own_data.files import HERE, deliver
from tests.own_data.organisation import LAST, Organisation, organisation


def lake_settings(home: Path, **env: str) -> Settings:
    """What an operator of this bank would set: contracts, region, name. No demo."""
    return Settings.from_env(
        {
            "QIANHUI_HOME": str(home),
            "QIANHUI_SECRET_KEY": "of-the-lake-bank-and-of-nobody-else",
            "QIANHUI_CONTRACTS": str(HERE / "contracts"),
            "QIANHUI_REGION": str(HERE / "region"),
            "QIANHUI_ORG_NAME": "湖区合作社|Lake cooperative",
            "QIANHUI_LOGIN_PER_MINUTE": "10000",
            "QIANHUI_LAKE_THREADS": "1",
        }
        | env
    )


def deliver_all(home: Path, bank: Organisation) -> None:
    """Everything up to the day before, then one more business day."""
    eve = LAST - timedelta(days=1)
    deliver(home, eve, bank.feeds | {"visit": bank.visits_on(bank.feeds["visit"][0]["started_at"].date(), eve)})
    deliver(home, LAST, bank.feeds | {"visit": bank.visits_on(LAST, LAST)})


@pytest.fixture(scope="session")
def bank() -> Organisation:
    """The bank's rows, for counting again."""
    return organisation()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, bank: Organisation) -> Path:
    """HOME of the published bank, built once for all workers."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    home = shared / "lakeland"
    with (shared / "lakeland.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "serving" / "current.json").exists():
            build(home, bank)
    return home


def build(home: Path, bank: Organisation) -> None:
    """Deliver and run one pass of the ETL."""
    from etl.run import run_pass

    with in_force(home) as chosen:
        deliver_all(home, bank)
        assert run_pass(chosen).status == "published"


@contextmanager
def in_force(home: Path) -> Iterator[Settings]:
    """The bank's settings for the block, whatever they were before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("data.settings._chosen", lake_settings(home))
        yield settings()


@pytest.fixture
def lakeland(published: Path) -> Iterator[Path]:
    """HOME of the published bank, its settings in force during the test."""
    with in_force(published):
        yield published
