"""The feeds about people working away: all of them with the first delivery, then what a day adds.

The register, policies and targets come again on the first of a month, postings when they change, cases with each whole
day, balances at month ends; moves and services are deltas.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from etl.world import columns, spoil
from etl.world import migrant_directory as registers
from etl.world.delivery import Delivery
from etl.world.dice import dice
from etl.world.migrant_balances import Ledger
from etl.world.migrant_moves import KINDS as MOVES
from etl.world.migrant_moves import NOWHERE, RETURNED, Moves
from etl.world.migrant_people import worker_ids
from etl.world.migrant_policies import CENTRE_IDS, POLICIES, policy_table, target_table
from etl.world.migrant_services import CHANNELS, KINDS, NONE, Served
from etl.world.migrants import Migrants, month_code
from etl.world.season import EPOCH
from etl.world.truth import Truth

# Broken second copies, so that nothing falls with them.
SPOILT = (
    spoil.Spoiling("missing_key", {"service_id": ""}, doubles=True),
    spoil.Spoiling("unknown_worker", {"service_id": "S9", "worker_id": "W999999999"}, doubles=True),
    spoil.Spoiling("not_a_number", {"service_id": "S8", "amount": "两千"}, doubles=True),
    spoil.Spoiling("unknown_kind", {"service_id": "S7", "kind": "lottery"}, doubles=True),
    spoil.Spoiling("doubled_key", {}, doubles=True),
)
SPOILT_CHANCE = 0.4  # that a kind occurs in a month
Made = tuple[pa.Table, list[str]]


class MigrantFeeds:
    """Writes the feeds of one province's people working away."""

    def __init__(self, migrants: Migrants, truth: Truth) -> None:
        self.migrants, self.truth = migrants, truth

    def first(self, delivery: Delivery, history_from: date) -> None:
        """Everything up to and with the delivery's day; balances from ``history_from`` on."""
        day, where = delivery.business_date, self.migrants.where
        delivery.add_table("destination", registers.destination(where))
        delivery.add_table("service_centre", registers.service_centre(where))
        delivery.add_table("centre_city", registers.centre_city(where))
        delivery.add_table("centre_staff", registers.centre_staff(self.migrants.province, day))
        delivery.add_table("public_figure", registers.public_figure())
        self._register(delivery, day)
        ends = [one for one in _days(history_from, day) if _is_month_end(one) or one == day]
        self._events(delivery, -(10**9), _second(delivery.until), ends)

    def day(self, delivery: Delivery) -> None:
        """What a later day adds up to the delivery's moment."""
        day = delivery.business_date
        staff = registers.centre_staff(self.migrants.province, day)
        if not staff.equals(registers.centre_staff(self.migrants.province, day - timedelta(days=1))):
            delivery.add_table("centre_staff", staff)
        if day.day == 1:
            self._register(delivery, day)
        ends = [day] if delivery.complete and _is_month_end(day) else []
        self._events(delivery, _second(datetime.combine(day, time())), _second(delivery.until), ends)

    def _register(self, delivery: Delivery, day: date) -> None:
        past = self.migrants.past
        delivery.add_table("policy", policy_table(day))
        delivery.add_table("policy_target", target_table(self.migrants.province, past.targets, day))
        delivery.add_table("worker", self.migrants.people.table(self.migrants.registered(day)))

    def _events(self, delivery: Delivery, begin: int, end: int, ends: list[date]) -> None:
        """Moves and services from ``begin`` to before ``end`` (seconds), cases as they stand, balances of days."""
        past, day = self.migrants.past, delivery.business_date
        self._delta(delivery, "worker_move", self._moves(begin, end))
        spoilt = self._delta(delivery, "worker_service", self._services(begin, end))
        self.truth.count("worker_service", day, spoilt)
        if delivery.complete:
            delivery.add_table("centre_case", pa.concat_tables([part.table(end) for part in past.cases]))
        if ends:
            ledger = Ledger(self.migrants.province.seed, len(self.migrants.people.trade), Served.joined(past.served))
            days = (((one - EPOCH).days, f"{one:%Y-%m}") for one in ends)
            self._delta(delivery, "worker_balance", ((name, (ledger.table(one), [])) for one, name in days))

    def _delta(self, delivery: Delivery, feed: str, parts: Iterator[tuple[str, Made]]) -> int:
        """Write a part file per name that follows another; the number of bad rows."""
        files: list[dict[str, Any]] = []
        spoilt = 0
        name, file = "", None
        for part, (table, bad) in parts:
            if file is None or part != name:
                files += [file.close()] if file else []
                name, file = part, delivery.open(f"{feed}-{part}")
            file.write(table, bad)
            spoilt += len(bad)
        files += [file.close()] if file else []
        delivery.add(feed, "delta", files)
        return spoilt

    def _moves(self, begin: int, end: int) -> Iterator[tuple[str, Made]]:
        codes = [row["code"] for row in self.migrants.where.cities]
        past = self.migrants.past.moves
        for index in _touched([part.recorded for part in past], begin, end):
            part = past[index]
            rows = np.flatnonzero((part.recorded >= begin) & (part.recorded < end))
            yield _year(index), (_move_table(part, rows, month_code(index), codes), [])

    def _services(self, begin: int, end: int) -> Iterator[tuple[str, Made]]:
        seed = self.migrants.province.seed
        past = self.migrants.past.served
        for index in _touched([part.at for part in past], begin, end):
            part = past[index]
            rows = np.flatnonzero((part.at >= begin) & (part.at < end))
            ways = _spoilings(seed, index, len(part.at))
            here = {int(place): ways[row] for place, row in enumerate(rows.tolist()) if row in ways}
            yield _year(index), spoil.part(_service_table(part, rows, month_code(index)), here)


