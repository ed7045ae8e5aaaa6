"""``python -m etl.schedule``: a pass every hour, the demo extended each day, old files and rows cleared each night.

One process beside the web. It stops at once on SIGTERM: a pass that was cut off is simply done again.
"""

from __future__ import annotations

import gc
import json
import os
import signal
from datetime import datetime, timedelta
from types import FrameType

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from data.clock import SHANGHAI
from data.errors import QianhuiError
from data.integrity.cases_open import lapse
from data.log import logger, set_up_logging
from data.ops.engine import engine, migrate
from data.settings import Settings, settings
from etl import demo
from etl.load import now
from etl.run import LAST_RUN, run_pass

log = logger(__name__)


def one_pass(chosen: Settings) -> None:
    """In the demo first the days gone by are delivered, and balances last. A failed pass is
    recorded and logged, and the schedule goes on.
    """
    try:
        if chosen.demo:
            extend(chosen)
        migrate(engine(chosen))
        lapse(engine(chosen))  # what was decided and not appealed in time stands from now on, and this pass counts it
        done = run_pass(chosen)
        if chosen.demo:
            done = demo.deliver_balances(chosen) or done
        log.info("scheduled pass", status=done.status, snapshot=done.snapshot_id, seconds=done.seconds)
    except QianhuiError as problem:
        log.warning("scheduled pass did not publish", reason=str(problem))
    finally:
        gc.collect()  # the trees of SQL a pass leaves behind


def extend(chosen: Settings) -> None:
    """Deliver what is missing of the demo province when its newest day is before today."""
    newest = demo.newest(chosen)
    if newest and newest.demo and newest.seed is not None and newest.business_date < now().date():
        demo.write(chosen, newest.scale, newest.seed)


def tidy(chosen: Settings) -> None:
    """Old snapshots and files of the lake; positions and sessions past their time; photos nobody finished sending.
    Photos without a print get theirs."""
    from data import votes
    from data.ops.retention import forget
    from data.photos import prints, uploads
    from etl.maintenance import tidy as tidy_lake
    from etl.run import alone

    forget(engine(chosen), chosen)
    uploads.sweep()
    votes.forget_unused()
    prints.backfill()
    try:
        with alone(chosen.home):
            tidy_lake(chosen)
    except QianhuiError as problem:
        log.info("tidying waits", reason=str(problem))


def first_pass(chosen: Settings) -> datetime:
    """Soon, unless a pass ended well a short while ago: then when the next is due. Balances still to come do not wait."""
    soon, every = now() + timedelta(seconds=5), timedelta(minutes=chosen.etl_every_minutes)
    if chosen.demo and demo.waits_for_balances(chosen):
        return soon
    try:
        last = json.loads((chosen.home / LAST_RUN).read_text("utf-8"))
    except FileNotFoundError:
        return soon
    if last["status"] not in {"published", "unchanged"}:
        return soon
    return max(soon, datetime.fromisoformat(last["ended_at"]) + every)


def scheduler(chosen: Settings) -> BlockingScheduler:
    """The jobs. One worker: no two of them at once."""
    made = BlockingScheduler(
        timezone=SHANGHAI,
        executors={"default": {"type": "threadpool", "max_workers": 1}},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
    )
    made.add_job(one_pass, IntervalTrigger(minutes=chosen.etl_every_minutes, timezone=SHANGHAI), [chosen], id="pass",
                 next_run_time=first_pass(chosen).replace(tzinfo=SHANGHAI))  # fmt: skip
    made.add_job(tidy, CronTrigger(hour=3, minute=40, timezone=SHANGHAI), [chosen], id="tidy")
    return made


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    set_up_logging()
    os.nice(10)  # whoever looks at a screen comes first
    running = scheduler(settings())

    def stop(number: int, _frame: FrameType | None) -> None:
        log.info("scheduler stops", signal=signal.Signals(number).name)
        running.shutdown(wait=False)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    log.info("scheduler starts", every_minutes=settings().etl_every_minutes, home=str(settings().home))
    running.start()
    os._exit(0)  # the worker may be in the midst of a build: it need not be waited for


if __name__ == "__main__":
    main()
