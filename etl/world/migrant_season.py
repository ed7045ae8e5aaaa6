"""The year of people working away: home for Spring Festival, out again after the Lantern Festival."""

from __future__ import annotations

from datetime import date

import numpy as np

from etl.world.season import EPOCH

# New Year's Day of the lunar calendar.
SPRING_FESTIVAL = (
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13),
    date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31), date(2034, 2, 19), date(2035, 2, 8),
)  # fmt: skip
FESTIVALS = np.array([(day - EPOCH).days for day in SPRING_FESTIVAL])
AT_HOME, HOME_FOR_FESTIVAL = 0.04, 0.20  # parts of the register: in any season; more at the festival


def from_festival(day: np.ndarray) -> np.ndarray:
    """Days since the nearest Spring Festival, negative before it."""
    return day - FESTIVALS[np.abs(np.asarray(day)[..., None] - FESTIVALS).argmin(axis=-1)]


def gone_home(day: np.ndarray) -> np.ndarray:
    """Which part of those who go home for the festival have set out by the day's end."""
    return _rise((from_festival(day) + 22) / 21)


def gone_out(day: np.ndarray) -> np.ndarray:
    """Which part of them has left again."""
    return _rise((from_festival(day) - 6) / 30)


def at_home(day: np.ndarray) -> np.ndarray:
    """The part of the register that is at home at the day's end."""
    return AT_HOME + HOME_FOR_FESTIVAL * (gone_home(day) - gone_out(day))


def purse(day: int) -> float:
    """What is left of ordinary balances: fuller before the festival, lighter after gifts, fees and fares."""
    apart = float(from_festival(np.array(day)))
    return 1 + 0.08 * np.exp(-(((apart + 30) / 14) ** 2)) - 0.27 * np.exp(-(((apart - 12) / 18) ** 2))


def _rise(part: np.ndarray) -> np.ndarray:
    part = np.clip(part, 0, 1)
    return part * part * (3 - 2 * part)
