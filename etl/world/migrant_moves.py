"""Who goes where, month by month: leaving, moving on, coming home.

At the end of every month the people away stand in the provinces exactly by the published shares (largest remainder).
A month depends on the seed and the months before it, so history never changes when months are added. Nobody moves
twice in a month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from etl.world.dice import dice, share_out
from etl.world.migrant_people import BASE_MONTH, Workers, month_start, registered_by
from etl.world.migrant_places import TRADES, Places, choose
from etl.world.migrant_season import AT_HOME, HOME_FOR_FESTIVAL, at_home, gone_home, gone_out

LEFT, MOVED, RETURNED = range(3)
KINDS = ("left", "moved", "returned")
COME_HOME, MOVE_ON = 0.006, 0.005  # of those away, a month
MOVE_FAR = 0.33  # of those who move on: into another province
STAY = 6  # days before the next move, at least
HOMESICK = {"construction": 1.6, "mining": 1.5, "farming": 1.4, "electronics": 0.8, "domestic": 0.8}
NOWHERE = -1


@dataclass
class Moves:
    """A row per move. ``day``: days since 1970; ``recorded``: seconds; ``city``: where to, NOWHERE when home."""

    worker: np.ndarray
    kind: np.ndarray
    day: np.ndarray
    recorded: np.ndarray
    city: np.ndarray
    origin: np.ndarray

    def sorted(self) -> Moves:
        """In the order of recording."""
        order = np.argsort(self.recorded, kind="stable")
        return Moves(*(getattr(self, item.name)[order] for item in fields(self)))


@dataclass
class Month:
    """A month: its moves and where everybody on the register is. ``month`` counts from 2000; BASE_MONTH - 1 is the past.

    ``before`` and ``after``: city at its start and end; ``move_day``: the day between, or a day after the month.
    ``away_since``: of those away at its start.
    """

    month: int
    moves: Moves
    before: np.ndarray
    after: np.ndarray
    move_day: np.ndarray
    away_since: np.ndarray

    def city_on(self, day: np.ndarray, who: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Where each (or each of ``who``) is on a day of the month."""
        return np.where(day < self.move_day[who], self.before[who], self.after[who])


