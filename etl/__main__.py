"""``python -m etl``: one pass. ``python -m etl demo --scale demo --seed 1``: the demo province, extended to now.

``python -m etl scores --verify 2026-10``: a closed month calculated anew and compared; ``--verify all``: every one.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime

from data import lake
from data.errors import BadRequest, QianhuiError
from data.log import logger, set_up_logging
from data.settings import settings
from etl import demo, run
from etl.score_replay import closed_months
from etl.score_replay import verify as replay

log = logger("etl")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when the pass ended well, 1 when it failed (the last good publication stays)."""
    parser = argparse.ArgumentParser(prog="python -m etl", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    province = commands.add_parser("demo", help="write or extend the demo province, then one pass")
    province.add_argument("--scale", choices=["tiny", "district", "demo", "province"], default="demo")
    province.add_argument("--seed", type=int, default=1)
    province.add_argument("--until", type=datetime.fromisoformat, help="a moment, Asia/Shanghai; default: now")
    province.add_argument("--balances", choices=["after", "together", "later"], default="after")
    months = commands.add_parser("scores", help="calculate closed months anew and compare them byte for byte")
    months.add_argument("--verify", required=True, metavar="YYYY-MM", help="a closed month, or all")
    asked = parser.parse_args(arguments)
    set_up_logging()
    try:
        if asked.command == "scores":
            return verify(asked.verify)
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


def verify(which: str) -> int:
    """Say of each month whether it is the same; 1 when one is not."""
    con = lake.connect(settings())
    try:
        months = closed_months(con) if which == "all" else [datetime.strptime(which, "%Y-%m").date()]
        found = [replay(con, month) for month in months]
    except ValueError as problem:
        raise BadRequest("--verify is %(which)s; a month as 2026-10, or all, is needed", which=repr(which)) from problem
    finally:
        con.close()
    for one in found:
        said = "identical" if one.is_same else f"DIFFERS in {', '.join(one.differing) or 'the rows kept'}"
        sys.stdout.write(f"{one.month:%Y-%m}  {one.units} units  {one.closed}  {said}\n")
    return 0 if all(one.is_same for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
