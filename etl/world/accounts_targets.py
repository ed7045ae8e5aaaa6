"""Targets of a year: set for each manager's seat, added up to branches and entities, so that parts are the whole."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.accounts_book import DEPOSIT, LOAN, Book
from etl.world.dice import dice
from etl.world.identity import staff_ids
from etl.world.province import Province
from etl.world.season import EPOCH

# What a manager is to reach in a year (or month by month, for what is a level), per customer of theirs.
PER_CUSTOMER = {
    "deposit_customers": 0.92,
    "loan_customers": 0.46,
    "lines_granted": 0.11,
    "first_loans": 0.022,
    "mobile_active": 0.42,
    "merchant_active": 0.13,
    "quick_pay_active": 0.29,
    "eloan_amount": 14_000.0,
    "visit_households": 6.2,
    "insurance_premium": 270.0,
    "wealth_sales": 3_600.0,
    "cards_issued": 0.21,
    "fee_income": 46.0,
}
# And of what is held: the product group, and which part of it.
OF_BALANCE = {
    "deposit_avg": (DEPOSIT, 1.03), "deposit_growth": (DEPOSIT, 0.08), "loan_avg": (LOAN, 1.02), "loan_growth": (LOAN, 0.06),
}  # fmt: skip
WHOLE = {
    "deposit_customers", "loan_customers", "lines_granted", "first_loans", "mobile_active", "merchant_active",
    "quick_pay_active", "visit_households", "cards_issued",
}  # fmt: skip


def target_table(province: Province, book: Book, day: date) -> pa.Table:
    """The targets of the year before and of this one; a person's are those of the seats they have on the day."""
    branch = province.staffing.seats.branch[: province.managers]
    person = province.staffing.holders((day - EPOCH).days)[: province.managers]
    entity = province.branches.entity[branch]
    parts = [
        part
        for year in (day.year - 1, day.year)
        for indicator, target in _of_seats(province, book, year).items()
        for part in (
            _level("staff", staff_ids, person, indicator, year, target),
            _level("branch", lambda n: pa.array(province.branches.branch_id[n]), branch, indicator, year, target),
            _level(
                "entity",
                lambda n: pa.array([province.entities[e].entity_id for e in n]),
                entity,
                indicator,
                year,
                target,
            ),
        )
    ]
    return pa.concat_tables(parts)


def _of_seats(province: Province, book: Book, year: int) -> dict[str, np.ndarray]:
    """Cents or whole things of each seat."""
    seats, rng = province.managers, dice(province.seed, "targets", year)
    customers = np.bincount(book.seat, minlength=seats)
    found = {name: each * customers for name, each in PER_CUSTOMER.items()}
    for name, (group, part) in OF_BALANCE.items():
        rows = book.of_group(group)
        found[name] = part * np.bincount(book.seat[book.customer[rows]], book.balance[rows], seats)
    stretch = rng.lognormal(0, 0.12, seats)
    return {
        name: np.ceil(value * stretch) * 100 if name in WHOLE else np.round(value * stretch, -2) * 100
        for name, value in found.items()
    }


def _level(level: str, ids: object, unit: np.ndarray, indicator: str, year: int, cents: np.ndarray) -> pa.Table:
    units, place = np.unique(unit, return_inverse=True)
    total = np.bincount(place, cents)
    kept = np.flatnonzero(total > 0)
    count = len(kept)
    return pa.table({
        "level": pa.array([level] * count, pa.string()),
        "unit_id": ids(units[kept]).cast(pa.large_string()),  # type: ignore[operator]
        "indicator": pa.array([indicator] * count, pa.string()),
        "year": columns.numbers(np.full(count, year)),
        "target": columns.numbers(total[kept] / 100, places=2),
    })  # fmt: skip
