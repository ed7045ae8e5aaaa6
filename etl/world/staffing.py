"""Staff and their posts over time.

The organisation is a list of *seats* (a post at a branch), each always taken by somebody. From 2024 on people leave,
join, swap seats and are promoted; events of a year depend on the seed and the year alone, so history never changes when
years are added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from etl.world.dice import dice, share_out
from etl.world.organisation import Branches
from etl.world.people import NameCodes, draw_names

POSTS = ("manager", "branch_head", "teller", "lobby", "entity_management", "back_office")
MANAGER, HEAD, TELLER, LOBBY, MANAGEMENT, BACK_OFFICE = range(6)
FIRST_YEAR = 2024
LEAVE, SWAP, PROMOTE = 0.034, 0.045, 0.02  # of all seats, a year


@dataclass(frozen=True)
class Seats:
    """A row per seat; managers' seats come first, ordered by branch."""

    branch: np.ndarray
    post: np.ndarray
    managers: int


@dataclass
class Staffing:
    """Everybody who ever worked here, and who took which seat when (days since 1970).

    ``moves`` holds (day, seat, staff) in the order of days; the first ones, of day 0, are the people of the beginning.
    """

    seats: Seats
    is_female: np.ndarray
    birth: np.ndarray
    hired: np.ndarray
    left: np.ndarray
    names: NameCodes
    phone: np.ndarray
    uses_gcj02: np.ndarray
    since: np.ndarray  # of the people of the beginning: when they took their first seat
    move_day: np.ndarray
    move_seat: np.ndarray
    move_staff: np.ndarray

    def holders(self, day: int) -> np.ndarray:
        """Who (index) sits in each seat on that day."""
        known = self.move_day <= day
        sitting = np.zeros(len(self.seats.post), np.int32)
        sitting[self.move_seat[known]] = self.move_staff[known]
        return sitting

    def seated_since(self, day: int) -> np.ndarray:
        """Since which day (days since 1970) each seat has had its holder of ``day``."""
        known = self.move_day <= day
        since = np.zeros(len(self.seats.post), np.int64)
        first = np.arange(len(self.seats.post))
        since[first] = self.since
        later = known & (self.move_day > 0)
        since[self.move_seat[later]] = self.move_day[later]
        return since


def seats(total: int, managers: int, of: Branches, households: np.ndarray, hands: np.ndarray) -> Seats:
    """Share out posts: managers by households served and ``hands`` for them, the rest by size, offices at the head office."""
    count = len(of.entity)
    per_branch = [
        share_out(managers, (households + 1.0) * hands, least=1),
        np.ones(count, np.int64),
        share_out(int(total * 0.30), households + 40.0, least=1),
        share_out(int(total * 0.085), households + 60.0),
    ]
    desks = total - sum(int(part.sum()) for part in per_branch)
    weight = np.where(of.is_head_office, np.bincount(of.entity)[of.entity] + 6.0, 0.0)
    management = np.where(of.is_head_office, 5, 0)
    per_branch += [management, share_out(desks - int(management.sum()), weight)]
    branch = np.concatenate([np.repeat(np.arange(count), part) for part in per_branch])
    post = np.repeat(np.arange(6), [int(part.sum()) for part in per_branch])
    return Seats(branch, post, managers)


def employ(seed: int, of: Seats, entity: np.ndarray, minority: np.ndarray, last_year: int) -> Staffing:
    """Fill the seats and play the years up to and with ``last_year``. ``entity``, ``minority``: per branch."""
    crew = _Crew(of, entity[of.branch], minority[of.branch])
    crew.begin(dice(seed, "staff"))
    for year in range(FIRST_YEAR, last_year + 1):
        crew.live(dice(seed, "staff", year), year)
    return crew.finish()


