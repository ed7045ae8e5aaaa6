"""The beat of a screen: what it says about itself, cut to what can be shown."""

from __future__ import annotations

from typing import Any

from data.errors import BadRequest

TEXTS = {"version": 40, "app": 40, "scene": 20, "key": 80, "stale_since": 40}
NUMBERS = ("fps", "heap_mb", "uptime_s", "width", "height", "offset_ms")
MOST_ERRORS = 10


def status_of(raw: Any) -> dict[str, Any]:
    """A beat's body as it is kept. Raises BadRequest for what is none."""
    if not isinstance(raw, dict):
        raise BadRequest("A beat is an object: version, scene, fps, heap_mb, errors …")
    texts = {name: str(raw[name])[:most] for name, most in TEXTS.items() if raw.get(name) is not None}
    return (
        texts
        | {name: _number(raw[name]) for name in NUMBERS if raw.get(name) is not None}
        | {"errors": _errors(raw.get("errors"))}
    )


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        return None
    return round(float(value), 1)


def _errors(raw: Any) -> list[dict[str, str]]:
    """The newest errors, each with scene, message and moment."""
    found = [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []
    return [
        {name: str(one.get(name, ""))[:most] for name, most in (("scene", 20), ("message", 200), ("at", 40))}
        for one in found[-MOST_ERRORS:]
    ]
