"""The SQLMesh project on the program's settings, opened when there is something to build.

Importing SQLMesh and reading the models costs seconds of one core, and loading feeds waits for the disk now and then:
``Ahead`` does the first during the second.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.settings import Settings

PROJECT = Path(__file__).parent / "sqlmesh"


class Ahead:
    """Reads the project in a thread from ``start`` on; ``take`` waits for it, or reads it now."""

    def __init__(self, chosen: Settings) -> None:
        self._settings = chosen
        self._read: Future[tuple[Any, Any]] | None = None

    def start(self) -> None:
        """Begin, once."""
        if self._read is None:
            with_one = ThreadPoolExecutor(1, thread_name_prefix="sqlmesh")
            self._read = with_one.submit(_read, self._settings)
            with_one.shutdown(wait=False)

    def take(self) -> tuple[Any, Any]:
        """(context, console); no connection is open yet."""
        self.start()
        assert self._read is not None
        return self._read.result()


@contextmanager
def project(ahead: Ahead, told: Callable[[str], None] = lambda name: None) -> Iterator[tuple[Any, Any]]:
    """The project for the block, and its console; its connections are closed afterwards."""
    context, console = ahead.take()
    console.told = told
    try:
        yield context, console
    finally:
        context.close()
        _forget_connections()


def _read(chosen: Settings) -> tuple[Any, Any]:
    os.environ["MAX_FORK_WORKERS"] = "1"  # a killed pass leaves no orphans
    logging.getLogger("sqlmesh").setLevel(logging.WARNING)
    from sqlmesh import Context
    from sqlmesh.core.console import set_console

    from etl.progress import BuildConsole
    from etl.sqlmesh.config import made_for

    console = BuildConsole()
    set_console(console)
    _forget_connections()
    return Context(paths=str(PROJECT), config=made_for(chosen), load_state=False), console


def _forget_connections() -> None:
    """SQLMesh keeps one adapter per file for the process's life: the next pass opens its own."""
    from sqlmesh.core.config.connection import BaseDuckDBConnectionConfig

    BaseDuckDBConnectionConfig._data_file_to_adapter.clear()
