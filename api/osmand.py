"""The OsmAnd protocol as OsmAnd, Traccar Client and GPSLogger speak it (https://www.traccar.org/osmand/).

Up to Traccar Client 8: a query or a form (``lat``, ``lon`` or ``location``, ``timestamp``, ``accuracy``, ``speed`` in
knots, ``mock``, ``valid``); from 9 on JSON, ``{location: {coords, timestamp, mock}, device_id}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from data.clock import local, now
from data.errors import BadRequest

KNOT = 0.514444  # metres a second
MILLISECONDS = 100_000_000_000  # a number of seconds this large lies three thousand years ahead
AROUND = ("cell", "wifi")  # of the protocol: where a phone without a fix believes to be, which is no position
TRUE, FALSE = {"true", "1"}, {"false", "0"}


def of_form(values: Mapping[str, str]) -> dict[str, Any] | None:
    """A position as ``/api/v1/positions`` takes it, without its UUID; None for a report that says it has no valid place, or only
    cells and networks around. Raises BadRequest where nothing says where."""
    lat, lon = values.get("lat"), values.get("lon")
    if "location" in values:
        lat, _comma, lon = values["location"].partition(",")
    if values.get("valid", "true").lower() in FALSE or (not lat and not lon and any(values.get(one) for one in AROUND)):
        return None
    if not lat and not lon:
        raise BadRequest("The position is missing: send lat and lon, or location=lat,lon, in degrees")
    speed = number(values.get("speed") or None)
    return {
        "lat": number(lat),
        "lon": number(lon),
        "at": moment(values.get("timestamp") or None),
        "accuracy_m": number(values.get("accuracy") or values.get("hacc") or None),
        "speed_mps": speed * KNOT if isinstance(speed, float) else speed,
        "is_mock": values.get("mock", "").lower() in TRUE,
        "app": "osmand",
    }


def of_json(came: object) -> list[dict[str, Any]]:
    """The positions of a JSON body; ``location`` is one or, from a phone that was without signal, a list. Raises BadRequest."""
    found = came.get("location") if isinstance(came, dict) else None
    found = found if isinstance(found, list) else [found]
    if not all(isinstance(one, dict) for one in found):
        raise BadRequest("location is missing: allowed is an object with coords and timestamp, or a list of such")
    return [_of_location(one) for one in found if isinstance(one.get("coords"), dict)]


def _of_location(one: dict[str, Any]) -> dict[str, Any]:
    coords = one["coords"]
    speed, accuracy = coords.get("speed"), coords.get("accuracy")
    return {
        "lat": as_float(coords.get("latitude")),
        "lon": as_float(coords.get("longitude")),
        "at": moment(one.get("timestamp")),
        "accuracy_m": as_float(accuracy) if known(accuracy) else None,
        "speed_mps": as_float(speed) if known(speed) else None,
        "is_mock": one.get("mock") is True,
        "app": "traccar",
    }


def known(value: object) -> bool:
    """Whether a phone gave a figure: it says −1 when it knows none."""
    return value is not None and not (isinstance(value, int | float) and value < 0)


def as_float(value: object) -> object:
    """A whole number as a float; what is no number stays what it is, and is refused in words where rows are checked."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15 else value


def number(text: str | None) -> Any:
    """The number a text stands for; a text that is none stays, and is refused in words."""
    try:
        return float(text) if text and text.isascii() else text
    except ValueError:
        return text


def moment(came: object) -> str:
    """An ISO time out of seconds or milliseconds since 1970, ISO 8601, or ``yyyy-MM-dd HH:mm:ss`` (UTC); now without."""
    if came is None:
        return now().isoformat()
    text = str(came).strip()
    try:
        since = float(text)
    except ValueError:
        return _of_text(text)
    try:
        seconds = since / 1000 if since >= MILLISECONDS else since
        return local(datetime.fromtimestamp(seconds, UTC)).isoformat()
    except (OverflowError, ValueError, OSError):
        return text  # refused in words


def _of_text(text: str) -> str:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return text  # refused in words
    return local(read if read.tzinfo else read.replace(tzinfo=UTC)).isoformat()
