"""The wall's scene of photos: the newest that came from the field, each with time, place and person."""

from __future__ import annotations

from typing import Any

from components.photos_shown import shown_to_asker
from components.short_names import seat
from data.clock import now
from data.i18n import _, n_
from data.i18n.numbers import clock_text, human
from data.listing import listing
from data.query import ask
from data.scope import Node
from data.tracks import recent_photos

MOST = 9  # a large one and eight beside it, on three panels
LOOKED_AT = 60


def told(node: Node, _period: str) -> dict[str, Any]:
    """The newest photos of a unit. A place is a village at most, a customer only a kind."""
    today = now().date()
    people = None if node.id is None else listing("staff", where=node.where(), limit=10_000).frame["staff_id"].tolist()
    photos = shown_to_asker(recent_photos(people, today, limit=LOOKED_AT), {}).head(MOST)
    rows = photos.to_dict("records")
    of_today = sum(row["taken_at"].date() == today for row in rows)
    visits = ask("visits_today", where=node.where()).value("visits_today") or 0
    none = _("No photo has come in from here yet")
    return ({} if rows else {"empty": none}) | {
        "title": _("On site today") if of_today else _("On site"),
        "daily": False,
        "photos": [_photo(row) for row in rows],
        "note": n_("%(n)s visit today", "%(n)s visits today", int(visits), n=human(visits)),
        "words": {
            "none": none,
            "how": _("Managers take them on the visit; the original carries time, place and number."),
        },
    }


def _photo(row: dict[str, Any]) -> dict[str, Any]:
    address = f"/api/v1/photos/{row['photo_id']}"
    return {
        "id": row["photo_id"],
        "thumb": f"{address}?size=thumb",
        "full": f"{address}?size=full",
        "at": clock_text(row["taken_at"], today=now().date()),
        "place": str(row["place"] or ""),
        "seat": seat(str(row["entity_name"] or "")),
        "staff": str(row["staff_name"] or ""),
        "kind": str(row["customer_group_name"] or ""),
        "no": str(row["visit_no"] or ""),
    }
