"""How many go out on a day: the calendar, the season, and each entity's own drive."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from data.clock import is_workday
from etl.world.dice import dice

EPOCH = date(1970, 1, 1)
BY_MONTH = (0.96, 0.84, 1.05, 1.06, 1.03, 1.02, 0.95, 0.94, 1.04, 1.02, 1.04, 1.08)
BY_WEEKDAY = (0.97, 1.02, 1.04, 1.01, 0.94, 0.90, 0.90)
REST_DAY, HOLIDAY = 0.055, 0.02  # part of an ordinary day
BLOCK = 14  # days; in each block a few entities fall behind or surge


def activity(day: date) -> float:
    """The day's level, 1 on an ordinary working day."""
    level = BY_MONTH[day.month - 1] * BY_WEEKDAY[day.weekday()]
    if is_workday(day):
        month_end = (day + timedelta(days=4)).month != day.month
        return level * (1.06 if month_end else 1.0)
    weekend = day.weekday() >= 5
    return level * (REST_DAY if weekend else HOLIDAY)


def before_spring_festival(day: date) -> float:
    """0 to 1: how much of the migrants is at home (the weeks round Spring Festival, late January to late February)."""
    return float(np.exp(-((((day - date(day.year, 2, 5)).days) / 16.0) ** 2)))


def drive(seed: int, entities: int, day: date) -> np.ndarray:
    """Each entity's drive on the day: its nature, a slow drift, and now and then a slump or a surge of some days."""
    ordinal = (day - EPOCH).days
    nature = dice(seed, "nature").lognormal(0, 0.22, entities)
    phase = dice(seed, "phase").uniform(0, 2 * np.pi, (2, entities))
    drift = 1 + 0.06 * np.sin(ordinal / 29 + phase[0]) + 0.04 * np.sin(ordinal / 11 + phase[1])
    return nature * drift * _episodes(seed, entities, ordinal)


def _episodes(seed: int, entities: int, ordinal: int) -> np.ndarray:
    """Factors of slumps and surges: some of ten days, so that every day has a few entities with news."""
    factor = np.ones(entities)
    for block in (ordinal // BLOCK - 1, ordinal // BLOCK):
        rng = dice(seed, "episode", block)
        touched = rng.choice(entities, max(1, entities // 14), replace=False)
        start = block * BLOCK + rng.integers(0, BLOCK, len(touched))
        strength = np.where(rng.random(len(touched)) < 0.5, 0.52, 1.45)
        now = (ordinal >= start) & (ordinal < start + 10)
        factor[touched[now]] *= strength[now]
    return factor
