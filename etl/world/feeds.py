"""Write the demo province's feeds, or what is missing of them.

The first call delivers yesterday (organisation, people, customers and the months of visits up to it) and today's visits
up to ``until``. Later calls add a delivery per day gone by since, replace a partial day by the whole one, and deliver
today again when ``until`` has moved on. What a day holds depends on the seed and the day, never on the run.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path

from data.clock import local, now
from data.errors import BadRequest
from data.log import logger
from etl.world import customers, directory, market, spoil, truth
from etl.world.delivery import Delivery, FeedFile, read_manifest
from etl.world.migrant_feeds import MigrantFeeds
from etl.world.migrants import Migrants
from etl.world.phones.out import out_on
from etl.world.province import Progress, Province, build_province
from etl.world.scales import scale_named
from etl.world.visits import WHOLE_DAY, Visits

HOUSEHOLDS_AT_ONCE = 500_000
log = logger(__name__)


def _quiet(label: str, fraction: float) -> None:
    """The progress of those who do not look."""


def write_feeds(
    home: Path, *, scale: str, seed: int, until: datetime | None = None, progress: Progress = _quiet
) -> list[Path]:
    """Write the missing deliveries under ``home/feeds`` and return their manifests, oldest first.

    ``until`` is a moment (naive: Asia/Shanghai; default now). Raises BadRequest when the home holds a province of
    another seed or scale.
    """
    moment = local(until or now()).replace(microsecond=0)
    delivered = known(home)
    _same_province(delivered, scale, seed)
    days = list(_missing(delivered, moment))
    if not days:
        return []
    progress("province", 0.0)
    province = build_province(scale_named(scale), seed, moment.year)
    writer = _Writer(home, province, moment, progress)
    written = [] if delivered else [writer.first(days.pop(0))]
    written += [writer.day(day) for day in days]
    progress("done", 1.0)
    log.info("feeds_written", deliveries=len(written), until=moment.isoformat(), scale=scale, seed=seed)
    return written


class _Writer:
    """Writes deliveries of one province."""

    def __init__(self, home: Path, province: Province, until: datetime, progress: Progress) -> None:
        self.home, self.province, self.until, self.progress = home, province, until, progress
        self.visits = Visits(province)
        self.truth = truth.Truth(home)
        self.migrants = MigrantFeeds(Migrants(province, until), self.truth)

    def first(self, day: date) -> Path:
        """The first delivery: everything, and the visits of the scale's months up to and with ``day``."""
        delivery = self._open(day)
        self._organisation(delivery, day)
        self._households(delivery, day)
        self._customers(delivery)
        start = months_before(day, self.province.scale.months)
        self.migrants.first(delivery, start)
        span = (day - start).days + 1
        files = []
        with ThreadPoolExecutor(1) as writing:
            for month in _months(start, day):
                file = delivery.open(f"visit-{month[0]:%Y-%m}")
                pending = None
                for one in month:
                    made = self.visits.of(one)
                    self.truth.add(day, made)
                    if pending is not None:
                        pending.result()
                    pending = writing.submit(file.write, made.table, made.spoilt)
                    self.progress("visits", 0.12 + 0.86 * ((one - start).days + 1) / span)
                if pending is not None:
                    pending.result()
                files.append(file.close())
        delivery.add("visit", "delta", files)
        self.truth.save()
        return delivery.finish()

    def day(self, day: date) -> Path:
        """A later day: its visits (today's up to the moment), and people where posts changed."""
        delivery = self._open(day)
        staff_post = directory.staff_post(self.province, day)
        if not staff_post.equals(directory.staff_post(self.province, day - timedelta(days=1))):
            delivery.add_table("staff", directory.staff(self.province, day))
            delivery.add_table("staff_post", staff_post)
        if day.day == 1:
            self._households(delivery, day)
            self._holdings(delivery)
        midnight = datetime.combine(day, time())
        made = self.visits.of(day, WHOLE_DAY if delivery.complete else int((self.until - midnight).total_seconds()))
        if out := out_on(self.home, day):
            made = made.without(out.staff_id, out.since)
        file = delivery.open("visit")
        file.write(made.table, made.spoilt)
        delivery.add("visit", "delta", [file.close()])
        self.migrants.day(delivery)
        self.truth.add(day, made)
        self.truth.save()
        self.progress(f"day {day}", 1.0)
        return delivery.finish()

    def _open(self, day: date) -> Delivery:
        complete = day < self.until.date()
        reaches = datetime.combine(day + timedelta(days=1), time()) if complete else self.until
        folder = self.home / "feeds" / day.isoformat()
        return Delivery(folder, day, reaches, complete, self.province.seed, self.province.scale.name)

    def _organisation(self, delivery: Delivery, day: date) -> None:
        delivery.add_table("region", directory.region(self.province))
        delivery.add_table("entity", directory.entity(self.province), encoding="gbk")
        delivery.add_table("entity_county", directory.entity_county(self.province))
        delivery.add_table("branch", directory.branch(self.province))
        delivery.add_table("staff", directory.staff(self.province, day))
        delivery.add_table("staff_post", directory.staff_post(self.province, day))
        self.progress("organisation", 0.03)

    def _households(self, delivery: Delivery, day: date) -> None:
        file, total = delivery.open("household"), len(self.province.households.seat)
        for begin in range(0, total, HOUSEHOLDS_AT_ONCE):
            file.write(directory.household(self.province, day, begin, begin + HOUSEHOLDS_AT_ONCE))
        delivery.add("household", "full", [file.close()])
        self.progress("households", 0.06)

    def _customers(self, delivery: Delivery) -> None:
        people, held = delivery.open("customer"), delivery.open("holding")
        total = len(self.province.customer_household)
        bad = spoil.customers_to_spoil(self.province.seed, min(total, customers.BLOCK))
        for begin in range(0, total, customers.BLOCK):
            block = customers.block(self.province, begin)
            good, spoilt = spoil.part(customers.table(block), bad if begin == 0 else {})
            people.write(good, spoilt)
            self._hold(held, block, delivery.business_date)
        self.truth.count("customer", delivery.business_date, len(bad))
        delivery.add("customer", "full", [people.close()])
        delivery.add("holding", "full", [held.close()])
        self.progress("customers", 0.12)

    def _holdings(self, delivery: Delivery) -> None:
        """The register as the night left it: of a day that still runs, that of the evening before."""
        held, day = delivery.open("holding"), delivery.business_date
        evening = day if delivery.complete else day - timedelta(days=1)
        for begin in range(0, len(self.province.customer_household), customers.BLOCK):
            self._hold(held, customers.block(self.province, begin), evening)
        delivery.add("holding", "full", [held.close()])

    def _hold(self, file: FeedFile, block: customers.Customers, day: date) -> None:
        played = market.play(self.province.seed, block, len(self.province.customer_household), day)
        file.write(market.holding_table(block, played.spells, day))


