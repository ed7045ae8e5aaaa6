"""``python -m etl.world.phones --base http://127.0.0.1:8050 --home HOME``: let the demo managers walk until stopped."""

from __future__ import annotations

import argparse
import signal
from datetime import datetime
from pathlib import Path
from threading import Event

from data.clock import SHANGHAI
from data.log import set_up_logging
from etl.world.phones.rounds import Rounds

TICK = 1.0  # seconds


def main() -> None:
    """Tick once a second; a new roster every day; SIGTERM and Ctrl-C end it after the current tick."""
    parser = argparse.ArgumentParser(prog="python -m etl.world.phones", description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8050")
    parser.add_argument("--home", type=Path, required=True)
    asked = parser.parse_args()
    set_up_logging()
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    rounds = Rounds(asked.base, asked.home)
    while not stop.is_set():
        rounds.tick(datetime.now(SHANGHAI))
        stop.wait(TICK)


if __name__ == "__main__":
    main()
