"""A PostgreSQL cluster of one's own for a test: started on a free port, stopped at the end."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"))
AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []  # PostgreSQL refuses to run as root


@contextmanager
def cluster() -> Iterator[str]:
    """``user:password@host:port`` of an empty cluster."""
    folder = Path(tempfile.mkdtemp(prefix="qianhui-pg-"))
    folder.chmod(0o777)
    data, port = folder / "data", free_port()
    owner = "postgres" if AS_POSTGRES else getpass.getuser()
    run("initdb", "-D", data, "-A", "trust", "-U", owner)
    run("pg_ctl", "-D", data, "-o", f"-p {port} -k {folder} -h 127.0.0.1", "-l", folder / "log", "-w", "start")
    try:
        yield f"{owner}:@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def run(program: str, *arguments: object) -> None:
    """A program of the server, as somebody who may run it."""
    command = [*AS_POSTGRES, str(PROGRAMS / program), *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