class Journeys:
    """Plays the months of one province."""

    def __init__(self, seed: int, scale_workers: int, people: Workers, where: Places) -> None:
        self.seed, self.people, self.where, self.size = seed, people, where, scale_workers
        count = len(people.trade)
        self.city = np.full(count, NOWHERE, np.int64)
        self.wish = people.wish.copy()
        self.since = np.zeros(count, np.int64)
        self.last = np.zeros(count, np.int64)
        self.homesick = np.array([HOMESICK.get(trade, 1.0) for trade in TRADES])[people.trade]

    def play(self, last_month: int) -> Iterator[Month]:
        """The past up to 2024, then month by month up to and with ``last_month``."""
        for month in range(BASE_MONTH - 1, last_month + 1):
            yield self._live(month)

    def known(self, month: int) -> int:
        """How many are on the register when the month begins."""
        return registered_by(self.size, len(self.city), max(month, BASE_MONTH))

    def _live(self, month: int) -> Month:
        rng = dice(self.seed, "moves", month)
        known, end = self.known(month), int(month_start(month + 1)) - 1
        before, since = self.city[:known].copy(), self.since[:known].copy()
        away = np.flatnonzero(before != NOWHERE)
        home = np.flatnonzero(before == NOWHERE)
        past = month < BASE_MONTH
        going = away[:0] if past else self._returning(rng, away, month)
        stay = np.setdiff1d(away, going, assume_unique=True)
        total = min(round(known * float(1 - at_home(np.array(end)))), len(stay) + len(home))
        moving, far = (stay[:0], stay[:0]) if past else self._moving(rng, stay, total)
        staying = np.setdiff1d(stay, far, assume_unique=True)
        need = share_out(total, self.where.share) - self._count(staying)
        leaving = rng.permutation(home)[: total - len(stay)]
        self._settle(rng, leaving, far, moving, need)
        self.city[going] = NOWHERE
        moves, move_day = self._write(rng, month, before, known)
        return Month(month, moves, before, self.city[:known].copy(), move_day, since)

    def _returning(self, rng: np.random.Generator, away: np.ndarray, month: int) -> np.ndarray:
        """Those who come home: the festival's, and a few in any month."""
        begin, end = int(month_start(month)) - 1, int(month_start(month + 1)) - 1
        rise = max(float(gone_home(np.array(end)) - gone_home(np.array(begin))), 0.0)
        part = COME_HOME + rise * HOME_FOR_FESTIVAL / (1 - AT_HOME)
        order = rng.exponential(1.0, len(away)) / self.homesick[away]
        count = round(part * len(away))
        return away[np.argpartition(order, count)[:count]] if count < len(away) else away

    def _moving(self, rng: np.random.Generator, stay: np.ndarray, total: int) -> tuple[np.ndarray, np.ndarray]:
        """Those who change city within their province, and those who leave it (more where too many are)."""
        restless = rng.permutation(stay)[: round(MOVE_ON * len(stay))]
        cut = round(MOVE_FAR * len(restless))
        far, near = restless[:cut], restless[cut:]
        rest = np.setdiff1d(stay, restless, assume_unique=True)
        spare = self._count(np.concatenate([rest, near])) - share_out(total, self.where.share)
        for province in np.flatnonzero(spare > 0):
            here = rest[self.where.province[self.city[rest]] == province]
            far = np.concatenate([far, rng.permutation(here)[: spare[province]]])
        return near, far

    def _settle(
        self, rng: np.random.Generator, leaving: np.ndarray, far: np.ndarray, near: np.ndarray, need: np.ndarray
    ) -> None:
        """Give everybody on the way a city: those leaving go where they were before, as far as places last."""
        self.wish[far] = NOWHERE
        people = np.concatenate([leaving, far])
        self.wish[people] = _assign(rng, self.wish[people], need)
        people = np.concatenate([people, near])
        row = self.wish[people] * len(TRADES) + self.people.trade[people]
        self.city[people] = choose(self.where.city_chances, row, rng.random(len(people)))

    def _count(self, people: np.ndarray) -> np.ndarray:
        return np.bincount(self.where.province[self.city[people]], minlength=len(self.where.share))

    def _write(self, rng: np.random.Generator, month: int, before: np.ndarray, known: int) -> tuple[Moves, np.ndarray]:
        """The month's moves with their days, from what has changed."""
        after = self.city[:known]
        who = np.flatnonzero(before != after)
        kind = np.where(before[who] == NOWHERE, LEFT, np.where(after[who] == NOWHERE, RETURNED, MOVED))
        if month < BASE_MONTH:
            known_since = self.people.registered[who]
            day = known_since - rng.geometric(1 / 700, len(who)) - 15
            recorded = known_since * 86_400 + _office_hours(rng, len(who))
        else:
            day = np.maximum(_days(rng, month, kind), self.last[who] + STAY)
            late = np.where(rng.random(len(who)) < 0.62, 0, rng.integers(1, 4, len(who)))
            recorded = (day + late) * 86_400 + _office_hours(rng, len(who))
        self.last[who] = day if month >= BASE_MONTH else 0
        self.since[who[kind == LEFT]] = day[kind == LEFT]
        move_day = np.full(known, int(month_start(month + 1)))
        move_day[who] = day
        return Moves(who, kind, day, recorded, after[who].copy(), before[who]).sorted(), move_day


def _assign(rng: np.random.Generator, wish: np.ndarray, need: np.ndarray) -> np.ndarray:
    """A province for each so that ``need`` is met exactly; wishes (NOWHERE: none) are granted first come, first served."""
    order = rng.permutation(len(wish))
    order = order[np.argsort(wish[order], kind="stable")]
    of = wish[order]
    rank = np.arange(len(of)) - np.searchsorted(of, of, side="left")
    granted = (of != NOWHERE) & (rank < need[of])
    left = need - np.bincount(of[granted], minlength=len(need))
    given = of.copy()
    given[~granted] = rng.permutation(np.repeat(np.arange(len(need)), left))
    found = np.empty_like(wish)
    found[order] = given
    return found


def _days(rng: np.random.Generator, month: int, kind: np.ndarray) -> np.ndarray:
    """A day of the month for each move: round the festival in its waves, else any."""
    days = np.arange(int(month_start(month)), int(month_start(month + 1)))
    even = np.full(len(days), COME_HOME / len(days))
    home = np.maximum(np.diff(gone_home(np.r_[days[0] - 1, days])), 0) * HOME_FOR_FESTIVAL
    out = np.maximum(np.diff(gone_out(np.r_[days[0] - 1, days])), 0) * HOME_FOR_FESTIVAL
    weights = np.stack([even + out, even, even + home])
    return days[choose(weights, kind, rng.random(len(kind)))]


def _office_hours(rng: np.random.Generator, count: int) -> np.ndarray:
    return rng.integers(30_600, 64_800, count)
