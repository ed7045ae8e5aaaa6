"""The OwnTracks protocol over HTTP (https://owntracks.org/booklet/tech/http/ and …/json/): a JSON object with ``_type``.

``location`` and ``transition`` (a fence was crossed) say where somebody was; the other kinds, and the empty message with
which a friend is deleted, hold nothing for us and are taken in silence, as the apps expect.
"""

from __future__ import annotations

from typing import Any

from api.osmand import as_float, known, moment
from data.errors import BadRequest

PLACED = {"location", "transition"}
KMH = 3.6  # in one metre a second


def of_message(came: object) -> dict[str, Any] | None:
    """A position as ``/api/v1/positions`` takes it, without its UUID; None for messages that hold none. Raises BadRequest."""
    kind = came.get("_type") if isinstance(came, dict) else None
    if not isinstance(came, dict) or not isinstance(kind, str):
        raise BadRequest("_type is missing: allowed is a JSON object as OwnTracks sends it")
    if kind == "encrypted":
        raise BadRequest(
            "The message is encrypted. Leave the encryption key empty in the app; the line itself is encrypted"
        )
    if kind not in PLACED:
        return None
    speed, accuracy = came.get("vel"), came.get("acc")
    metres = as_float(speed) if known(speed) else None
    return {
        "lat": as_float(came.get("lat")),
        "lon": as_float(came.get("lon")),
        "at": moment(came.get("tst")),
        "accuracy_m": as_float(accuracy) if known(accuracy) else None,
        "speed_mps": metres / KMH if isinstance(metres, float) else metres,
        "app": "owntracks",
    }
