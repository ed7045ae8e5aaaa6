"""Policies for people working away, whom they suit, and what each centre is to reach of each county."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from data.yaml_file import read_yaml
from etl.world import columns
from etl.world.dice import share_out
from etl.world.geography import REFERENCE
from etl.world.migrant_moves import NOWHERE, Month
from etl.world.migrant_people import Workers, month_start
from etl.world.migrant_places import CENTRES, REMOTE_ID, TRADES, Places
from etl.world.province import Province
from etl.world.season import EPOCH

PRODUCTS = ("account", "card", "loan", "mobile_banking", "remittance", "payroll")
CENTRE_IDS = (*(centre.centre_id for centre in CENTRES), REMOTE_ID)


@dataclass(frozen=True)
class Policy:
    """A policy. ``trades`` empty: all. ``push``: how often it is brought up; ``aim``: the part of eligible people to reach.

    ``each``: yuan expected of each person to reach, 0 where no money is counted.
    """

    policy_id: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    product: str
    trades: tuple[str, ...]
    ages: tuple[int, int]
    away_months: int
    start: date
    end: date
    limit: float
    push: float
    aim: float
    each: float

    @property
    def first_day(self) -> int:
        """Days since 1970."""
        return (self.start - EPOCH).days

    @property
    def last_day(self) -> int:
        """Days since 1970."""
        return (self.end - EPOCH).days

    def fits(self, people: Workers, who: np.ndarray, since: np.ndarray, day: np.ndarray | int) -> np.ndarray:
        """Whether the policy suits each on that day, by trade, age and time away."""
        age = (day - people.birth[who]) / 365.25
        of_age = (age >= self.ages[0]) & (age < self.ages[1] + 1)
        trade = np.isin(people.trade[who], [TRADES.index(name) for name in self.trades or TRADES])
        return of_age & trade & (day - since >= self.away_months * 30.44)


def _read(row: dict[str, Any]) -> Policy:
    return Policy(**row | {"trades": tuple(row["trades"]), "ages": tuple(row["ages"])})


LIST = REFERENCE / "migrant_policies.yaml"
POLICIES = tuple(map(_read, read_yaml(LIST)))
FREE_TRANSFERS = next(number for number, policy in enumerate(POLICIES) if policy.product == "remittance")


def known_policies(day: date) -> list[Policy]:
    """Those in force or announced for the month of the day."""
    return [policy for policy in POLICIES if (policy.start.year, policy.start.month) <= (day.year, day.month)]


def policy_table(day: date) -> pa.Table:
    """The policies known on the day, as the feed wants them."""
    known = known_policies(day)
    return pa.table({
        "policy_id": [policy.policy_id for policy in known],
        "name": [policy.name for policy in known],
        "name_en": [policy.name_en for policy in known],
        "summary": [policy.summary for policy in known],
        "summary_en": [policy.summary_en for policy in known],
        "product": [policy.product for policy in known],
        "trades": ["|".join(policy.trades) for policy in known],
        "min_age": [policy.ages[0] for policy in known],
        "max_age": [policy.ages[1] for policy in known],
        "min_away_months": [policy.away_months for policy in known],
        "start_date": [policy.start for policy in known],
        "end_date": [policy.end for policy in known],
        "limit_amount": pa.array([policy.limit for policy in known], mask=np.array([not p.limit for p in known])),
    })  # fmt: skip


def targets(province: Province, people: Workers, where: Places, month: Month) -> dict[str, np.ndarray]:
    """For each policy that starts in the month: people to reach per centre (rows) and county (columns).

    The part of those it suits at the month's start, shared out by where they are and come from.
    """
    found = {}
    away = np.flatnonzero(month.before != NOWHERE)
    for policy in POLICIES:
        if month_start(month.month) <= policy.first_day < month_start(month.month + 1):
            fit = away[policy.fits(people, away, month.away_since[away], policy.first_day)]
            cell = where.centre[month.before[fit]] * len(province.counties) + people.county[fit]
            shape = (len(CENTRE_IDS), len(province.counties))
            there = np.bincount(cell, minlength=shape[0] * shape[1])
            total = round(policy.aim * len(fit))
            found[policy.policy_id] = (share_out(total, there) if total else there * 0).reshape(shape)
    return found


def target_table(province: Province, found: dict[str, np.ndarray], day: date) -> pa.Table:
    """The targets of the policies known on the day, as the feed wants them."""
    parts = []
    codes = [county.code for county in province.counties]
    for policy in known_policies(day):
        if policy.policy_id in found:
            centre, county = np.nonzero(found[policy.policy_id])
            count = found[policy.policy_id][centre, county]
            parts.append(pa.table({
                "policy_id": pa.repeat(policy.policy_id, len(count)),
                "centre_id": columns.coded(CENTRE_IDS, centre),
                "county_code": columns.coded(codes, county),
                "target_count": count,
                "target_amount": columns.numbers(count * policy.each, places=2),
            }))  # fmt: skip
    return pa.concat_tables(parts)
