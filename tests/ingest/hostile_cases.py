"""A thousand hostile inputs as values: each says where it goes, what it sends and under whose name."""

from __future__ import annotations

import base64
import random
import struct
import uuid
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image

from data.clock import now
from tests.ingest.conftest import position, visit
from tests.ingest.test_hostile import BODIES
from tests.ingest.test_photos import picture, png_bomb
from tests.ingest.test_prints import RIDERS


class Case(NamedTuple):
    """``body``: JSON, bytes, or for photos (fields, content)."""

    path: str
    body: Any
    who: str = "gate"


# cases are made when they are collected, long before they are sent: hours ahead, not the few minutes that are forgiven
LATER = [(now() + timedelta(**ahead)).isoformat() for ahead in ({"hours": 6}, {"days": 1}, {"days": 400})]
MOMENTS = ["", 1, 1.5, True, [], {}, "yesterday", "2026-13-01T00:00:00", "2026-11-24T25:00:00", "0000-00-00T00:00:00",
           "1999-12-31T23:59:59", "2101-01-01T00:00:00", "2026-11-24", "NaN" * 10, "2" * 4000, *LATER]  # fmt: skip
UUIDS = [
    "",
    "x",
    1,
    None,
    [],
    {},
    "g" * 36,
    "1" * 36,
    f"{uuid.uuid4()}0",
    f"{{{uuid.uuid4()}}}",
    "../../../etc/passwd",
    "a\0" * 18,
]
IDS = ["", 1, [], {}, True, "x" * 41, "a\0b", "H9", "' or 1=1 --", "%", "; drop table visits", "\ud7ff" * 20, "户" * 50]
CODES = ["", None, 1, [], {}, "golf", "x" * 41, "credit_review'", "CREDIT_REVIEW", "\x07"]
LONS, LATS = [181, -181, 1e308, "107", None, True, [], {}], [91, -91, 1e308, "27", None, True, [], {}]
METRES, CRS = [-1, -0.001, "12", 1e9, True, [], {}], ["", "BD-09", "wgs-84", None, 1, [], {}]
OF_VISIT: dict[str, list[Any]] = {
    "client_uuid": UUIDS,
    "staff_id": [*IDS, "S9", "S4"],
    "household_id": [*IDS, None, "户3"],
    "customer_id": [*IDS, "C2", "C9"],
    "purpose": CODES,
    "result": CODES,
    "products": ["x", 1, {}, ["x"] * 21, [1], [None], [""], [["a"]], ["x" * 41], [{}]],
    "satisfaction": [0, 6, -1, 1.5, "5", True, 10**30, [], {}],
    "started_at": [
        *MOMENTS,
        None,
        (now() - timedelta(days=400)).isoformat(),
        (now() - timedelta(hours=13)).isoformat(),
    ],
    "ended_at": [*MOMENTS, None, (now() - timedelta(days=1)).isoformat()],
    "device_time": [one for one in MOMENTS if one not in LATER],
    "position": [1, "x", [], {}, True, {"lon": 107.5}, {"lon": 107.5, "lat": 27.7}, [107.5, 27.7]],
    "note": ["x" * 1001, "a\0", "a\x07", 1, [], {}, True],
    "monotonic_ms": [-1, 1.5, "1", 12 * 3_600_000 + 1, True, [], 10**30],
    "position_source": ["satellite", "", 1, []],
    "position_at": [*LATER, "", 1, "x"],
    "app": ["", "x" * 41, 1, [], "a\0"],
    "vote_code": ["!", "ABC", "x" * 13, 1, [], "ÄÖÜÄÖÜÄÖÜÄ", "ABCDE FGHJ"],
    **{name: [1, "x", None] for name in ("id", "tx", "visit_no", "received_at", "is_admin", "__proto__", "lon")},
}
OF_PLACE = {"lon": LONS, "lat": LATS, "crs": CRS, "accuracy_m": METRES, "is_mock": [1, "true", None, []], "alt": [1]}
OF_POSITION = OF_PLACE | {
    "client_uuid": UUIDS,
    "staff_id": [*IDS, "S9", "S4"],
    "at": [*MOMENTS, None],
    "speed_mps": [-1, 501, "3", True, [], 1e308],
    "app": ["", "x" * 41, 1],
    "visit_no": ["x"],
}


def visits() -> Iterator[Case]:
    """Every field of a visit and of its position with what cannot stand there; now and then as a batch."""
    for field, values in OF_VISIT.items():
        for number, value in enumerate(values):
            whole = visit() | {field: value}
            yield Case("visits", {"visits": [whole]} if number % 3 == 2 else whole)
    for field, values in OF_PLACE.items():
        good = {"lon": 107.5, "lat": 27.7, "crs": "WGS-84"}
        yield from (Case("visits", visit(position=good | {field: value})) for value in values)


def positions() -> Iterator[Case]:
    """Every field of a position likewise."""
    for field, values in OF_POSITION.items():
        for number, value in enumerate(values):
            whole = position() | {field: value}
            yield Case("positions", {"positions": [whole]} if number % 3 == 2 else whole)


