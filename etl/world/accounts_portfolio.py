"""Who looks after which customer from when to when: the manager of the household, and what was agreed otherwise.

Whoever takes a manager's seat takes its customers. About three customers in a hundred are shared with a colleague of the
branch, or a colleague has claimed one group of their business; shares of a day always sum to 1. A few deposits are handed
to and fro between two colleagues round each month's end (`truth/ping_pong.parquet`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from etl.world import columns
from etl.world.accounts_book import DEPOSIT, LOAN, ONLINE, Book
from etl.world.dice import dice
from etl.world.directory import tenures
from etl.world.holdings import PRODUCT_GROUPS
from etl.world.identity import customer_ids, staff_ids
from etl.world.province import Province
from etl.world.season import EPOCH

KINDS = ("assigned", "claim", "split")
ASSIGNED, CLAIM, SPLIT = range(3)
ALL = -1  # no group: all of them
SINCE = date(2024, 12, 1)
SPLIT_SHARE, CLAIM_SHARE, PING_PONG = 0.018, 0.012, 0.00025
TURNS = 7  # how often a ping-pong goes over and back


@dataclass(frozen=True)
class Terms:
    """What was agreed: a row per customer, group, seat and time (days since 1970)."""

    customer: np.ndarray
    group: np.ndarray
    seat: np.ndarray
    share: np.ndarray
    kind: np.ndarray
    start: np.ndarray
    end: np.ndarray

    @classmethod
    def joined(cls, parts: list[Terms]) -> Terms:
        """All together."""
        return cls(*(np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(cls)))


class Portfolio:
    """The portfolios of a province as known on a day."""

    def __init__(self, province: Province, book: Book, until: date) -> None:
        self.province, self.book = province, book
        self.terms = self._agreed(until)

    def table(self, day: date) -> pa.Table:
        """Every spell known on the day; one that has not ended is open."""
        of, today, open_end = self.terms, _number(day), _number(date(9999, 12, 31))
        known = np.flatnonzero(of.start <= today)
        seat, person, start, end = tenures(self.province, day)
        first = np.searchsorted(seat, of.seat[known], side="left")
        count = np.searchsorted(seat, of.seat[known], side="right") - first
        row = np.repeat(known, count)
        held = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
        begin = np.maximum(of.start[row], start[held])
        close = np.minimum(np.where(of.end[row] > today, open_end, of.end[row]), end[held])
        kept = close > begin
        row, held, begin, close = row[kept], held[kept], begin[kept], close[kept]
        return pa.table({
            "customer_id": customer_ids(of.customer[row]),
            "product_group": columns.coded(PRODUCT_GROUPS, np.maximum(of.group[row], 0), of.group[row] == ALL),
            "staff_id": staff_ids(person[held]),
            "share": columns.numbers(of.share[row]),
            "kind": columns.coded(KINDS, of.kind[row]),
            "valid_from": columns.days(begin),
            "valid_to": columns.days(close),
        })  # fmt: skip

    def ping_pong(self) -> pa.Table:
        """The deposits planted to go to and fro."""
        return pa.table({"customer_id": customer_ids(np.unique(self.terms.customer[self.terms.group == DEPOSIT]))})

    def _agreed(self, until: date) -> Terms:
        rng = dice(self.province.seed, "portfolio")
        size = len(self.book.seat)
        drawn, other = rng.random(size), self._colleague(rng)
        has_other = other != self.book.seat
        split = np.flatnonzero(has_other & (drawn < SPLIT_SHARE))
        claim = np.flatnonzero(has_other & (drawn >= SPLIT_SHARE) & (drawn < SPLIT_SHARE + CLAIM_SHARE))
        rich = rng.permutation(self.book.customer[self.book.of_product("time_deposit")])
        taken = np.zeros(size, bool)
        taken[split], taken[claim] = True, True
        ping = rich[has_other[rich] & ~taken[rich]][: max(3, int(size * PING_PONG))]
        share = np.round(rng.choice([0.5, 0.6, 0.7, 0.8], len(split)), 4)
        whole = np.ones(size)
        whole[split] = share
        since, forever = _number(SINCE), _number(date(9999, 12, 31))
        group = np.where(rng.random(len(claim)) < 0.6, LOAN, ONLINE)
        begin = since + rng.integers(0, 640, len(claim))
        return Terms.joined([
            _terms(np.arange(size), ALL, self.book.seat, whole, np.where(whole < 1, SPLIT, ASSIGNED), since, forever),
            _terms(split, ALL, other[split], np.round(1 - share, 4), SPLIT, since, forever),
            _terms(claim, group, other[claim], 1.0, CLAIM, begin, begin + rng.integers(60, 500, len(claim))),
            self._to_and_fro(ping, other, until),
        ])  # fmt: skip

    def _to_and_fro(self, ping: np.ndarray, other: np.ndarray, until: date) -> Terms:
        """Round each of the last month ends the deposits are the colleague's."""
        turns, end = [], until.replace(day=1)
        for _ in range(TURNS):
            begin, close = end - timedelta(days=6), end + timedelta(days=4)
            turns.append(_terms(ping, DEPOSIT, other[ping], 1.0, CLAIM, _number(begin), _number(close)))
            end = (end - timedelta(days=1)).replace(day=1)
        return Terms.joined(turns)

    def _colleague(self, rng: np.random.Generator) -> np.ndarray:
        """Another manager's seat at the same branch for each customer; the own one where there is none."""
        branch = self.province.staffing.seats.branch[: self.province.managers]
        count = np.bincount(branch)
        first = np.cumsum(count) - count
        own, at = self.book.seat - first[branch[self.book.seat]], branch[self.book.seat]
        step = 1 + (rng.random(len(own)) * (count[at] - 1)).astype(np.int64)
        return np.where(count[at] > 1, first[at] + (own + step) % np.maximum(count[at], 1), self.book.seat)


def _terms(customer: np.ndarray, group: object, seat: np.ndarray, share: object, kind: object, start: object,
           end: object) -> Terms:  # fmt: skip
    wide = [np.broadcast_to(np.asarray(value), len(customer)) for value in (group, seat, share, kind, start, end)]
    return Terms(customer, *wide)


def _number(day: date) -> int:
    return (day - EPOCH).days
