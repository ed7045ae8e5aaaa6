"""The wall's scene of marketing: what the field confirms, from list to product, lift by campaign, what was taken, what is next.

Honest: an effect is told of campaigns with a control group drawn by lot alone, with its interval. No person in any of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from components.wall_day import day_end, last_day_of
from components.wall_funnel import funnel
from components.wall_lift import campaigns, hero, lifts
from components.wall_taken import groups, products, wins
from data.asker import Asker, acting, current_asker
from data.i18n import _
from data.scope import Node


def told(node: Node, period: str) -> dict[str, Any]:
    """The scene of a unit: campaigns and products until the end of the period."""
    day = last_day_of(period)
    past = campaigns(node, day)
    with acting(_asker_of(node)):  # campaigns know no unit but the asker's
        drawn = funnel(past)
    return {
        "title": _("Precision marketing"),
        "daily": True,
        "as_of": day_end(),
        "hero": hero(past),
        "label": _("More customers took it"),
        "nothing": _("Too few customers to tell"),
        "groups": {
            "title": _("Taken this month"),
            "note": _("vs last month"),
            "rows": groups(node, day),
        },
        "lifts": lifts(past),
        "products": products(node),
        "funnel": drawn,
        "wins": wins(node, day),
    }


def _asker_of(node: Node) -> Asker:
    """Whoever asks, seeing no more than the unit; never more than before."""
    asker = current_asker()
    return replace(asker, scope_level=node.level, scope_id=node.id) if node.is_within(asker) else asker