def bodies() -> Iterator[Case]:
    """What is no JSON, no list, too much, or noise."""
    noise = random.Random(7)
    for path, many in (("visits", "visits"), ("positions", "positions"), ("photos/uploads", "")):
        yield from (Case(path, body) for body in BODIES)
        yield from (Case(path, noise.randbytes(noise.randint(1, 400))) for _ in range(60))
        yield from (Case(path, {many: []} if many else []) for _ in range(1))
        yield Case(path, b'{"visits": [' + b"{}," * 600 + b"{}]}" if many == "visits" else b"[" * 2_000_000)
    yield Case("positions", {"positions": [{}] * 1001})


def others() -> Iterator[Case]:
    """Other people's customers, households and names; and a gateway outside its part."""
    for staff_id in ("S2", "S3", "S4", "S9", "s1", "S1 or 1=1"):
        yield from (
            Case(path, whole(staff_id=staff_id), "mary") for path, whole in (("visits", visit), ("positions", position))
        )
    for household_id, customer_id in (
        ("户3", None),
        ("H2", "C1"),
        ("H1", "C2"),
        ("H9", "C1"),
        ("户3", "C1"),
        ("H1", "C1'"),
    ):
        for who in ("mary", "gate"):
            yield Case("visits", visit(household_id=household_id, customer_id=customer_id, staff_id="S1"), who)
    for staff_id in ("S1", "S2", "S4"):
        yield from (
            Case(path, whole(staff_id=staff_id), "egate")
            for path, whole in (("visits", visit), ("positions", position))
        )


def _encoded(kind: str, size: tuple[int, int] = (120, 90)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def huge_jpeg() -> bytes:
    """A JPEG whose header claims 65,500 × 65,500 pixels."""
    small = bytearray(_encoded("JPEG"))
    at = small.index(b"\xff\xc0")
    small[at + 5 : at + 9] = struct.pack(">HH", 65_500, 65_500)
    return bytes(small)


def contents() -> list[bytes]:
    """Files that are no photo, or more than one."""
    found = [b"", b"\0", b"<svg onload=alert(1)/>", b'<?xml version="1.0"?><svg/>', b"GIF89a" + b"\0" * 50, b"%PDF-1.7\n%x", b"BM" + b"\0" * 99,
             b"II*\0" + b"\0" * 99, b"PK\3\4" + b"\0" * 99, b"\x7fELF" + b"\0" * 99, b"MZ\x90" + b"\0" * 99, b"#!/bin/sh\nrm -rf /\n",
             b"\xff\xd8\xff" + b"x" * 900, b"\x89PNG\r\n\x1a\n" + b"\0" * 99, b"RIFF\0\0\0\0WEBPVP8 ", b"ftypheic" * 9, b"x" * 100_000,
             png_bomb(), huge_jpeg(), b"\xff\xd8" + b"x" * (12 << 20)]  # fmt: skip
    found += [_encoded(kind) for kind in ("GIF", "BMP", "TIFF", "ICO", "PPM")]
    found += [_encoded(kind, size) for kind in ("JPEG", "PNG", "WEBP") for size in ((9, 9), (500, 63), (63, 500))]
    for kind in ("JPEG", "PNG", "WEBP"):
        whole = picture(kind, (160, 120))
        found += [whole[: round(len(whole) * part)] for part in (0.01, 0.05, 0.2, 0.5, 0.8)]
        found += [whole + rider for rider in RIDERS.values()]
    return found


def photos() -> Iterator[Case]:
    """Such files under good words, and good files under wrong words, as a form and as JSON."""
    for number, content in enumerate(contents()):
        yield Case("photos", ({}, content))
        if number % 2 and len(content) < 200_000:
            yield Case("photos", {"image_base64": base64.b64encode(content).decode()})
    good = picture("JPEG", (80, 80))
    wrong = {"photo_uuid": UUIDS[:8], "visit_uuid": [*UUIDS[:8], str(uuid.uuid4())], "taken_at": MOMENTS[:1] + MOMENTS[6:], "lon": ["181", "x"],
             "lat": ["91", "x"], "crs": ["BD-09", ""], "accuracy_m": ["-1", "x"], "is_mock": ["2"], "owner": ["me"]}  # fmt: skip
    for field, values in wrong.items():
        yield from (Case("photos", ({field: value}, good)) for value in values if isinstance(value, str))
    yield from (Case("photos", {"image_base64": one}) for one in ("", "!", "====", 1, None, [], "A" * 9, "é"))


def uploads() -> Iterator[Case]:
    """Photos in pieces that cannot be begun."""
    digest = "0" * 64
    good = {
        "photo_uuid": str(uuid.uuid4()),
        "visit_uuid": str(uuid.uuid4()),
        "taken_at": now().isoformat(),
        "bytes": 9,
        "sha256": digest,
    }
    wrong = {"photo_uuid": UUIDS, "visit_uuid": UUIDS, "taken_at": [*MOMENTS, None], "bytes": [0, -1, 1.5, "9", True, 12 * 1024 * 1024 + 1, 10**30, None],
             "sha256": ["", "x", "0" * 63, "g" * 64, 1, None, []], "position": [1, [], {}, {"lon": 181, "lat": 1, "crs": "WGS-84"}], "user_id": ["u1"]}  # fmt: skip
    for field, values in wrong.items():
        yield from (
            Case("photos/uploads", good | {"photo_uuid": str(uuid.uuid4())} | {field: value}) for value in values
        )
