"""A photo of a visit as a button: its thumbnail, and the words ``assets/drawer.js`` shows beside it in full."""

from __future__ import annotations

import json
from typing import Any

from dash import html


def photo_words(photo: dict[str, Any]) -> dict[str, str]:
    """Id, visit, place, person and day; empty where unknown."""
    words = {
        key: str(photo.get(key) or "")
        for key in ("photo_id", "visit_no", "visit_id", "place", "staff_id", "staff_name")
    }
    return words | {"day": str(photo.get("taken_at") or "")[:10]}


def thumbnail(photo: dict[str, Any], alt: str, **props: Any) -> html.Img:
    """The small marked copy."""
    return html.Img(src=f"/api/v1/photos/{photo['photo_id']}?size=thumb", alt=alt, **props)


def photo_button(photo: dict[str, Any], inside: Any, className: str) -> html.Button:
    """A click shows the photo in full."""
    told = json.dumps(photo_words(photo), ensure_ascii=False)
    return html.Button(inside, type="button", className=className, **{"data-photo": told})
