"""The operations DB's engine: SQLite in WAL mode by default, PostgreSQL by URL alone; migrations at start.

``synchronous=FULL``: what was acknowledged survives a crash and a loss of power. Writers on SQLite
(``writing``) queue for the one write lock and take it at BEGIN, so that none fails half way.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

from data.settings import Settings, settings

BUSY_SECONDS = 30
MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 5_200_001  # any number, the same in every process: key of PostgreSQL's advisory lock

_engines: dict[tuple[str, int], Engine] = {}


def engine(chosen: Settings | None = None) -> Engine:
    """This process's engine for the chosen settings; made at the first call, never shared across a fork."""
    url = (chosen or settings()).database_url
    key = (url, os.getpid())
    if key not in _engines:
        _engines[key] = connect(url)
    return _engines[key]


def connect(url: str) -> Engine:
    """A new engine for a SQLAlchemy URL (``sqlite:///…`` or ``postgresql+psycopg://…``)."""
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite"):
        return create_engine(parsed, pool_size=8, max_overflow=24, pool_pre_ping=True, pool_recycle=1800)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(
        parsed, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, pool_size=8, max_overflow=24
    )
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours: the driver would start transactions late
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(chosen: Engine | None = None) -> Iterator[Connection]:
    """One short write transaction: committed, and on disk, when the block ends; rolled back when it raises."""
    target = chosen or engine()
    with target.connect() as connection, _turn(target), connection.execution_options(writes=True).begin():
        yield connection


@contextmanager
def _turn(target: Engine) -> Iterator[None]:
    """Wait in the kernel's queue for SQLite's one writer: its own busy handler sleeps up to 0.1 s at a time."""
    if not is_sqlite(target) or not target.url.database:
        yield
        return
    queue = os.open(f"{target.url.database}.writer", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield
    finally:
        os.close(queue)


@contextmanager
def reading(chosen: Engine | None = None) -> Iterator[Connection]:
    """A read on one consistent state."""
    with (chosen or engine()).connect() as connection:
        yield connection


def is_sqlite(chosen: Engine) -> bool:
    """Whether the engine speaks SQLite."""
    return chosen.dialect.name == "sqlite"


def migrate(chosen: Engine | None = None) -> None:
    """Bring the schema to the newest version. Safe when several processes start at once, cheap when current."""
    target = chosen or engine()
    if _is_current(target):
        return
    with _alone(target) as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _is_current(target: Engine) -> bool:
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with target.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


@contextmanager
def _alone(target: Engine) -> Iterator[Connection]:
    """A write transaction that only one process has at a time."""
    if not is_sqlite(target):
        with target.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            yield connection
        return
    with writing(target) as connection:
        yield connection
