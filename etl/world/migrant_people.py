"""Who works away: registered people of the counties that have output, in the order they were registered.

Counties send as many as the census of 2010 has registered people living elsewhere; every stretch of the register keeps
these shares, so that it can grow month by month. At most two of a household, families of the group `migrant` first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.dice import dice, share_out
from etl.world.geography import REFERENCE, read_rows
from etl.world.households import GROUPS, REFERENCE_YEAR
from etl.world.identity import customer_ids, household_ids, phones
from etl.world.migrant_places import TRADES, Places, choose
from etl.world.people import NameCodes, draw_given
from etl.world.province import Province

REGISTER = 1.3  # people known to the demo, as a part of those registered by the end of October 2026
GROWTH = 0.0059  # new registrations a month, as a part of the same
BASE_MONTH = 24 * 12 + 0  # January 2024, counted from 2000
BASE = 0.80  # registered before it
# A household's first and second place in the queue of those who leave: the lower, the likelier.
QUEUE = {"migrant": (0.0, 0.7), "grower": (0.95, 1.9), "returnee": (1.3, 2.1), "senior": (1.6, 2.2)}
QUEUE_OF_OTHERS = (1.9, 2.6)
# What draws the people of a prefecture more (or less) than others.
PULL = {
    "520100": "110000 2 310000 1.6",
    "520200": "530000 2.2",
    "520300": "500000 2.6 510000 1.8",
    "520400": "330000 1.2 530000 1.5",
    "520500": "330000 1.35 530000 1.6 510000 1.6",
    "520600": "330000 1.3 500000 1.4 430000 1.6 320000 1.3",
    "522300": "530000 2.4 450000 3 440000 1.2",
    "522600": "440000 1.7 430000 2 330000 0.9",
    "522700": "440000 1.5 450000 2 330000 0.95",
}


@dataclass(frozen=True)
class Workers:
    """A row per person; ``wish`` is the province (index) first gone to, ``registered`` in days since 1970."""

    household: np.ndarray
    county: np.ndarray
    customer: np.ndarray  # -1 when none
    is_female: np.ndarray
    birth: np.ndarray
    names: NameCodes
    phone: np.ndarray
    wish: np.ndarray
    trade: np.ndarray
    registered: np.ndarray

    def table(self, count: int) -> pa.Table:
        """The first ``count`` people as the feed wants them."""
        some = slice(count)
        return pa.table({
            "worker_id": worker_ids(np.arange(count)),
            "household_id": household_ids(self.household[some]),
            "customer_id": customer_ids(self.customer[some], self.customer[some] < 0),
            "name": self.names.only(some).texts(),
            "sex": columns.coded(("M", "F"), self.is_female[some].astype(np.int8)),
            "birth_date": columns.days(self.birth[some]),
            "phone": phones(self.phone[some]),
            "trade": columns.coded(TRADES, self.trade[some]),
            "registered_date": columns.days(self.registered[some]),
        })  # fmt: skip


def worker_ids(index: np.ndarray) -> pa.Array:
    """W and nine digits."""
    return columns.text(len(index), "W", columns.digits(index + 1, 9))


def registered_by(workers: int, pool: int, month: int) -> int:
    """How many are on the register when a month (counted from 2000) begins; ``workers`` is the scale's number."""
    return min(round(workers * (BASE + GROWTH * max(month - BASE_MONTH, 0))), pool)


def output_weights(province: Province) -> np.ndarray:
    """People away by the census of 2010, per county; 0 for those without output."""
    away = {row["county_code"]: float(row["away_2010"]) for row in read_rows(REFERENCE / "migrant_origins.csv")}
    return np.array([away.get(county.code, 0.0) for county in province.counties])


