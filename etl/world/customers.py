"""Fully described customers, made in blocks: who they are, with traits that hang together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.dice import dice, pick
from etl.world.households import GROUPS, HEAD_AGE, HEAD_AGE_SPREAD, REFERENCE_YEAR
from etl.world.identity import customer_ids, household_ids, id_numbers, phones
from etl.world.people import NameCodes, draw_given
from etl.world.province import Province

BLOCK = 250_000
EDUCATIONS = ("primary", "junior", "senior", "college", "bachelor", "master")
OCCUPATIONS = (
    "farming", "livestock", "shop", "catering", "transport", "factory", "construction", "business_owner", "teacher",
    "civil_servant", "medical", "office", "retired", "student", "other",
)  # fmt: skip
# Rows: customer groups; columns: education of somebody of 40.
EDUCATION_CHANCES = np.array([
    [0.36, 0.44, 0.14, 0.04, 0.02, 0.00],
    [0.16, 0.44, 0.25, 0.11, 0.04, 0.00],
    [0.08, 0.30, 0.28, 0.20, 0.13, 0.01],
    [0.25, 0.52, 0.16, 0.05, 0.02, 0.00],
    [0.09, 0.34, 0.28, 0.19, 0.10, 0.00],
    [0.00, 0.02, 0.10, 0.34, 0.48, 0.06],
    [0.04, 0.20, 0.29, 0.27, 0.18, 0.02],
    [0.60, 0.28, 0.09, 0.02, 0.01, 0.00],
    [0.00, 0.02, 0.22, 0.38, 0.36, 0.02],
])  # fmt: skip
OCCUPATION_CHANCES = np.array([
    [0.66, 0.26, 0.01, 0.00, 0.02, 0.01, 0.03, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.01],
    [0.02, 0.01, 0.52, 0.23, 0.14, 0.00, 0.02, 0.02, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.04],
    [0.02, 0.04, 0.10, 0.08, 0.08, 0.05, 0.10, 0.51, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.02],
    [0.02, 0.00, 0.01, 0.07, 0.07, 0.46, 0.32, 0.00, 0.00, 0.00, 0.00, 0.02, 0.00, 0.00, 0.03],
    [0.20, 0.24, 0.15, 0.10, 0.06, 0.01, 0.05, 0.16, 0.00, 0.00, 0.00, 0.01, 0.00, 0.00, 0.02],
    [0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.41, 0.39, 0.18, 0.02, 0.00, 0.00, 0.00],
    [0.01, 0.00, 0.08, 0.10, 0.09, 0.19, 0.10, 0.01, 0.02, 0.00, 0.04, 0.31, 0.00, 0.00, 0.05],
    [0.38, 0.07, 0.02, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.49, 0.00, 0.04],
    [0.00, 0.00, 0.01, 0.02, 0.00, 0.01, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.95, 0.01],
])  # fmt: skip
INCOME = np.array([26, 68, 150, 58, 62, 88, 64, 15, 5]) * 1000.0  # median yuan a year, per group
INCOME_SPREAD = np.array([0.55, 0.6, 0.7, 0.4, 0.65, 0.3, 0.42, 0.6, 0.8])
EDUCATION_GAIN = np.array([0.84, 0.95, 1.05, 1.2, 1.4, 1.75])


@dataclass(frozen=True)
class Customers:
    """A block of customers, one row each; ``first`` is the index of the first."""

    first: int
    household: np.ndarray
    is_head: np.ndarray
    is_female: np.ndarray
    birth: np.ndarray
    names: NameCodes
    group: np.ndarray
    education: np.ndarray
    occupation: np.ndarray
    income: np.ndarray
    phone: np.ndarray
    is_opted_out: np.ndarray
    opened: np.ndarray
    id_no: pa.Array

    @property
    def age(self) -> np.ndarray:
        """Years on the first of January of the reference year."""
        return REFERENCE_YEAR - 1970 - self.birth / 365.25


def block(province: Province, begin: int) -> Customers:
    """The customers from index ``begin`` on, at most BLOCK of them."""
    rng = dice(province.seed, "customers", begin)
    household = province.customer_household[begin : begin + BLOCK]
    earlier = province.customer_household[begin - 1] if begin else -1
    is_head = household != np.r_[earlier, household[:-1]]
    count = len(household)
    group, female, birth, names = _persons(rng, province, household, is_head)
    age = REFERENCE_YEAR - 1970 - birth / 365.25
    learned = pick(rng, EDUCATION_CHANCES, group).astype(np.int64)
    education = np.clip(learned + (rng.random(count) < (40 - age) / 70) - (rng.random(count) < (age - 44) / 60), 0, 5)
    bell = np.exp(-(((age - 43) / 26) ** 2))
    income = INCOME[group] * EDUCATION_GAIN[education] * (0.65 + 0.45 * bell) * rng.lognormal(0, INCOME_SPREAD[group])
    since = np.minimum(rng.gamma(2.2, 3.3, count), age - 17.5)
    code = np.array([int(county.code) for county in province.counties])
    county = province.village_county[province.households.village[household]]
    return Customers(
        first=begin,
        household=household,
        is_head=is_head,
        is_female=female,
        birth=birth,
        names=names,
        group=group,
        education=education,
        occupation=pick(rng, OCCUPATION_CHANCES, group),
        income=np.round(np.clip(income, 0, 3_000_000), -2),
        phone=rng.integers(0, 10**8, count),
        is_opted_out=rng.random(count) < 0.024,
        opened=((REFERENCE_YEAR - 1970.9 - np.maximum(since, 0.05)) * 365.25).astype(np.int64),
        id_no=id_numbers(rng, code[county], birth, female),
    )


def table(of: Customers) -> pa.Table:
    """The block as the feed wants it."""
    return pa.table({
        "customer_id": customer_ids(np.arange(of.first, of.first + len(of.household))),
        "household_id": household_ids(of.household),
        "name": of.names.texts(),
        "sex": columns.coded(("M", "F"), of.is_female.astype(np.int8)),
        "birth_date": columns.days(of.birth),
        "phone": phones(of.phone),
        "id_no": of.id_no,
        "customer_group": columns.coded(GROUPS, of.group),
        "education": columns.coded(EDUCATIONS, of.education),
        "occupation": columns.coded(OCCUPATIONS, of.occupation),
        "annual_income": columns.numbers(of.income),
        "is_opted_out": columns.numbers(of.is_opted_out),
        "opened_date": columns.days(of.opened),
    })  # fmt: skip


def _persons(
    rng: np.random.Generator, province: Province, household: np.ndarray, is_head: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, NameCodes]:
    """Group, sex, birth and name: the head of the household, or (for a second customer) somebody of the family."""
    homes, count = province.households, len(household)
    own = rng.integers(0, len(GROUPS), count)
    group = np.where(is_head | (rng.random(count) < 0.6), homes.group[household], own)
    relative_age = np.clip(rng.normal(HEAD_AGE[group], HEAD_AGE_SPREAD[group]), 18, 90)
    relative_birth = ((REFERENCE_YEAR - 1970 - relative_age) * 365.25).astype(np.int64)
    birth = np.where(is_head, homes.birth[household], relative_birth)
    female = np.where(is_head, homes.is_female[household], ~homes.is_female[household])
    given = draw_given(rng, female, 1970 + birth / 365.25, count)
    names = NameCodes(
        homes.names.surname[household], np.where(is_head, homes.names.given[household], given).astype(np.int32)
    )
    return group, female, birth, names
