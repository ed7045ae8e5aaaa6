"""Feeds about taking products: openings and closings, events in customers' lives, and the campaigns of earlier months.

They come with the accounts. Each is a delta by the day something was recorded; the first brings what was before.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from etl.world import appetite, columns, customers, market, past_campaigns, wishes
from etl.world.holdings import PRODUCT_GROUPS, PRODUCTS
from etl.world.households import GROUPS
from etl.world.identity import customer_ids, staff_ids
from etl.world.life import CODES as EVENTS
from etl.world.life import SOURCES, Lives
from etl.world.market import CHANNEL_CHANCES, CHANNELS, Played
from etl.world.past_campaigns import Members
from etl.world.province import Province
from etl.world.season import EPOCH

FIRST_EVENTS = date(2025, 4, 1)
FEW = 1_000_000  # customers up to which the truth is kept
WATCHED = 3  # months before the first delivery whose true probabilities are kept, with that of the day itself
GROUP = np.array([PRODUCT_GROUPS.index(item.group) for item in PRODUCTS])


class Offers:
    """What is to be delivered between two days (numbers since 1970, the second exclusive)."""

    def __init__(self, province: Province, anchor: date, until: date) -> None:
        self.province, self.until = province, until
        last = anchor.replace(day=1)
        self.watched = {last, *wishes.months_back(last, WATCHED)} if province.scale.customers <= FEW else set()

    @cached_property
    def played(self) -> list[tuple[int, Played]]:
        """Each block of customers: its first, and what came of it."""
        total = len(self.province.customer_household)
        return [
            (begin, market.play(self.province.seed, block, total, self.until, self.watched))
            for begin in range(0, total, customers.BLOCK)
            for block in [customers.block(self.province, begin)]
        ]

    def changes(self, begin: int, end: int) -> pa.Table:
        """Products taken and given up."""
        parts = []
        for first, played in self.played:
            spells = played.spells
            for code, changed in enumerate((spells.start, spells.end)):
                row = np.flatnonzero((changed >= max(begin, _number(market.SETTLED) + 1)) & (changed < end))
                parts.append((spells.row[row] + first, spells.product[row], changed[row], np.full(len(row), code)))
        customer, product, day, kind = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((kind, product, customer, day))
        customer, product, day, kind = customer[order], product[order], day[order], kind[order]
        drawn = (customer * 2_654_435_761 + product * 40_503 + day * 69_069 + self.province.seed) % 2**32 / 2**32
        channel = (drawn[:, None] >= np.cumsum(CHANNEL_CHANCES, axis=1)[GROUP[product]]).sum(axis=1)
        return pa.table({
            "customer_id": customer_ids(customer),
            "product_code": columns.coded(appetite.CODES, product),
            "product_group": columns.coded(PRODUCT_GROUPS, GROUP[product]),
            "kind": columns.coded(("opened", "closed"), kind),
            "changed_on": columns.days(day),
            "channel": columns.coded(CHANNELS, channel),
        })  # fmt: skip

    def events(self, begin: int, end: int) -> pa.Table:
        """Events recorded."""
        parts = []
        for first in range(0, len(self.province.customer_household), customers.BLOCK):
            lives = Lives(self.province.seed, customers.block(self.province, first))
            for month in self._months(end):
                found = lives.month(month)
                row = np.flatnonzero((found.recorded >= begin) & (found.recorded < end))
                parts.append(tuple(getattr(found, name)[row] for name in ("kind", "happened", "recorded", "source")))
                parts[-1] = (found.row[row] + first, *parts[-1])
        customer, kind, happened, recorded, source = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((customer, recorded))
        return pa.table({
            "customer_id": customer_ids(customer[order]),
            "kind": columns.coded(EVENTS, kind[order]),
            "happened_on": columns.days(happened[order]),
            "recorded_on": columns.days(recorded[order]),
            "source": columns.coded(SOURCES, source[order]),
        })  # fmt: skip

    def campaigns(self, begin: int, end: int) -> tuple[pa.Table, pa.Table]:
        """Campaigns that begin in the time, and their members."""
        months = [m for m in self._months(end) if begin <= _number(m) < end and past_campaigns.product_of(m)]
        parts = [
            self._members(first, one) for first, played in self.played for one in played.members if one.month in months
        ]
        codes = [str(past_campaigns.product_of(month)) for month in months]
        made = pa.table({
            "campaign_id": pa.array([past_campaigns.campaign_id(month) for month in months], pa.string()),
            "name": pa.array([past_campaigns.NAMES[code][0] for code in codes], pa.string()),
            "name_en": pa.array([past_campaigns.NAMES[code][1] for code in codes], pa.string()),
            "product_code": pa.array(codes, pa.string()),
            "start_date": pa.array(months, pa.date32()),
            "end_date": pa.array([past_campaigns.last_day(month) for month in months], pa.date32()),
            "level": pa.array(["province"] * len(months), pa.string()),
            "unit_id": pa.array(["province"] * len(months), pa.string()),
            "control_share": pa.array([past_campaigns.CONTROL] * len(months), pa.float64()),
        })  # fmt: skip
        return made, pa.concat_tables(parts) if parts else self._members(0, past_campaigns.nobody())

    def _members(self, first: int, of: Members) -> pa.Table:
        customer = of.row + first
        household = self.province.customer_household[customer]
        person = self.province.staffing.holders(_number(of.month))[self.province.households.seat[household]]
        return pa.table({
            "campaign_id": pa.array([past_campaigns.campaign_id(of.month)] * len(customer), pa.string()),
            "customer_id": customer_ids(customer),
            "is_control": columns.numbers(of.is_control),
            "stratum": columns.coded(GROUPS, of.group),
            "staff_id": staff_ids(person),
            "recorded_on": columns.days(np.full(len(customer), _number(of.month))),
        })  # fmt: skip

    def chances(self) -> pa.Table:
        """The truth: the probability that a customer takes a product in the 30 days from a month's first day."""
        parts = []
        for first, played in self.played:
            for month, chance in sorted(played.chance.items()):
                row, product = np.nonzero(chance > 1e-6)
                parts.append(pa.table({
                    "month": columns.days(np.full(len(row), _number(month))),
                    "customer_id": customer_ids(row + first),
                    "product_code": columns.coded(appetite.TAKEN, product),
                    "probability": pa.array(chance[row, product].astype(np.float32)),
                }))  # fmt: skip
        return pa.concat_tables(parts)

    def effects(self) -> pa.Table:
        """The truth: each member's probability without and with the campaign."""
        return pa.concat_tables([
            pa.table({
                "campaign_id": pa.array([past_campaigns.campaign_id(one.month)] * len(one.row), pa.string()),
                "customer_id": customer_ids(one.row + first),
                "alone": pa.array(one.alone.astype(np.float32)),
                "addressed": pa.array(one.addressed.astype(np.float32)),
            })
            for first, played in self.played
            for one in played.members
        ])  # fmt: skip

    def _months(self, end: int) -> list[date]:
        months, month = [], FIRST_EVENTS
        while _number(month) < end:
            months.append(month)
            month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        return months


def _number(day: date) -> int:
    return (day - EPOCH).days
