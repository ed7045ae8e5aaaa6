"""``python -m etl.world --home HOME --scale tiny|demo|province --seed N [--until MOMENT]``: write or extend feeds."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from rich.progress import Progress

from data.log import set_up_logging
from etl.world.feeds import write_feeds
from etl.world.scales import SCALES


def main() -> None:
    """Read the arguments, write what is missing, show how far it is."""
    parser = argparse.ArgumentParser(prog="python -m etl.world", description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--scale", choices=sorted(SCALES), default="demo")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=datetime.fromisoformat, help="a moment, Asia/Shanghai; default: now")
    asked = parser.parse_args()
    set_up_logging()
    with Progress() as bar:
        task = bar.add_task("demo province", total=1.0)
        write_feeds(
            asked.home,
            scale=asked.scale,
            seed=asked.seed,
            until=asked.until,
            progress=lambda label, fraction: bar.update(task, description=label, completed=fraction),
        )


if __name__ == "__main__":
    main()
