"""A real PostgreSQL for tests: a cluster of its own in a temporary folder, on a free loopback port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"))
SETTINGS = "-h 127.0.0.1 -k '' -N 60 -c shared_buffers=32MB"


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """A running server. → ``host:port``; user ``postgres``, database ``postgres``, no password.

    Nobody pulls this plug: without ``durable`` it does not wait for the disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="qianhui-pg-"))
    port = free_port()
    try:
        _own(folder)
        _run("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run(
            "pg_ctl",
            "-D",
            folder / "data",
            "-w",
            "-l",
            folder / "log",
            "-o",
            f"{SETTINGS}{'' if durable else ' -F'} -c port={port}",
            "start",
        )
        yield f"127.0.0.1:{port}"
    finally:
        _run("pg_ctl", "-D", folder / "data", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as the first of these that exists."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(names[name] for name in ("postgres", "nobody") if name in names)


def _own(folder: Path) -> None:
    account = _account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)


def _run(program: str, *arguments: object, check: bool = True) -> None:
    account = _account()
    who = {"user": account.pw_uid, "group": account.pw_gid} if account else {}
    command = [str(BINARIES / program), *map(str, arguments)]
    done = subprocess.run(
        command, check=False, timeout=60, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **who
    )
    if check and done.returncode:
        raise RuntimeError(f"{program}: {done.stderr.decode()[-500:]}")
