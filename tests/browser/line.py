"""A line that can be cut and made slow, and a server that can be killed: what a phone in a valley meets."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIECE = 16 * 1024


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """A production server on ``home``, always at the same port."""

    def __init__(self, home: Path, **env: str) -> None:
        self.port = free_port()
        self.env = (
            os.environ | {"QIANHUI_HOME": str(home), "QIANHUI_DEMO": "1", "QIANHUI_LOGIN_PER_MINUTE": "10000"} | env
        )
        self.process: subprocess.Popen | None = None

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "app:server", "--bind", f"127.0.0.1:{self.port}",
                   "--threads", "8", "--timeout", "120"]  # fmt: skip
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, start_new_session=True, **quiet)
        for _try in range(240):
            assert self.process.poll() is None, "the server stopped"
            try:
                urllib.request.urlopen(f"{self.base}/healthz", timeout=2)
                return
            except OSError:
                time.sleep(0.5)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """In the middle of whatever it does, master and workers."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
            self.process = None


class Line:
    """Carries connections to ``port``. ``cut`` ends all and takes no more; ``slow``: bytes a second towards the server, 0 without limit."""

    def __init__(self, port: int) -> None:
        self.to, self.slow, self.sent, self._is_cut = port, 0, 0, False
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._take, daemon=True).start()

    def cut(self) -> None:
        """No signal any more, for pages and workers alike."""
        self._is_cut = True
        for one in list(self._open):
            _end(one)

    def mend(self) -> None:
        """The signal is back."""
        self._is_cut = False

    def close(self) -> None:
        """For good."""
        self.cut()
        self._listener.close()

    def _take(self) -> None:
        while True:
            try:
                phone, _address = self._listener.accept()
                if self._is_cut:
                    _end(phone)
                    continue
                server = socket.create_connection(("127.0.0.1", self.to), timeout=120)
            except OSError:
                if self._listener.fileno() < 0:
                    return
                _end(phone)
                continue
            self._open |= {phone, server}
            threading.Thread(target=self._carry, args=(phone, server, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, phone, False), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, is_up: bool) -> None:
        try:
            while piece := source.recv(PIECE):
                target.sendall(piece)
                if is_up:
                    self.sent += len(piece)
                    if self.slow:
                        time.sleep(len(piece) / self.slow)
        except OSError:
            pass
        for one in (source, target):
            self._open.discard(one)
            _end(one)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