def _touched(times: list[np.ndarray], begin: int, end: int) -> list[int]:
    """The months with rows from ``begin`` to before ``end``; the last one when none has, so that a file is written."""
    return [n for n, at in enumerate(times) if len(at) and at[0] < end and at[-1] >= begin] or [len(times) - 1]


def _move_table(part: Moves, rows: np.ndarray, code: int, cities: list[str]) -> pa.Table:
    count, kind = len(rows), part.kind[rows]
    city = part.city[rows]
    return pa.table({
        "move_id": columns.text(count, "M", columns.digits(np.full(count, code), 4), columns.digits(rows + 1, 7)),
        "worker_id": worker_ids(part.worker[rows]),
        "kind": columns.coded(MOVES, kind),
        "moved_date": columns.days(part.day[rows]),
        "recorded_at": columns.seconds(part.recorded[rows]),
        "city_code": columns.coded(cities, np.where(city == NOWHERE, 0, city), kind == RETURNED),
    })  # fmt: skip


def _service_table(part: Served, rows: np.ndarray, code: int) -> pa.Table:
    count, policy, centre, amount = len(rows), part.policy[rows], part.centre[rows], part.amount[rows]
    return pa.table({
        "service_id": columns.text(count, "S", columns.digits(np.full(count, code), 4), columns.digits(rows + 1, 7)),
        "worker_id": worker_ids(part.worker[rows]),
        "served_at": columns.seconds(part.at[rows]),
        "kind": columns.coded(KINDS, part.kind[rows]),
        "policy_id": columns.coded([item.policy_id for item in POLICIES], np.maximum(policy, 0), policy == NONE),
        "centre_id": columns.coded(CENTRE_IDS, np.maximum(centre, 0), centre == NONE),
        "channel": columns.coded(CHANNELS, part.channel[rows]),
        "amount": columns.numbers(amount, amount == 0),
    })  # fmt: skip


def _spoilings(seed: int, index: int, rows: int) -> dict[int, spoil.Spoiling]:
    """Which rows of a month are spoilt, and how."""
    rng = dice(seed, "spoil services", index)
    occurs, place = rng.random(len(SPOILT)) < SPOILT_CHANCE, rng.random(len(SPOILT))
    return {int(p * rows): way for way, p, happens in zip(SPOILT, place, occurs, strict=True) if happens and rows}


def _year(index: int) -> str:
    """The name of a part file: the year; what came before 2024 goes with it."""
    return f"20{max(month_code(index), 2401) // 100}"


def _second(moment: datetime) -> int:
    return int((moment - datetime.combine(EPOCH, time())).total_seconds())


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=step) for step in range((end - start).days + 1))


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1
