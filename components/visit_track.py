"""A day's track: stops and legs from visits and positions, for a small SVG, a bar of hours, or the map. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any

import pandas as pd

from data.geo.distance import Spot, distance_km

FAR_KM = 150  # from the middle of the day: nobody goes so far on a round, a phone lost its way
SILENCE_MINUTES = 15  # no position for so long: the line is dashed, nobody knows the way


@dataclass(frozen=True)
class Stop:
    """A visit on the way. ``spot`` is None when it has no position."""

    number: int
    started_at: datetime
    ended_at: datetime
    place: str
    spot: Spot | None
    is_current: bool = False


@dataclass(frozen=True)
class Leg:
    """Part of the way. ``is_silent``: no signal, a straight guess."""

    spots: tuple[Spot, ...]
    is_silent: bool


@dataclass(frozen=True)
class Track:
    """A day of one person, in order of time. ``moments`` are (time, spot) for the replay."""

    stops: tuple[Stop, ...] = ()
    legs: tuple[Leg, ...] = ()
    moments: tuple[tuple[datetime, Spot], ...] = field(default=())
    astray: int = 0  # positions left out

    @property
    def km(self) -> float:
        """Length along what is known; a silent leg counts as the straight line."""
        return sum(distance_km(a, b) for leg in self.legs for a, b in pairwise(leg.spots))

    @property
    def has_silence(self) -> bool:
        """Whether a part is dashed."""
        return any(leg.is_silent for leg in self.legs)


def track_of(visits: pd.DataFrame, positions: pd.DataFrame | None = None, *, current: str | None = None) -> Track:
    """``visits``: visit_id, started_at, ended_at, place, lon, lat; ``positions``: at, lon, lat. One person, one day."""
    ordered = visits.sort_values("started_at")
    stops = tuple(_stop(number, row, current) for number, row in enumerate(ordered.to_dict("records"), 1))
    moments: list[tuple[datetime, Spot]] = []
    for stop in stops:
        if stop.spot:
            moments += [(stop.started_at, stop.spot), (stop.ended_at, stop.spot)]
    for row in () if positions is None else positions.to_dict("records"):
        if not any(stop.spot and stop.started_at <= row["at"] <= stop.ended_at for stop in stops):
            moments.append((row["at"], (float(row["lon"]), float(row["lat"]))))
    near = _near({spot for _at, spot in moments})
    kept = sorted((moment for moment in moments if near(moment[1])), key=lambda moment: moment[0])
    stops = tuple(replace(stop, spot=stop.spot if stop.spot and near(stop.spot) else None) for stop in stops)
    return Track(stops, tuple(_legs(kept)), tuple(kept), len({spot for _at, spot in moments if not near(spot)}))


def _near(spots: Collection[Spot]) -> Callable[[Spot], bool]:
    """Whether a spot is within ``FAR_KM`` of the middle one, by longitude and by latitude. Of two, none is the stray one."""
    if len(spots) < 3:
        return lambda spot: True
    middle = (median(lon for lon, _lat in spots), median(lat for _lon, lat in spots))
    return lambda spot: distance_km(spot, middle) <= FAR_KM


def _stop(number: int, row: dict[str, Any], current: str | None) -> Stop:
    spot = None if pd.isna(row["lon"]) or pd.isna(row["lat"]) else (float(row["lon"]), float(row["lat"]))
    return Stop(
        number, row["started_at"], row["ended_at"], str(row.get("place") or ""), spot, row["visit_id"] == current
    )


def _legs(moments: Sequence[tuple[datetime, Spot]]) -> list[Leg]:
    legs: list[Leg] = []
    for (before, a), (after, b) in pairwise(moments):
        if a == b:
            continue
        silent = (after - before).total_seconds() > SILENCE_MINUTES * 60
        if legs and legs[-1].is_silent == silent and legs[-1].spots[-1] == a:
            legs[-1] = Leg((*legs[-1].spots, b), silent)
        else:
            legs.append(Leg((a, b), silent))
    return legs


def told_to_map(track: Track) -> dict[str, Any]:
    """What ``map.setTrack`` draws, and the moments the replay runs through (seconds since midnight)."""
    return {
        "legs": [{"spots": leg.spots, "dashed": leg.is_silent} for leg in track.legs],
        "stops": [
            {"number": stop.number, "spot": stop.spot, "current": stop.is_current} for stop in track.stops if stop.spot
        ],
        "moments": [[_seconds(moment), spot] for moment, spot in track.moments],
    }


def _seconds(moment: datetime) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
