"""``make run``: what ends by itself is started again, what is asked to end ends, and a taken port is said at once."""

from __future__ import annotations

import socket
import sys
import time

import pytest

from etl.stack import Part, main
from tests.conftest import tiny_settings

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def ended(part: Part) -> None:
    assert part.process
    part.process.wait(20)


def test_a_part_that_ended_is_started_again_after_a_pause():
    part = Part("short", [sys.executable, "-c", ""])
    part.tend(0)
    ended(part)
    part.tend(10)
    part.tend(11)
    assert part.process is None and part.failures == 1
    part.tend(12)
    assert part.process is not None
    ended(part)
    part.tend(13)
    assert part.next_start == 13 + 4


def test_a_part_that_is_asked_to_ends():
    part = Part("long", SLEEP)
    part.tend(time.monotonic())
    part.stop()
    assert part.process and part.process.poll() is not None


def test_a_taken_port_is_said_and_nothing_starts(monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        monkeypatch.setenv("PORT", port)
        monkeypatch.setattr("etl.stack.settings", lambda: tiny_settings(tmp_path))
        with pytest.raises(SystemExit, match=f"Port {port} is taken"):
            main([])
    assert not list(tmp_path.iterdir())