def enlist(province: Province, where: Places) -> Workers:
    """Everybody who is ever registered."""
    rng = dice(province.seed, "workers")
    total = round(province.scale.workers * REGISTER)
    household, second, county = _leavers(rng, province, share_out(total, output_weights(province)))
    homes, count = province.households, len(household)
    is_head = ~second & (rng.random(count) < 0.6) & (homes.birth[household] > _born(58))
    female = np.where(is_head, homes.is_female[household], rng.random(count) < 0.42)
    own = _born(np.clip(rng.normal(np.where(second, 28, 35), 9), 20, 58))
    birth = np.where(is_head, np.minimum(homes.birth[household], _born(20)), own).astype(np.int64)
    given = np.where(is_head, homes.names.given[household], draw_given(rng, female, 1970 + birth / 365.25, count))
    wish = _wish(rng, province, where, county)
    return Workers(
        household=household,
        county=county,
        customer=np.where(is_head, homes.customer[household], -1),
        is_female=female,
        birth=birth,
        names=NameCodes(homes.names.surname[household], given.astype(np.int32)),
        phone=rng.integers(0, 10**8, count),
        wish=wish,
        trade=choose(where.trade_chances, wish * 2 + female, rng.random(count)),
        registered=_registered(rng, province.scale.workers, count),
    )


def _leavers(rng: np.random.Generator, province: Province, quota: np.ndarray) -> tuple[np.ndarray, ...]:
    """Household, whether its second person, and county, so mixed that each stretch has the counties' shares."""
    county_of = province.village_county[province.households.village].astype(np.int16)
    homes = np.argsort(county_of, kind="stable")
    starts = np.searchsorted(county_of[homes], np.arange(len(quota) + 1))
    queue = np.array([QUEUE.get(group, QUEUE_OF_OTHERS) for group in GROUPS])
    parts, turn = [], []
    for county, wanted in enumerate(quota):
        here = homes[starts[county] : starts[county + 1]]
        place = (queue[province.households.group[here]] + rng.random((len(here), 2))).ravel()
        wanted = min(int(wanted), len(place))
        chosen = rng.permutation(np.argpartition(place, wanted - 1)[:wanted]) if wanted else np.zeros(0, np.int64)
        parts.append(np.stack([here[chosen // 2], chosen % 2, np.full(wanted, county)]))
        turn.append((np.arange(wanted) + 0.5) / max(wanted, 1))
    order = np.argsort(np.concatenate(turn), kind="stable")
    household, second, county_ = np.concatenate(parts, axis=1)[:, order]
    return household, second.astype(bool), county_


def _wish(rng: np.random.Generator, province: Province, where: Places, county: np.ndarray) -> np.ndarray:
    """A province for each, so that all together have the published shares and each prefecture its liking."""
    names = sorted({item.prefecture for item in province.counties})
    of_county = np.array([names.index(item.prefecture) for item in province.counties])
    codes = [row["adcode"] for row in where.provinces]
    table = np.tile(where.share, (len(names), 1))
    for row, name in enumerate(names):
        words = PULL.get(name, "").split()
        for code, factor in zip(words[::2], words[1::2], strict=True):
            table[row, codes.index(code)] *= float(factor)
    weight = np.bincount(of_county[county], minlength=len(names)) / len(county)
    for _ in range(30):
        table /= table.sum(axis=1, keepdims=True)
        table *= where.share / np.maximum(weight @ table, 1e-12)
    return choose(table, of_county[county], rng.random(len(county)))


def _registered(rng: np.random.Generator, workers: int, count: int) -> np.ndarray:
    """The day each was registered: the base over three years before 2024, the others in the month their turn comes."""
    base = registered_by(workers, count, BASE_MONTH)
    months = np.arange(BASE_MONTH, BASE_MONTH + 12 * 60)
    known = np.array([registered_by(workers, count, int(month) + 1) for month in months])
    turn = np.arange(base, count)
    month = months[np.minimum(np.searchsorted(known, turn, side="right"), len(months) - 1)]
    later = month_start(month) + rng.integers(0, 28, len(turn))
    return np.concatenate([month_start(BASE_MONTH) - 1 - rng.integers(0, 1000, base), later])


def month_start(month: np.ndarray | int) -> np.ndarray:
    """Days since 1970 of the first day of months counted from 2000."""
    return (np.asarray(month) + 360).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _born(age: np.ndarray | float) -> np.ndarray:
    return ((REFERENCE_YEAR - 1970 - np.asarray(age)) * 365.25).astype(np.int64)
