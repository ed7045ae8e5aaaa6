"""Fake visits hidden among the honest ones, about one in fifty. Their labels go to the truth file and nowhere else.

Kinds: ``office`` recorded at the branch, ``elsewhere`` recorded far away, ``teleport`` two places no vehicle links
in the time, ``mock`` an invented position, ``dense`` too many in too few minutes, ``short_dwell`` seconds and no talk,
``clock_drift`` a phone whose clock was turned, ``shared_pattern`` positions out of one app for two people: both lie equally
far off each customer's address. (Copied photos come from the demo phones: feeds carry no pictures.)
"""

from __future__ import annotations

import numpy as np

from etl.world.dice import dice
from etl.world.evidence import METRES, Evidence
from etl.world.province import Province
from etl.world.rounds import Stops, first_of

KINDS = ("", "office", "elsewhere", "teleport", "mock", "dense", "short_dwell", "clock_drift", "shared_pattern")
SHARES = np.array([0, 0.24, 0.13, 0.10, 0.11, 0.13, 0.13, 0.09, 0.07])
TEMPTED, CHEATS = 0.08, 0.25  # part of the managers, and part of their rounds


def deceive(rng: np.random.Generator, province: Province, stops: Stops, evidence: Evidence) -> np.ndarray:
    """Change some rounds into fakes, in place. Returns the kind (index into KINDS) of every stop."""
    rounds = int(stops.round_of.max()) + 1 if len(stops.seat) else 0
    tempted = dice(province.seed, "tempted").random(province.managers) < TEMPTED
    kind_of_round = rng.choice(len(KINDS), rounds, p=SHARES) * (rng.random(rounds) < CHEATS)
    kind = np.where(tempted[stops.seat], kind_of_round[stops.round_of], 0)
    kind[(kind == KINDS.index("teleport")) & (stops.place % 2 == 0)] = 0
    _move(rng, province, stops, evidence, kind)
    _hurry(rng, stops, kind)
    turned = kind == KINDS.index("clock_drift")
    _share(rng, province, stops, evidence, kind, tempted[stops.seat])
    evidence.drift[turned] = rng.choice([-1, 1], int(turned.sum())) * rng.integers(900, 18_000, int(turned.sum()))
    return kind


def _move(rng: np.random.Generator, province: Province, stops: Stops, evidence: Evidence, kind: np.ndarray) -> None:
    branch = province.staffing.seats.branch[stops.seat]
    office = kind == KINDS.index("office")
    evidence.lon[office] = province.branches.lon[branch[office]] + rng.normal(0, 12, int(office.sum())) * METRES
    evidence.lat[office] = province.branches.lat[branch[office]] + rng.normal(0, 12, int(office.sum())) * METRES
    for name, low, high in (("elsewhere", 2_500, 15_000), ("teleport", 25_000, 60_000)):
        away = kind == KINDS.index(name)
        bearing, metres = rng.uniform(0, 2 * np.pi, int(away.sum())), rng.uniform(low, high, int(away.sum()))
        evidence.lon[away] += np.cos(bearing) * metres * METRES
        evidence.lat[away] += np.sin(bearing) * metres * METRES
    mock = kind == KINDS.index("mock")
    evidence.is_mock |= mock
    evidence.accuracy[mock] = 5.0
    evidence.no_fix[kind > 0] = False


def _share(
    rng: np.random.Generator,
    province: Province,
    stops: Stops,
    evidence: Evidence,
    kind: np.ndarray,
    tempted: np.ndarray,
) -> None:
    """Rounds two by two: as far as both go they get the same deviations. One left over finds somebody else who is tempted, or is
    honest like rounds of one stop."""
    shares = kind == KINDS.index("shared_pattern")
    stops_of_round = np.bincount(stops.round_of)
    long = stops_of_round[stops.round_of] > 1
    rounds, others = np.unique(stops.round_of[shares & long]), np.unique(stops.round_of[tempted & long & (kind == 0)])
    rounds = np.r_[rounds, others[: len(rounds) % 2]]
    length = stops_of_round[rounds]
    kind[shares] = 0
    homes = province.households
    for first in range(0, len(rounds) - 1, 2):
        both = int(length[first : first + 2].min())
        off, accuracy = rng.normal(0, 12, (2, both)) * METRES, np.round(rng.uniform(4, 30, both), 1)
        for one in rounds[first : first + 2]:
            rows = np.flatnonzero(stops.round_of == one)[:both]
            lat = homes.lat[stops.household[rows]]
            evidence.lon[rows] = homes.lon[stops.household[rows]] + off[0] / np.cos(np.radians(lat))
            evidence.lat[rows] = lat + off[1]
            evidence.accuracy[rows], evidence.no_fix[rows] = accuracy, False
            kind[rows] = KINDS.index("shared_pattern")


def _hurry(rng: np.random.Generator, stops: Stops, kind: np.ndarray) -> None:
    """Shorten talks; crowd the stops of a round behind its first one."""
    short = kind == KINDS.index("short_dwell")
    stops.end[short] = stops.start[short] + rng.integers(6, 50, int(short.sum()))
    dense = kind == KINDS.index("dense")
    first = first_of(stops.round_of)
    crowded = stops.start[first] + stops.place * 150
    stops.start[dense] = crowded[dense]
    stops.end[dense] = crowded[dense] + rng.integers(70, 140, int(dense.sum()))
