"""A day's positions told as stops and ways: where somebody stayed at least five minutes, and how far they went between. Pure.

A position belongs to a stay while it may lie within ``STAY_M`` of its middle, given how exact it is; the middle weighs exact
positions more. One that is too coarse, or that nobody could have reached, is left out and counted. A phone that was silent and
spoke again at the same place was there meanwhile. Stops are matched to visits by time and place; what has no match is no
fault: a meal, the outlet, a phone without signal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from data.geo.distance import Spot, distance_km
from data.integrity.movement import LEAST_SECONDS

STAY_M, STAY_MINUTES = 80, 5
COARSE_M = 250  # a position less exact than this says too little
UNKNOWN_M = 50  # how exact a position is taken to be that does not say
FASTEST_MPS = 50  # 180 km/h: beyond, a position is a stray one
VISIT_M = 300  # between a stop and a visit's position
AROUND = timedelta(minutes=10)  # a visit is recorded a little before or after the stay


@dataclass(frozen=True)
class Fix:
    """A position; ``accuracy_m`` is None where the phone did not say."""

    at: datetime
    spot: Spot
    accuracy_m: float | None = None

    @property
    def within(self) -> float:
        """How exact it is, in metres."""
        return UNKNOWN_M if self.accuracy_m is None else self.accuracy_m


@dataclass(frozen=True)
class Seen:
    """A visit as it was recorded; ``spot`` is None without a position."""

    visit_id: str
    started_at: datetime
    ended_at: datetime
    spot: Spot | None = None


@dataclass(frozen=True)
class Stay:
    """A stop: from when until when, and the visits made there."""

    started_at: datetime
    ended_at: datetime
    spot: Spot
    visits: tuple[str, ...] = ()

    @property
    def minutes(self) -> float:
        """How long."""
        return (self.ended_at - self.started_at).total_seconds() / 60


@dataclass(frozen=True)
class Way:
    """From one stop to the next, or from and to where the day's positions begin and end."""

    started_at: datetime
    ended_at: datetime
    metres: float

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.ended_at - self.started_at).total_seconds()

    @property
    def minutes(self) -> float:
        """The same in minutes."""
        return self.seconds / 60

    @property
    def kmh(self) -> float:
        """How fast it was; a phone takes its position within about a minute."""
        return 3.6 * self.metres / max(self.seconds, LEAST_SECONDS)


@dataclass(frozen=True)
class Travelled:
    """The ways of a day, and apart those ``too_fast``: the phone, or somebody, said where it was not. They count for nothing."""

    ways: tuple[Way, ...] = ()
    too_fast: tuple[Way, ...] = ()

    @property
    def km(self) -> float:
        """How far."""
        return sum(way.metres for way in self.ways) / 1000

    @property
    def minutes(self) -> float:
        """How long on the way."""
        return sum(way.minutes for way in self.ways)

    @property
    def metres_too_fast(self) -> float:
        """How far it would have been that nobody went."""
        return sum(way.metres for way in self.too_fast)


@dataclass(frozen=True)
class Round:
    """A day: stops and ways in order of time, visits that no stop fits, positions left out."""

    stays: tuple[Stay, ...] = ()
    ways: tuple[Way, ...] = ()
    unmatched: tuple[str, ...] = field(default=())
    left_out: int = 0

    @property
    def minutes_at_stops(self) -> float:
        """How long at all of them."""
        return sum(stay.minutes for stay in self.stays)

    def possible(self, limit_kmh: float) -> Travelled:
        """The ways that somebody may have gone at up to ``limit_kmh``, and those nobody can have gone."""
        fast = tuple(way for way in self.ways if way.kmh > limit_kmh)
        return Travelled(tuple(way for way in self.ways if way not in fast), fast)


def round_of(fixes: Sequence[Fix], visits: Sequence[Seen] = ()) -> Round:
    """The day of one person. Any order; visits with a position are no fixes of their own."""
    kept = _plausible(sorted((fix for fix in fixes if fix.within <= COARSE_M), key=lambda fix: fix.at))
    spans = _joined(kept, list(_spans(kept)))
    stays = _with_visits([_stay(kept[first : last + 1]) for first, last in spans], visits)
    met = {visit for stay in stays for visit in stay.visits}
    lonely = tuple(visit.visit_id for visit in visits if visit.visit_id not in met)
    return Round(stays, tuple(_ways(kept, spans)), lonely, len(fixes) - len(kept))


