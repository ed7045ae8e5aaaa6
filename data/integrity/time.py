"""When and how long: the phone's clock, how long a talk took, how closely visits follow each other."""

from __future__ import annotations

import numpy as np

from data.integrity.facts import Facts
from data.integrity.finding import Found, odd
from data.integrity.limits import Limits


def clock_drift(facts: Facts, limits: Limits) -> list[Found]:
    """Seconds by which the phone's clock differs: from the visit's end, or ahead of the moment the server received it."""
    off = facts.device - facts.ended
    ahead = facts.device - facts.received
    drift = np.where(np.nan_to_num(ahead, nan=-np.inf) > np.nan_to_num(np.abs(off)), ahead, off)
    limit = limits.of("clock_s", facts.entity)
    rows = np.flatnonzero(np.nan_to_num(np.abs(drift)) > limit)
    return [odd("clock_drift", rows, drift, limit, limits.weights["clock_drift"])]


def dwell(facts: Facts, limits: Limits) -> list[Found]:
    """Too short for a talk, or brief, which says little alone; who found nobody at home needs only a moment."""
    stayed = facts.ended - facts.started
    talk, brief, look = (limits.of(name, facts.entity) for name in ("dwell_s", "brief_s", "dwell_away_s"))
    short = ~facts.is_away & (stayed < talk)
    hasty = ~facts.is_away & (stayed >= talk) & (stayed < brief)
    glance = facts.is_away & (stayed < look)
    return [
        odd("dwell", np.flatnonzero(short), stayed, talk, limits.weights["dwell"]),
        odd("brief", np.flatnonzero(hasty), stayed, brief, limits.weights["brief"]),
        odd("dwell", np.flatnonzero(glance), stayed, look, limits.weights["dwell_away"]),
    ]


def dense(facts: Facts, limits: Limits) -> list[Found]:
    """Too many visits of one person in too few minutes; two too close are a weaker sign of the same."""
    count, within = int(limits.default["dense_visits"]), limits.of("dense_s", facts.entity)
    crowded = _closest(facts, count)
    close = _closest(facts, 2)
    many = np.flatnonzero(crowded < within)
    pair_s = limits.of("pair_s", facts.entity)
    pair = np.flatnonzero((close < pair_s) & ~(crowded < within))
    return [
        odd("dense", many, crowded, within, limits.weights["dense"]),
        odd("pair", pair, close, pair_s, limits.weights["pair"]),
    ]


def _closest(facts: Facts, count: int) -> np.ndarray:
    """For each visit the seconds in which the tightest ``count`` starts lie that it is one of; infinite without such."""
    tightest = np.full(len(facts), np.inf)
    if len(facts) < count:
        return tightest
    first, last = facts.follows(count - 1)
    span = facts.started[last] - facts.started[first]
    place = np.empty(len(facts), np.int64)
    place[facts.order] = np.arange(len(facts))
    begins = place[first]
    for step in range(count):
        rows = facts.order[begins + step]
        np.minimum.at(tightest, rows, span)
    return tightest
