"""``python -m etl``: one pass. ``python -m etl demo --scale demo --seed 1``: the demo province, extended to now."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime

from data.errors import QianhuiError
from data.log import logger, set_up_logging
from data.settings import settings
from etl import demo, run

log = logger("etl")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when the pass ended well, 1 when it failed (the last good publication stays)."""
    parser = argparse.ArgumentParser(prog="python -m etl", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    province = commands.add_parser("demo", help="write or extend the demo province, then one pass")
    province.add_argument("--scale", choices=["tiny", "demo", "province"], default="demo")
    province.add_argument("--seed", type=int, default=1)
    province.add_argument("--until", type=datetime.fromisoformat, help="a moment, Asia/Shanghai; default: now")
    province.add_argument("--balances", choices=["after", "together", "later"], default="after")
    asked = parser.parse_args(arguments)
    set_up_logging()
    try:
        is_demo = asked.command == "demo"
        done = (
            demo.build(asked.scale, asked.seed, asked.until, balances=asked.balances)
            if is_demo
            else run.run_pass(settings())
        )
    except QianhuiError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    log.info("pass ended", status=done.status, snapshot=done.snapshot_id, seconds=done.seconds, refused=done.refused)
    return 0


if __name__ == "__main__":
    sys.exit(main())