@dataclass
class _Crew:
    """The simulation: who sits where now, and what has been written down."""

    seats: Seats
    entity: np.ndarray
    minority: np.ndarray
    sitting: list[int] = field(default_factory=list)
    people: list[tuple[np.ndarray, ...]] = field(default_factory=list)
    left: dict[int, int] = field(default_factory=dict)
    moves: list[tuple[int, int, int]] = field(default_factory=list)
    since: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    hired: int = 0

    def begin(self, rng: np.random.Generator) -> None:
        count = len(self.seats.post)
        start = _day(FIRST_YEAR, 1, 1)
        age = np.clip(rng.normal(np.where(self.seats.post == HEAD, 43, 37), 7.5), 23, 57)
        entry_age = np.minimum(age - 0.3, np.clip(rng.normal(24.5, 2, count), 20, 32))
        hired = (start - (age - entry_age) * 365.25).astype(np.int64)
        self._enlist(rng, (start - age * 365.25).astype(np.int64), hired, self.minority)
        self.since = (hired + (start - hired) * rng.random(count) ** 0.5).astype(np.int64)
        self.sitting = list(range(count))
        self.moves = [(0, seat, seat) for seat in range(count)]

    def live(self, rng: np.random.Generator, year: int) -> None:
        first = _day(year, 1, 1)
        joiners: list[tuple[int, int]] = []
        for day, kind, seat, draw in _events(rng, len(self.seats.post), first, _day(year + 1, 1, 1) - first):
            if kind == 0:
                self._retire(day, seat, joiners)
            elif kind == 1:
                self._swap(day, seat, draw)
            else:
                self._promote(day, seat, draw, joiners)
        if joiners:
            days, seats = np.array(joiners, np.int64).T
            age = np.clip(rng.normal(25, 2.4, len(days)), 21, 34)
            self._enlist(rng, (days - age * 365.25).astype(np.int64), days, self.minority[seats])

    def finish(self) -> Staffing:
        columns = [np.concatenate(parts) for parts in zip(*self.people, strict=True)]
        female, birth, hired, surname, given, phone, gcj = columns
        left = np.zeros(len(female), np.int64)
        left[list(self.left)] = list(self.left.values())
        day, seat, staff = np.array(self.moves, np.int64).T
        order = np.argsort(day, kind="stable")
        names = NameCodes(surname, given)
        moved = (day[order], seat[order], staff[order])
        return Staffing(self.seats, female, birth, hired, left, names, phone, gcj, self.since, *moved)

    def _enlist(self, rng: np.random.Generator, birth: np.ndarray, hired: np.ndarray, minority: np.ndarray) -> None:
        female = rng.random(len(birth)) < 0.47
        names = draw_names(rng, female, 1970 + birth // 365.25, minority * 0.6)
        phone = rng.integers(0, 10**8, len(birth))
        self.people.append((female, birth, hired, names.surname, names.given, phone, rng.random(len(birth)) < 0.3))
        self.hired += len(birth)

    def _sit(self, day: int, seat: int, person: int) -> None:
        self.sitting[seat] = person
        self.moves.append((day, seat, person))

    def _retire(self, day: int, seat: int, joiners: list[tuple[int, int]]) -> None:
        self.left[self.sitting[seat]] = day
        self._sit(day, seat, self.hired + len(joiners))
        joiners.append((day, seat))

    def _swap(self, day: int, seat: int, draw: float) -> None:
        other = self._colleague(seat, self.seats.post[seat], draw)
        if other is not None:
            here, there = self.sitting[seat], self.sitting[other]
            self._sit(day, seat, there)
            self._sit(day, other, here)

    def _promote(self, day: int, seat: int, draw: float, joiners: list[tuple[int, int]]) -> None:
        """A head leaves, a manager follows, a teller becomes manager, somebody new sits at the counter."""
        head = self._colleague(seat, HEAD, draw)
        manager = self._colleague(seat, MANAGER, draw)
        teller = self._colleague(seat, TELLER, draw)
        if head is None or manager is None or teller is None:
            return
        self.left[self.sitting[head]] = day
        self._sit(day, head, self.sitting[manager])
        self._sit(day, manager, self.sitting[teller])
        self._sit(day, teller, self.hired + len(joiners))
        joiners.append((day, teller))

    def _colleague(self, seat: int, post: int, draw: float) -> int | None:
        """A seat of that post in the same entity, not this one."""
        low, high = np.searchsorted(self._order, [self._rank(seat, post), self._rank(seat, post) + 1])
        others = self._sorted[low:high]
        others = others[others != seat]
        return int(others[int(draw * len(others))]) if len(others) else None

    def _rank(self, seat: int, post: int) -> int:
        return int(self.entity[seat]) * 8 + int(post)

    def __post_init__(self) -> None:
        rank = self.entity * 8 + self.seats.post
        self._sorted = np.argsort(rank, kind="stable")
        self._order = rank[self._sorted]


def _events(rng: np.random.Generator, count: int, first: int, length: int) -> Iterator[tuple[int, int, int, float]]:
    """The year's events in the order of days: (day, kind, seat, draw)."""
    number = rng.poisson(np.array([LEAVE, SWAP, PROMOTE]) * count)
    kinds = np.repeat(np.arange(3), number)
    day = np.sort(rng.integers(0, length, len(kinds))) + first
    kinds = rng.permutation(kinds)
    seat = rng.integers(0, count, len(kinds))
    yield from zip(day.tolist(), kinds.tolist(), seat.tolist(), rng.random(len(kinds)).tolist(), strict=True)


def _day(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1970, 1, 1)).days
