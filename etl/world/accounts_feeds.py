"""The second delivery of a business day: accounts, portfolios, sales, lending, targets, conduct, corrections, rechecks of visits.

It is written after the first, into ``<business_date>-accounts``, so that the province is on screen before its balances
are. The first such folder brings the months of history, a later one its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.log import logger
from etl.world import spoil
from etl.world.accounts_balances import Balances, is_month_end
from etl.world.accounts_book import open_book
from etl.world.accounts_channels import Channels
from etl.world.accounts_conduct import LATEST, conduct_of, corrections_of
from etl.world.accounts_events import LONGEST, Desk, Events, lending_table, sale_table
from etl.world.accounts_portfolio import Portfolio
from etl.world.accounts_targets import target_table
from etl.world.delivery import Delivery
from etl.world.dice import dice
from etl.world.feeds import known, months_before
from etl.world.offer_feeds import FIRST_EVENTS, Offers
from etl.world.province import Progress, Province, build_province
from etl.world.scales import scale_named
from etl.world.season import EPOCH
from etl.world.truth import Truth

log = logger(__name__)
PART = "accounts"
AT_ONCE = 500_000
# Broken second copies, so that nothing falls with them.
SPOILT = (
    spoil.Spoiling("missing_key", {"customer_id": ""}, doubles=True),
    spoil.Spoiling("unknown_customer", {"customer_id": "C999999999"}, doubles=True),
    spoil.Spoiling("not_a_number", {"balance_avg": "三万"}, doubles=True),
    spoil.Spoiling("unknown_class", {"product_code": "lost_book", "loan_class": "关注"}, doubles=True),
    spoil.Spoiling("doubled_key", {}, doubles=True),
)
SPOILT_CHANCE = 0.5  # that a kind occurs on a balance date


def write_accounts(home: Path, *, progress: Progress = lambda label, fraction: None) -> list[Path]:
    """Write the missing deliveries of accounts for every whole day delivered so far; their manifests, oldest first.

    The province is the one the home holds.
    """
    missing = days_without_accounts(home)
    if not missing:
        return []
    days = known(home)
    first, said = min(days), days[min(days)]
    province = build_province(scale_named(said["scale"]), said["seed"], max(days).year)
    writer = _Writer(home, province, first, missing, progress)
    written = [writer.first() if day == first else writer.day(day) for day in missing]
    progress("done", 1.0)
    log.info("accounts_written", deliveries=len(written))
    return written


def days_without_accounts(home: Path) -> list[date]:
    """Whole days of a demo province whose accounts are not written yet, oldest first."""
    days = known(home)
    whole = [day for day, manifest in sorted(days.items()) if manifest.get("complete") and manifest.get("demo")]
    return [day for day in whole if not (home / "feeds" / f"{day}-{PART}" / "manifest.json").exists()]


class _Writer:
    """Writes deliveries of accounts of one province; ``anchor`` is the day of its first delivery."""

    def __init__(self, home: Path, province: Province, anchor: date, days: list[date], progress: Progress) -> None:
        self.home, self.province, self.anchor, self.progress = home, province, anchor, progress
        self.since = months_before(anchor, province.scale.months).replace(day=1)
        december = date(self.since.year - 1, 12, 31)
        self.offers = Offers(province, anchor, max(days))
        self.book = open_book(province, self.offers.played, december, anchor, max(days))
        branch_of_seat = province.staffing.seats.branch[: province.managers]
        self.balances = Balances(province.seed, self.book, branch_of_seat, anchor)
        self.channels = Channels(province.seed, self.book)
        self.desk = Desk(province, self.book)
        self.portfolio = Portfolio(province, self.book, anchor)
        self.truth = Truth(home)
        progress("accounts", 0.1)

    def first(self) -> Path:
        """The months of history up to the anchor; balances also of the December before, from which growth counts."""
        start = self.since
        ends = [day for day in _days(start, self.anchor) if is_month_end(day) or day == self.anchor]
        delivery = self._open(self.anchor)
        self._balances(delivery, [date(start.year - 1, 12, 31), *ends])
        self._channels(delivery, ends)
        self._events(delivery, start, delivery.until)
        delivery.add_table("portfolio", self.portfolio.table(self.anchor))
        delivery.add_table("performance_target", target_table(self.province, self.book, self.anchor))
        self._offers(delivery, FIRST_EVENTS)
        self._rechecks(delivery, start)
        self._planted()
        return self._finish(delivery)

    def day(self, day: date) -> Path:
        """What a later day adds; portfolios and targets when somebody's changed."""
        delivery = self._open(day)
        self._balances(delivery, [day])
        self._channels(delivery, [day])
        self._events(delivery, day, delivery.until)
        before = day - timedelta(days=1)
        if not (now := self.portfolio.table(day)).equals(self.portfolio.table(before)):
            delivery.add_table("portfolio", now)
        if not (now := target_table(self.province, self.book, day)).equals(
            target_table(self.province, self.book, before)
        ):
            delivery.add_table("performance_target", now)
        self._offers(delivery, day)
        self._rechecks(delivery, day)
        return self._finish(delivery)

    def _open(self, day: date) -> Delivery:
        folder = self.home / "feeds" / f"{day}-{PART}"
        until = datetime.combine(day + timedelta(days=1), time())
        return Delivery(folder, day, until, True, self.province.seed, self.province.scale.name)

    def _finish(self, delivery: Delivery) -> Path:
        self.truth.save()
        self.progress(f"accounts {delivery.business_date}", 1.0)
        return delivery.finish()

    def _balances(self, delivery: Delivery, days: list[date]) -> None:
        files, bad = [], 0
        for index, day in enumerate(days):
            file = delivery.open(f"account_balance-{day}")
            for begin in range(0, len(self.balances.customer), AT_ONCE):
                made = self.balances.table(day, begin, begin + AT_ONCE)
                good, spoilt = spoil.part(made, _spoilings(self.province.seed, day, made.num_rows) if not begin else {})
                file.write(good, spoilt)
                bad += len(spoilt)
            files.append(file.close())
            self.progress("balances", 0.1 + 0.5 * (index + 1) / len(days))
        self.truth.count("account_balance", delivery.business_date, bad)
        delivery.add("account_balance", "delta", files)

    def _channels(self, delivery: Delivery, days: list[date]) -> None:
        files = []
        for index, day in enumerate(days):
            file = delivery.open(f"channel_activity-{day}")
            file.write(self.channels.table(day))
            files.append(file.close())
            self.progress("channels", 0.6 + 0.3 * (index + 1) / len(days))
        delivery.add("channel_activity", "delta", files)

    def _events(self, delivery: Delivery, start: date, until: datetime) -> None:
        """What happened (or was recorded) from the start of ``start`` to before ``until``."""
        begin, end = _second(datetime.combine(start, time())), _second(until)
        months = _months(max(self.since, start - timedelta(days=LONGEST)), until.date())
        self._delta(delivery, "sale", (_window(self.desk.sales, sale_table, month, begin, end) for month in months))
        self._delta(
            delivery, "lending", (_window(self.desk.lending, lending_table, month, begin, end) for month in months)
        )
        late = _months(max(self.since, start - timedelta(days=LATEST + 31)), until.date())
        self._delta(delivery, "conduct", (_recorded(*conduct_of(self.province, m), begin, end) for m in late))
        rate = self.province.scale.corrections
        corrections = (_recorded(*corrections_of(self.balances, m, rate), begin, end) for m in late)
        self._delta(delivery, "correction", corrections)

    def _offers(self, delivery: Delivery, start: date) -> None:
        """What was taken, given up, lived through and begun from ``start`` to the delivery's day."""
        begin, end = (start - EPOCH).days, (delivery.business_date - EPOCH).days + 1
        made, members = self.offers.campaigns(begin, end)
        self._delta(delivery, "product_change", [self.offers.changes(begin, end)])
        self._delta(delivery, "life_event", [self.offers.events(begin, end)])
        self._delta(delivery, "past_campaign", [made])
        self._delta(delivery, "campaign_member", [members])
        self.progress("openings", 0.93)

    def _rechecks(self, delivery: Delivery, start: date) -> None:
        """What the audit heard from ``start`` to the delivery's day."""
        file = self.truth.folder / "rechecks.parquet"
        if file.exists():
            window = (pc.field("checked_on") >= start) & (pc.field("checked_on") <= delivery.business_date)
            heard = pq.read_table(file, filters=window).sort_by(
                [("checked_on", "ascending"), ("visit_id", "ascending")]
            )
            self._delta(delivery, "visit_recheck", [heard])

    def _delta(self, delivery: Delivery, feed: str, parts: Iterable[pa.Table]) -> None:
        file = delivery.open(feed)
        for table in parts:
            file.write(table)
        delivery.add(feed, "delta", [file.close()])

    def _planted(self) -> None:
        self.truth.folder.mkdir(parents=True, exist_ok=True)
        spikes = self.province.branches.branch_id[self.balances.spikes.branches]
        pq.write_table(pa.table({"branch_id": spikes}), self.truth.folder / "month_end_spikes.parquet")
        pq.write_table(self.portfolio.ping_pong(), self.truth.folder / "ping_pong.parquet")
        pq.write_table(self.offers.chances(), self.truth.folder / "product_chance.parquet")
        pq.write_table(self.offers.effects(), self.truth.folder / "campaign_effect.parquet")


def _window(play: object, table: object, month: date, begin: int, end: int) -> pa.Table:
    part: Events = play(month)  # type: ignore[operator]
    rows = np.flatnonzero((part.at >= begin) & (part.at < end))
    return table(part, rows[np.argsort(part.at[rows], kind="stable")], month)  # type: ignore[operator]


def _recorded(table: pa.Table, recorded: np.ndarray, begin: int, end: int) -> pa.Table:
    return table.filter(pa.array((recorded >= begin) & (recorded < end)))


def _spoilings(seed: int, day: date, rows: int) -> dict[int, spoil.Spoiling]:
    """Which rows of a balance date are spoilt, and how."""
    rng = dice(seed, "spoil balances", day.toordinal())
    occurs, place = rng.random(len(SPOILT)) < SPOILT_CHANCE, rng.random(len(SPOILT))
    return {int(p * rows): way for way, p, happens in zip(SPOILT, place, occurs, strict=True) if happens and rows}


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=step) for step in range((end - start).days + 1))


def _months(start: date, end: date) -> list[date]:
    """The first days of the months from ``start``'s to ``end``'s."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


def _second(moment: datetime) -> int:
    return int((moment - datetime.combine(EPOCH, time())).total_seconds())
