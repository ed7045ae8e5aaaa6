"""``POST /api/v1/photos/verify``: is this file ours, unchanged? Of whom and which visit is told inside the scope alone.

Whoever asks about a photo of another part hears that it is ours or not, no more. Each question is recorded.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from flask import Blueprint, Response, jsonify, request

from components.photos_shown import shown_to_asker
from components.visit_photo import photo_words
from data.audit import record
from data.errors import BadRequest
from data.i18n import _
from data.i18n.numbers import day_text
from data.photos.probe import LARGEST
from data.photos.verify import Found, identify

bp = Blueprint("photo_verify", __name__)
TONES = {"original": "good", "copy": "good", "near": "warn", "none": "bad"}


@bp.post("/api/v1/photos/verify")
def verify() -> Response:
    """The body is the file. → ``{verdict: original|copy|near|none, tone, title, text, photos: […]}``."""
    content = request.get_data()
    if not 0 < len(content) <= LARGEST:
        raise BadRequest("Send the file itself as the body: 1 byte to %(limit)s kB", limit=LARGEST // 1024)
    found = identify(content)
    seen = _seen(found)
    record("photo.verify", "photo", seen[0]["photo_id"] if seen else None, verdict=found.kind, shown=len(seen))
    visits = len({photo["visit_no"] for photo in seen}) if found.kind == "original" else 0
    title, text = _several(visits) if visits > 1 else _words(found, is_seen=bool(seen))
    tone = "warn" if visits > 1 else TONES[found.kind]
    return jsonify(verdict=found.kind, tone=tone, title=title, text=text, photos=seen)


def _seen(found: Found) -> list[dict[str, Any]]:
    """Those of the photos whose visit the asker may see, with what stands beside a photo on the wall."""
    if not found.photos:
        return []
    columns = ("photo_uuid", "visit_no", "staff_id", "taken_at")
    rows = pd.DataFrame([{name: photo[name] for name in columns} for photo in found.photos])
    rows.insert(0, "photo_id", rows["photo_uuid"].astype(str))
    return [_told(row) for row in shown_to_asker(rows, {}).to_dict("records")]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    taken = f"{day_text(row['taken_at'].date(), weekday=False)} {row['taken_at']:%H:%M}"
    who = " ".join(str(row.get(name) or "") for name in ("entity_name", "staff_name"))
    return photo_words(row) | {"lines": [str(row.get("where") or ""), f"{taken} · {who}"]}


def _several(visits: int) -> tuple[str, str]:
    """Of one file that came with several visits, as far as the asker may see them: ours, and yet to be asked about."""
    words = _(
        "This original came with %(n)s visits, byte for byte the same file: a photo belongs to one visit.", n=visits
    )
    return _("Ours, but used for several visits"), words


def _words(found: Found, *, is_seen: bool) -> tuple[str, str]:
    """Title and sentence of a verdict."""
    outside = "" if is_seen else _("The visit lies outside your part of the organisation.")
    if found.kind == "original":
        return _("Ours, unchanged"), outside or _("This is the original, byte for byte as the phone sent it.")
    if found.kind == "copy":
        return _("Ours, unchanged"), outside or _("This is our copy with the watermark, byte for byte.")
    if found.kind == "near":
        alike = _("It looks like a photo of ours but is another file: saved again, made smaller, or altered.")
        return _("Not ours unchanged"), outside or f"{alike} " + _(
            "%(n)s of 64 marks of its look differ.", n=found.bits
        )
    return _("Not ours"), _("No photo of ours is this file, and none looks like it.")
