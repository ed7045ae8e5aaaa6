"""A day's rounds: who goes out, to which households, in which order and when.

One row per stop; times in seconds of the day.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from etl.world.dice import dice
from etl.world.province import Province
from etl.world.season import activity, drive
from etl.world.talks import Talks, talk

LAST_MINUTE = 18.2 * 3600
LUNCH = (12.0 * 3600, 13.4 * 3600)


@dataclass(frozen=True)
class Ground:
    """What all days share: households by appeal, along the way of each seat."""

    path: np.ndarray  # cumulative appeal over all households
    first: np.ndarray  # path value where each seat's block begins
    length: np.ndarray  # appeal of the seat's block
    pace: np.ndarray  # how far along the path a step goes
    keenness: np.ndarray  # of each seat's holder, mean about 1


@dataclass(frozen=True)
class Stops:
    """The day's stops in the order of rounds. ``round_of`` numbers the rounds, ``place`` the stop in it."""

    seat: np.ndarray
    household: np.ndarray
    round_of: np.ndarray
    place: np.ndarray
    start: np.ndarray
    end: np.ndarray
    talks: Talks

    def only(self, rows: np.ndarray) -> Stops:
        """The rows of a mask, or in the order of an index."""
        plain = {item.name: getattr(self, item.name)[rows] for item in fields(self) if item.name != "talks"}
        return Stops(**plain, talks=self.talks.only(rows))


def survey(province: Province) -> Ground:
    """Prepare the ground once per province."""
    homes = province.households
    path = np.cumsum(homes.appeal)
    ends = np.cumsum(np.bincount(homes.seat, minlength=province.managers))
    reached = np.concatenate([[0.0], path])[ends]
    first = np.concatenate([[0.0], reached[:-1]])
    keenness = dice(province.seed, "keenness").lognormal(-0.08, 0.4, province.managers)
    keenness *= province.effort.diligence[province.staffing.seats.branch[: province.managers]]
    size = np.maximum(np.diff(np.r_[0, ends]), 1)
    return Ground(path, first, reached - first, (reached - first) / size, keenness)


def stops_of(province: Province, ground: Ground, day: date) -> Stops:
    """All stops of the day that end before the working day does."""
    rng = dice(province.seed, "rounds", day.toordinal())
    seats, count = _who_goes(rng, province, ground, day)
    round_of = np.repeat(np.arange(len(seats)), count)
    seat = seats[round_of]
    household = _where_to(rng, ground, seat, round_of)
    keep = _no_repeat(household, round_of)
    seat, household, round_of = seat[keep], household[keep], round_of[keep]
    talks = talk(rng, province, day, seat, household)
    talks.dwell[:] = talks.dwell / province.scale.haste
    start, end = _when(rng, province, round_of, household, talks.dwell)
    place = np.arange(len(seat)) - first_of(round_of)
    return Stops(seat, household, round_of, place, start, end, talks).only(end < LAST_MINUTE)


def _who_goes(rng: np.random.Generator, province: Province, ground: Ground, day: date) -> tuple[np.ndarray, np.ndarray]:
    """Seats that go out today, and how many stops each plans."""
    scale = province.scale
    push = drive(province.seed, len(province.entities), day)[province.seat_entity[: province.managers]]
    chance = scale.out_share * activity(day) * push * ground.keenness
    chance = np.where(ground.length > 0, 1 - np.exp(-chance * 1.32), 0)
    seats = np.flatnonzero(rng.random(province.managers) < chance)
    return seats, 1 + rng.poisson(scale.stops - 0.72, len(seats))


def _where_to(rng: np.random.Generator, ground: Ground, seat: np.ndarray, round_of: np.ndarray) -> np.ndarray:
    """Begin anywhere on the seat's path, then step to neighbours; now and then turn back to somebody."""
    begin = rng.random(int(round_of[-1]) + 1 if len(round_of) else 0)[round_of] * ground.length[seat]
    step = rng.exponential(2.1, len(seat)) * ground.pace[seat]
    step = np.where(rng.random(len(seat)) < 0.07, -0.6 * step, step)
    walked = np.cumsum(step)
    along = (begin + walked - walked[first_of(round_of)]) % np.maximum(ground.length[seat], 1e-9)
    found = np.searchsorted(ground.path, ground.first[seat] + along, side="right")
    return np.minimum(found, len(ground.path) - 1)


def _when(
    rng: np.random.Generator, province: Province, round_of: np.ndarray, household: np.ndarray, dwell: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Start and end of each stop: a morning or afternoon start, talks and ways, lunch at noon."""
    rounds = int(round_of[-1]) + 1 if len(round_of) else 0
    morning = 8.5 * 3600 + rng.gamma(2.3, 2300, rounds)
    afternoon = 13.6 * 3600 + rng.gamma(2.0, 2000, rounds)
    leave = np.where(rng.random(rounds) < 0.6, morning, afternoon)
    homes = province.households
    far = np.hypot(np.diff(homes.lon[household], prepend=0) * 99.0, np.diff(homes.lat[household], prepend=0) * 111.2)
    way = 60 * (3 + rng.exponential(6.0, len(household))) + np.minimum(far, 60) / 22 * 3600
    way /= province.scale.haste
    first = first_of(round_of)
    gone = np.cumsum(way + dwell)
    start = leave[round_of] + gone - gone[first] - dwell + dwell[first]
    eats = (leave[round_of] < LUNCH[0]) & (start + dwell > LUNCH[0])
    start = np.floor(start + np.where(eats, LUNCH[1] - LUNCH[0], 0))
    return start.astype(np.int64), (start + dwell).astype(np.int64)


def _no_repeat(household: np.ndarray, round_of: np.ndarray) -> np.ndarray:
    """False where a stop is at the household of the stop before."""
    same = (household[1:] == household[:-1]) & (round_of[1:] == round_of[:-1])
    return np.r_[np.ones(min(len(household), 1), bool), ~same]


def first_of(round_of: np.ndarray) -> np.ndarray:
    """For each stop the index of its round's first stop; rounds stand together."""
    begins = np.r_[np.ones(min(len(round_of), 1), bool), round_of[1:] != round_of[:-1]]
    return np.flatnonzero(begins)[np.cumsum(begins) - 1]
