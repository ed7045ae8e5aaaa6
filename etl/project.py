"""The SQLMesh project on the program's settings, opened when there is something to build.

Importing SQLMesh, reading the models and following their columns costs seconds of one core, and loading feeds leaves one
idle now and then: ``Ahead`` does the first during the second.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.settings import Settings
from etl import score_tables
from etl.lineage import Lines, lineage
from etl.offers import tables as offer_tables
from etl.publish import SERVED
from etl.rendering import copy_lightly, written_once
from etl.trust import tables as trust_tables

PROJECT = Path(__file__).parent / "sqlmesh"
MAKES = ("models/**/*.sql", "audits/*.sql", "macros/*.py")  # what of the project a build's result stands on


def fingerprint() -> str:
    """Changes when a model, an audit, a macro or a served table does: a home built by another program is built anew."""
    digest = hashlib.sha256(repr((SERVED, score_tables.SERVED, offer_tables.SERVED, trust_tables.SERVED)).encode())
    for path in sorted(path for pattern in MAKES for path in PROJECT.glob(pattern)):
        digest.update(path.relative_to(PROJECT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


class Ahead:
    """Reads the project in a thread from ``start`` on; ``take`` waits for it, or reads it now."""

    def __init__(self, chosen: Settings) -> None:
        self._settings = chosen
        self._read: Future[tuple[Any, Any, Lines]] | None = None

    def start(self) -> None:
        """Begin, once."""
        if self._read is None:
            with_one = ThreadPoolExecutor(1, thread_name_prefix="sqlmesh")
            self._read = with_one.submit(_read_politely, self._settings)
            with_one.shutdown(wait=False)

    def take(self) -> tuple[Any, Any]:
        """(context, console); no connection is open yet."""
        return self._result()[:2]

    def lines(self) -> Lines:
        """The lineage of the served columns."""
        return self._result()[2]

    def _result(self) -> tuple[Any, Any, Lines]:
        self.start()
        assert self._read is not None
        return self._read.result()


@contextmanager
def project(ahead: Ahead, told: Callable[[str], None] = lambda name: None) -> Iterator[tuple[Any, Any]]:
    """The project for the block, and its console; its connections are closed afterwards."""
    context, console = ahead.take()
    console.told, console.lake = told, context.engine_adapter.execute
    try:
        with written_once():
            yield context, console
    finally:
        context.close()
        _forget_connections()


def _read_politely(chosen: Settings) -> tuple[Any, Any, Lines]:
    """Read, and let the load have its turn soon: by default it waits 5 ms for each, a third of its time."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    try:
        return _read(chosen)
    finally:
        sys.setswitchinterval(usual)


def _read(chosen: Settings) -> tuple[Any, Any, Lines]:
    os.environ["MAX_FORK_WORKERS"] = "1"  # a killed pass leaves no orphans
    logging.getLogger("sqlmesh").setLevel(logging.WARNING)
    from sqlmesh import Context
    from sqlmesh.core.console import set_console

    from etl.progress import BuildConsole
    from etl.sqlmesh.config import made_for

    copy_lightly()
    console = BuildConsole()
    set_console(console)
    _forget_connections()
    context = Context(paths=str(PROJECT), config=made_for(chosen), load_state=False)
    return context, console, lineage(context)


def _forget_connections() -> None:
    """SQLMesh keeps one adapter per file for the process's life: the next pass opens its own."""
    from sqlmesh.core.config.connection import BaseDuckDBConnectionConfig

    BaseDuckDBConnectionConfig._data_file_to_adapter.clear()