def metres(a: Spot, b: Spot) -> float:
    """Along the earth."""
    return distance_km(a, b) * 1000


def _plausible(fixes: list[Fix]) -> list[Fix]:
    """Without those from which neither the one before nor the one after could be reached."""
    return [
        fix
        for before, fix, after in zip([None, *fixes], fixes, [*fixes[1:], None], strict=False)
        if (before is None and after is None) or any(_reaches(fix, other) for other in (before, after) if other)
    ]


def _reaches(a: Fix, b: Fix) -> bool:
    far = max(0.0, metres(a.spot, b.spot) - a.within - b.within)
    return far <= FASTEST_MPS * abs((b.at - a.at).total_seconds())


def _spans(fixes: Sequence[Fix]) -> Iterator[tuple[int, int]]:
    """First and last fix of each stay."""
    first = 0
    while first < len(fixes):
        middle, last = _Middle(), first
        middle.take(fixes[first])
        for number in range(first + 1, len(fixes)):
            if metres(middle.spot, fixes[number].spot) > STAY_M + min(fixes[number].within, STAY_M):
                break
            last = number
            middle.take(fixes[number])
        if fixes[last].at - fixes[first].at >= timedelta(minutes=STAY_MINUTES):
            yield first, last
            first = last + 1
        else:
            first += 1


class _Middle:
    """The mean of positions taken one by one, exact ones weighing more."""

    def __init__(self) -> None:
        self._east = self._north = self._weight = 0.0

    def take(self, fix: Fix) -> None:
        weight = 1 / max(fix.within, 5) ** 2
        self._east += fix.spot[0] * weight
        self._north += fix.spot[1] * weight
        self._weight += weight

    @property
    def spot(self) -> Spot:
        return self._east / self._weight, self._north / self._weight


def _stay(fixes: Sequence[Fix]) -> Stay:
    middle = _Middle()
    for fix in fixes:
        middle.take(fix)
    return Stay(fixes[0].at, fixes[-1].at, middle.spot)


def _ways(fixes: Sequence[Fix], spans: Sequence[tuple[int, int]]) -> Iterator[Way]:
    """What lies before the first stop, between two, and after the last."""
    if not fixes:
        return
    ends = [(0, 0), *spans, (len(fixes) - 1, len(fixes) - 1)]
    for (_first, left), (reached, _last) in pairwise(ends):
        if reached > left:
            part = fixes[left : reached + 1]
            far = sum(metres(a.spot, b.spot) for a, b in pairwise(part))
            yield Way(part[0].at, part[-1].at, far)


def _joined(fixes: Sequence[Fix], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans, those joined that follow at once at the same place: one stop with a step aside."""
    made: list[tuple[int, int]] = []
    for first, last in spans:
        if made and fixes[first].at - fixes[made[-1][1]].at < timedelta(minutes=STAY_MINUTES):
            before = _stay(fixes[made[-1][0] : made[-1][1] + 1])
            if metres(before.spot, _stay(fixes[first : last + 1]).spot) <= STAY_M:
                made[-1] = (made[-1][0], last)
                continue
        made.append((first, last))
    return made


def _with_visits(stays: Sequence[Stay], visits: Sequence[Seen]) -> tuple[Stay, ...]:
    """Each visit at the stop it shares most time with, of those near in time and place; some at none."""
    made: dict[int, list[str]] = {}
    for visit in visits:
        fitting = [(_shared(stay, visit), -number) for number, stay in enumerate(stays) if _fits(stay, visit)]
        if fitting:
            made.setdefault(-max(fitting)[1], []).append(visit.visit_id)
    return tuple(replace(stay, visits=tuple(made.get(number, ()))) for number, stay in enumerate(stays))


def _fits(stay: Stay, visit: Seen) -> bool:
    is_then = visit.started_at - AROUND <= stay.ended_at and stay.started_at <= visit.ended_at + AROUND
    return is_then and (visit.spot is None or metres(visit.spot, stay.spot) <= VISIT_M)


def _shared(stay: Stay, visit: Seen) -> timedelta:
    """How long both last together; negative when they do not meet."""
    return min(stay.ended_at, visit.ended_at) - max(stay.started_at, visit.started_at)
