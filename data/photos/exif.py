"""What a phone wrote into a photo: when, where, with what. Read before it is stripped; whatever is odd is left out."""

from __future__ import annotations

import struct
from datetime import datetime
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image

TAKEN = "%Y:%m:%d %H:%M:%S"
LONGEST = 60
TROUBLE = (
    OSError,
    ValueError,
    SyntaxError,
    KeyError,
    TypeError,
    IndexError,
    ArithmeticError,
    AttributeError,
    struct.error,
)


def facts(content: bytes) -> dict[str, object] | None:
    """``taken_at`` (ISO, the phone's own clock), ``lon``, ``lat``, ``device``, ``software``; None when nothing is told."""
    try:
        with Image.open(BytesIO(content)) as image:
            exif = image.getexif()
            inner, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except TROUBLE:
        return None
    tags = ExifTags.Base
    device = " ".join(filter(None, (_text(exif.get(tags.Make)), _text(exif.get(tags.Model)))))
    told = {
        "taken_at": _moment(inner.get(tags.DateTimeOriginal) or exif.get(tags.DateTime)),
        "lon": _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180),
        "lat": _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90),
        "device": device or None,
        "software": _text(exif.get(tags.Software)) or None,
    }
    if told["lon"] is None or told["lat"] is None:
        told["lon"] = told["lat"] = None
    return {name: value for name, value in told.items() if value is not None} or None


def _text(value: Any) -> str:
    raw = value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value or "")
    return "".join(letter for letter in raw if letter.isprintable()).strip()[:LONGEST]


def _moment(value: Any) -> str | None:
    try:
        return datetime.strptime(_text(value), TAKEN).isoformat()
    except ValueError:
        return None


def _degrees(gps: dict[int, Any], tag: int, reference: int, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in gps[tag])
        value = degrees + minutes / 60 + seconds / 3600
    except TROUBLE:
        return None
    signed = -value if _text(gps.get(reference)).upper() == negative else value
    return round(signed, 6) if abs(signed) <= most and (degrees or minutes or seconds) else None  # not NaN, not 0
