"""Each test with ``ops`` runs on SQLite and on a real PostgreSQL, each time with an empty, migrated operations DB."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from data import settings as module
from data.ops.engine import connect, engine, migrate
from data.settings import Settings, use
from tests.postgres import cluster


@pytest.fixture(scope="session")
def postgresql():
    """host:port of a server for this test process."""
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def ops_url(request, tmp_path) -> str:
    """URL of a new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ops.sqlite"
    url = f"postgresql+psycopg://postgres@{request.getfixturevalue('postgresql')}/postgres"
    server = connect(url)
    with server.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    server.dispose()
    return url


@pytest.fixture
def ops(ops_url, tmp_path):
    """The engine of a migrated database, which is the process's while the test runs."""
    before = module._chosen
    use(
        Settings.from_env(
            {"QIANHUI_HOME": str(tmp_path), "QIANHUI_SECRET_KEY": "x" * 32, "QIANHUI_DATABASE_URL": ops_url}
        )
    )
    migrate()
    yield engine()
    engine().dispose()
    module._chosen = before
