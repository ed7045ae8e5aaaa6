"""The wall's scene of marketing: what the field confirms, from list to product, lift by campaign, what was taken, what is next.

Honest: an effect is told of campaigns with a control group drawn by lot alone, with its interval. No person in any of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from components.wall_day import UNITS, day_end, last_day_of, no_unit
from components.wall_funnel import funnel
from components.wall_lift import campaigns, hero, lifts
from components.wall_taken import groups, products, wins
from data.asker import Asker, acting, current_asker
from data.i18n import _
from data.i18n.numbers import month_name
from data.scope import Node
from data.serving import snapshot


def told(node: Node, period: str) -> dict[str, Any]:
    """The scene of a unit: campaigns and products until the end of the period."""
    about = {"title": _("Precision marketing"), "daily": True, "as_of": day_end()}
    if node.level not in UNITS:
        return about | no_unit()
    day = last_day_of(period)
    past = campaigns(node, day)
    with acting(_asker_of(node)):  # campaigns know no unit but the asker's
        drawn = funnel(past)
    return about | {
        "hero": hero(past),
        "label": _("More customers took it"),
        "nothing": _("Too few customers to tell"),
        "groups": {
            "title": _taken(day),
            "note": _("vs last month"),
            "rows": groups(node, day),
        },
        "lifts": lifts(past),
        "products": products(node),
        "funnel": drawn,
        "wins": wins(node, day),
    }


def _taken(day: date) -> str:
    is_newest = day == snapshot().as_of_date
    return _("Taken this month") if is_newest else _("Taken in %(month)s", month=month_name(day))


def _asker_of(node: Node) -> Asker:
    """Whoever asks, seeing no more than the unit; never more than before."""
    asker = current_asker()
    return replace(asker, scope_level=node.level, scope_id=node.id) if node.is_within(asker) else asker
