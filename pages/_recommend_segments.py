"""What the explorer adds for those who work with it: kept segments in the form, a task for one customer in the portrait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.recommend_assign import assign
from components.recommend_choice import Choice
from components.recommend_segments import keep, kept
from data import customer_tasks, segments
from data.campaigns import held_out
from data.clock import now


def kept_segments(choice: Choice) -> html.Details | None:
    """The menu of segments the asker sees."""
    return kept(choice, segments.segments())


def keep_segment(choice: Choice) -> html.Details | None:
    """The way to keep the traits chosen."""
    return keep(choice)


def assign_task(who: Mapping[str, Any], offers: Sequence[Mapping[str, Any]], product: str) -> html.Details | None:
    """The way to give the customer's manager a task, to offer the product where it may be offered; nothing for who may give none,
    or where the customer is not to be contacted."""
    if who["is_opted_out"] or not customer_tasks.may_assign(who["staff_id"]):
        return None
    key = str(who["customer_id"])
    is_offered = any(one["product_code"] == product and one["is_offered"] for one in offers)
    offered = product if is_offered and key not in held_out(product) else ""
    return assign(who, offered, customer_tasks.of_customer(key), now().date())
