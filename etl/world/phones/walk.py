"""Managers on their way: from household to household, a talk at each. All of them at once, in NumPy.

A round goes leave → arrive → done; times are seconds since 1970. A whole round lasts on average as long as the scale's
rate of visits asks for: a manager rests before leaving for the next, but never hurries. The day begins at ``start``; who
could not end the next talk before ``home`` goes home.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.world.phones.roster import Roster
from etl.world.settle import KM_PER_DEGREE

TALK, WAY = 20 * 60.0, 6 * 60.0  # usual seconds of a talk and of a way
REPORT_EVERY = (120.0, 180.0)  # seconds between two positions of a phone
LATEST = 9000.0  # seconds after opening by which everybody has begun
NEVER = 1e12  # a moment that does not come


def blurred(rng: np.random.Generator, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions with a phone's error, some metres."""
    blur = rng.normal(0, 6, (2, len(lon))) / (KM_PER_DEGREE * 1000)
    return lon + blur[0], lat + blur[1]


@dataclass
class Walk:
    """State per manager. ``target`` is a household's row; the way leads from (lon0, lat0) to it."""

    roster: Roster
    rng: np.random.Generator
    target: np.ndarray
    lon0: np.ndarray
    lat0: np.ndarray
    leave: np.ndarray
    arrive: np.ndarray
    done: np.ndarray
    report: np.ndarray
    start: np.ndarray
    home: np.ndarray

    @classmethod
    def begin(
        cls,
        roster: Roster,
        rng: np.random.Generator,
        now: float,
        opens: float,
        closes: float,
        free: np.ndarray,
    ) -> Walk:
        """Everybody who has begun the day somewhere in a round, or about to leave for the next where not ``free`` until now; the
        others before their first or after their last."""
        size = len(roster.staff_id)
        target = roster.first + (rng.random(size) * roster.count).astype(np.int64)
        start, home = opens + np.minimum(rng.gamma(1.5, 1500, size), LATEST), closes - rng.gamma(1.5, 1200, size)
        (leave, arrive, done), spot = np.zeros((3, size)), (roster.lon[target], roster.lat[target])
        report = now + rng.uniform(0, REPORT_EVERY[1], size)
        walk = cls(roster, rng, target, *spot, leave, arrive, done, report, start, home)
        walk.turn(np.arange(size), np.maximum(now, start))
        out = np.flatnonzero(walk.is_out(now))
        past = np.where(free[out], rng.random(len(out)) * (walk.done[out] - now), 0.0)
        for moments in (walk.leave, walk.arrive, walk.done):
            moments[out] -= past
        return walk

    def is_out(self, now: float) -> np.ndarray:
        """Who has begun the day and not yet gone home."""
        return (self.start <= now) & (now < self.home) & (self.leave < NEVER)

    @property
    def cycle(self) -> float:
        """Mean seconds of a round, so that the whole province sends one visit per ``seconds_per_visit``."""
        return len(self.roster.staff_id) * self.roster.scale.seconds_per_visit

    def finished(self, now: float) -> np.ndarray:
        """Managers (indices) whose talk is over."""
        return np.flatnonzero(self.done <= now)

    def turn(self, who: np.ndarray, when: np.ndarray | float) -> None:
        """Send managers to the next household; ``when`` is the end of their last talk."""
        size = len(who)
        self.lon0[who], self.lat0[who] = self.roster.lon[self.target[who]], self.roster.lat[self.target[who]]
        step = np.where(self.rng.random(size) < 0.1, self.rng.integers(0, 400, size), self.rng.integers(1, 4, size))
        first, count = self.roster.first[who], self.roster.count[who]
        self.target[who] = first + (self.target[who] - first + step) % count
        way = WAY * self.rng.gamma(3, 1 / 3, size) + self._metres(who) / 4.0
        talk = TALK * self.rng.gamma(5, 1 / 5, size) + 120
        rest = self.rng.exponential(max(self.cycle - (TALK + WAY + 240), 0.0) + 1e-9, size)
        self.leave[who] = when + rest
        self.arrive[who] = self.leave[who] + way
        self.done[who] = self.arrive[who] + talk
        late = who[self.done[who] > self.home[who]]
        self.leave[late] = self.arrive[late] = self.done[late] = NEVER

    def just_met(self, who: np.ndarray, now: float) -> None:
        """Put managers where their talk ended within the last minutes."""
        self.done[who] = now - self.rng.uniform(5, 600, len(who))
        self.arrive[who] = self.done[who] - np.maximum(TALK * self.rng.gamma(5, 1 / 5, len(who)), 240)
        self.leave[who] = self.arrive[who] - WAY

    def places(self, who: np.ndarray, now: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Longitude, latitude (WGS-84, with the phone's error) and speed in metres a second."""
        span = np.maximum(self.arrive[who] - self.leave[who], 1.0)
        share = np.clip((now - self.leave[who]) / span, 0, 1)
        goal = self.target[who]
        lon = self.lon0[who] + (self.roster.lon[goal] - self.lon0[who]) * share
        lat = self.lat0[who] + (self.roster.lat[goal] - self.lat0[who]) * share
        lon, lat = blurred(self.rng, lon, lat)
        moving = (share > 0) & (share < 1)
        return lon, lat, np.where(moving, np.minimum(self._metres(who) / span, 18.0), 0.0)

    def due(self, now: float) -> np.ndarray:
        """Managers out whose phone reports its position now; their next report is set."""
        who = np.flatnonzero((self.report <= now) & self.is_out(now))
        self.report[who] = now + self.rng.uniform(*REPORT_EVERY, len(who))
        return who

    def _metres(self, who: np.ndarray) -> np.ndarray:
        goal = self.target[who]
        east = (self.roster.lon[goal] - self.lon0[who]) * 0.89
        return np.hypot(east, self.roster.lat[goal] - self.lat0[who]) * KM_PER_DEGREE * 1000
