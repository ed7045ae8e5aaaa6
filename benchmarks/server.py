"""The web application as production runs it (gunicorn), on a port of its own, for the length of a ``with``."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

PASSWORD = "demo"


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def serving(target: str, home: Path, *, workers: int = 2, ready: str = "/readyz") -> Iterator[tuple[str, int]]:
    """``gunicorn target`` on ``home``; yields (base address, pid of the master)."""
    port = free_port()
    process = _started(target, home, port, workers)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base + ready, process)
        yield base, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _started(target: str, home: Path, port: int, workers: int) -> subprocess.Popen[bytes]:
    env = os.environ | {
        "PORT": str(port),
        "QIANHUI_HOME": str(home),
        "QIANHUI_DEMO": "1",
        "WEB_CONCURRENCY": str(workers),
    }
    env |= {"QIANHUI_LOGIN_PER_MINUTE": "100000", "PROMETHEUS_MULTIPROC_DIR": str(home / "bench-metrics")}
    (home / "bench-metrics").mkdir(parents=True, exist_ok=True)
    log = (home / "bench-web.log").open("ab")
    command = [sys.executable, "-m", "gunicorn", target]
    return subprocess.Popen(command, env=env, stderr=log, stdout=log, start_new_session=True)


class Killable:
    """The application on a port it keeps: killed with all its processes, and started again."""

    def __init__(self, target: str, home: Path) -> None:
        self._target, self._home, self._port = target, home, free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.base = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Until it is ready."""
        self._process = _started(self._target, self._home, self._port, 1)
        _wait(f"{self.base}/readyz", self._process)

    def kill(self) -> None:
        """Without a chance to tidy up."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            self._process = None

    def __enter__(self) -> Killable:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()


def _wait(url: str, process: subprocess.Popen[bytes], limit: float = 60) -> None:
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"gunicorn ended with {process.returncode}; see bench-web.log")
        try:
            if requests.get(url, timeout=5).status_code < 500:
                return
        except requests.RequestException:  # not there yet, or busy
            pass
        time.sleep(0.2)
    raise TimeoutError(url)


def signed_in(base: str, username: str = "executive") -> requests.Session:
    """A session signed in through the login form, with the CSRF header set."""
    session = requests.Session()
    form = session.get(base + "/login", timeout=20).text
    token = session.cookies.get("_csrf_token") or re.search(r'name="csrf_token" value="([^"]+)"', form)[1]
    data = {"username": username, "password": PASSWORD, "csrf_token": token}
    session.post(base + "/login", data=data, headers={"Origin": base}, timeout=20).raise_for_status()
    session.headers.update({"X-CSRFToken": session.cookies.get("_csrf_token") or token, "Origin": base})
    return session