def known(home: Path) -> dict[date, dict]:
    """The manifests on disk by business date, second deliveries (``<business_date>-…``) left out."""
    found = {path.parent.name: read_manifest(path) for path in sorted((home / "feeds").glob("*/manifest.json"))}
    dated = ((date.fromisoformat(manifest["business_date"]), folder, manifest) for folder, manifest in found.items())
    return {day: manifest for day, folder, manifest in dated if folder == day.isoformat()}


def _same_province(delivered: dict[date, dict], scale: str, seed: int) -> None:
    for manifest in delivered.values():
        if (manifest.get("scale"), manifest.get("seed")) != (scale, seed):
            raise BadRequest(
                "The home holds a %(old)s province of seed %(old_seed)s; asked for %(scale)s, seed %(seed)s",
                old=manifest.get("scale"), old_seed=manifest.get("seed"), scale=scale, seed=seed,
            )  # fmt: skip


def _missing(delivered: dict[date, dict], moment: datetime) -> Iterator[date]:
    """Days to write: those without a delivery, the partial ones that can reach further."""
    day = min(delivered, default=moment.date() - timedelta(days=1))
    while day <= moment.date():
        manifest = delivered.get(day, {})
        reached = manifest.get("until", "")
        if not manifest or (not manifest["complete"] and reached < moment.isoformat()):
            yield day
        day += timedelta(days=1)


def months_before(day: date, months: int) -> date:
    """The day after the same day ``months`` earlier: so many whole months end with ``day``."""
    count = day.year * 12 + day.month - 1 - months
    first = date(count // 12, count % 12 + 1, 1)
    length = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - first
    return first + timedelta(days=min(day.day, length.days))


def _months(start: date, end: date) -> Iterator[list[date]]:
    """The days from start to end, a list per calendar month."""
    month: list[date] = []
    for step in range((end - start).days + 1):
        day = start + timedelta(days=step)
        if month and day.month != month[0].month:
            yield month
            month = []
        month.append(day)
    if month:
        yield month
