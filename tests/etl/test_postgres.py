"""PostgreSQL by settings alone: lake catalogue, operations DB and SQLMesh's state on a real server."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from etl.world.accounts_feeds import write_accounts
from etl.world.feeds import write_feeds
from tests.etl.served import checksums, complete_pass, environment
from tests.postgres import cluster

pytestmark = pytest.mark.slow
FIRST = datetime(2026, 3, 31)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """``host:port`` of a server with three empty databases."""
    with cluster() as address:
        with psycopg.connect(f"postgresql://postgres@{address}/postgres", autocommit=True) as connection:
            for name in ("ops", "lake", "state"):
                connection.execute(f"create database {name}")
        yield address


def test_same_tables_from_postgresql_as_from_sqlite(server: str, tmp_path: Path) -> None:
    host, port = server.split(":")
    chosen = {
        "QIANHUI_DATABASE_URL": f"postgresql+psycopg://postgres@{server}/ops",
        "QIANHUI_LAKE": f"postgres:dbname=lake host={host} port={port} user=postgres",
        "QIANHUI_SQLMESH_STATE": f"postgresql://postgres@{server}/state",
    }
    write_feeds(tmp_path / "one", scale="tiny", seed=7, until=FIRST)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    complete_pass(tmp_path / "one")
    complete_pass(tmp_path / "two", **chosen)
    assert checksums(tmp_path / "one") == checksums(tmp_path / "two")

    for home, env in ((tmp_path / "one", {}), (tmp_path / "two", chosen)):
        write_feeds(home, scale="tiny", seed=7, until=FIRST + timedelta(days=1))
        complete_pass(home, **env)
    assert checksums(tmp_path / "one") == checksums(tmp_path / "two")
    assert not (tmp_path / "two" / "lake.sqlite").exists()
    _same_scores(tmp_path / "one", {}, tmp_path / "two", chosen)
    with psycopg.connect(f"postgresql://postgres@{server}/ops") as connection:
        assert connection.execute("select count(*) from publications").fetchone() == (3,)


def _same_scores(one: Path, plain: dict[str, str], two: Path, chosen: dict[str, str]) -> None:
    """Accounts delivered later: the months close with the same fingerprints, and replay byte for byte on either."""
    said = []
    for home, env in ((one, plain), (two, chosen)):
        write_accounts(home)
        complete_pass(home, **env)
        command = [sys.executable, "-m", "etl", "scores", "--verify", "all"]
        done = subprocess.run(command, env=environment(home, **env), capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-2000:]
        said.append([line for line in done.stdout.splitlines() if line.endswith("identical")])
    assert said[0] == said[1] and len(said[0]) >= 4
    assert checksums(one) == checksums(two)
