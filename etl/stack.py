"""Web, scheduler and demo phones started together and stopped together: what ``make run`` does.

Builds the demo province first when there is none. When one of the three ends by itself, it is started again (with a
pause that grows); Ctrl-C or SIGTERM ends all.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

from rich.console import Console

from data.ops.seed import PASSWORD, PEOPLE
from data.settings import Settings, settings


@dataclass
class Part:
    """One process of the stack: its command, and how often it had to be started again."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    next_start: float = 0.0

    def start(self) -> None:
        """Start in a session of its own, so that Ctrl-C reaches it through us alone."""
        self.process = subprocess.Popen(self.command, env=os.environ | self.env, start_new_session=True)

    def tend(self, now: float) -> None:
        """Start again after an end nobody asked for, at most once in 60 s when it keeps failing."""
        if self.process is None:
            if now >= self.next_start:
                self.start()
        elif self.process.poll() is not None:
            self.failures += 1
            self.next_start = now + min(60, 2**self.failures)
            self.process = None

    def stop(self) -> None:
        """Ask to end; insist after 15 s."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)


def parts(chosen: Settings, port: str) -> list[Part]:
    """The processes; phones only in demo mode."""
    python = sys.executable
    made = [
        Part("web", [python, "-m", "gunicorn", "app:server"]),
        Part("scheduler", [python, "-m", "etl.schedule"]),
    ]
    if chosen.demo:
        base = f"http://127.0.0.1:{port}"
        made.append(Part("phones", [python, "-m", "etl.world.phones", "--base", base, "--home", str(chosen.home)]))
    return made


def prepare(chosen: Settings, scale: str, seed: int) -> None:
    """Operations DB up to date; in demo mode a province when there is none. The scheduler delivers its balances."""
    from data.ops.engine import migrate

    chosen.home.mkdir(parents=True, exist_ok=True)
    migrate()
    if chosen.demo and not (chosen.home / "serving" / "current.json").exists():
        command = [sys.executable, "-m", "etl", "demo", "--scale", scale, "--seed", str(seed), "--balances", "later"]
        subprocess.run(command, check=True)  # a process of its own: what the build held in memory is given back


def is_taken(port: str) -> bool:
    """Whether something listens there already; web would be started again and again in vain."""
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", int(port))) == 0


def say_hello(chosen: Settings, port: str) -> None:
    """The address, and the demo logins."""
    out = Console()
    out.print(f"\n[bold]黔惠 Qianhui[/bold]  http://127.0.0.1:{port}")
    if chosen.demo:
        out.print(f"演示登录 demo logins: {' · '.join(PEOPLE)}    密码 password: {PASSWORD}\n")


def main(argv: list[str] | None = None) -> None:
    """Command line: ``python app.py [--scale demo] [--seed 7]``; PORT from the environment."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--scale", default="demo", choices=("tiny", "demo", "province"))
    ask.add_argument("--seed", default=7, type=int)
    options = ask.parse_args(argv)
    chosen, port = settings(), os.environ.get("PORT", "8050")
    if is_taken(port):
        sys.exit(
            f"Port {port} is taken by another program: end it, or choose another: PORT=8051 make run\n"
            f"端口 {port} 已被其他程序占用：请先结束该程序，或换一个端口：PORT=8051 make run"
        )
    prepare(chosen, options.scale, options.seed)
    running = parts(chosen, port)
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    say_hello(chosen, port)
    while not stopping:
        for part in running:
            part.tend(time.monotonic())
        time.sleep(0.5)
    for part in reversed(running):
        part.stop()
