"""One campaign: its state, the outcome by the feeds, the answers of its managers, the customers assigned, its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from dash import html

from components import recommend_campaign_one as drawn
from components.cards import card, tool_button
from components.export_campaign import Members, columns, rows_of
from components.recommend_campaign import answers_bar
from components.still import Still
from components.tables import table
from data import campaigns
from data.campaign_changes import history, may_change
from data.clock import now
from data.i18n import _
from data.listing import records
from data.scope import Node, current_asker
from models.learning.uplift import Effect, effect


def one(key: str) -> html.Div:
    """A campaign with its state."""
    row, rows = campaigns.one(key), campaigns.members(key)
    head = Still(drawn.head(row, now().date(), may_change=may_change(row)), className="slot")
    left = [
        card(
            "recommend-answers",
            _("Answers"),
            Still(answers_bar(row["answers"], row["assigned"])),
            subtitle=_("of the tasks"),
        ),
        card(
            "recommend-outcome",
            _("Outcome"),
            Still(_outcome(row, rows)),
            subtitle=_("offered against control, by the feeds"),
        ),
        card("recommend-history", _("History"), Still(drawn.history(history(key)))),
    ]
    names = staff_names(rows)
    managers = card("recommend-managers", _("By manager"), Still(drawn.by_manager(rows, names), className="table-wrap"))
    parts = [html.Div(left, className="campaign-left"), managers if len(names) > 1 else None]
    back = html.A(_("All campaigns"), href="/recommend/campaigns", className="link")
    return html.Div(
        [
            html.Div(back, className="campaign-bar"),
            html.Section(head, className="card campaign-wide", id="recommend-campaign-head"),
            html.Div(
                [part for part in parts if part is not None],
                className="campaign-grid" if len(names) > 1 else "campaign-grid few",
            ),
            _members(key, row),
        ],
        className="campaign-one",
    )


def _outcome(row: dict[str, Any], rows: Sequence[dict[str, Any]]) -> html.Div:
    found, reached = outcome(row, rows)
    if reached is None or reached < row["starts_on"]:
        return drawn.too_early(row, reached)
    return drawn.outcome(found, reached) if found.control else drawn.no_control(found, row["whole"], reached)


def _members(key: str, row: dict[str, Any]) -> html.Section:
    asked = Members(key, row["name"])
    twin = html.Div(table(rows_of(key), columns()), className="table-wrap", **{"data-question": asked.as_question()})
    may_export = "export" in current_asker().rights
    return card(
        "recommend-members",
        _("Customers to be offered it"),
        Still(twin),
        subtitle=_("names masked"),
        tools=[tool_button("excel")] if may_export else None,
    )


def outcome(row: dict[str, Any], rows: Sequence[dict[str, Any]]) -> tuple[Effect, date | None]:
    """What the feeds say of both groups within the campaign's days: who opened the product; and until when they reach."""
    keys = [one["customer_id"] for one in rows]
    where = {"customer": keys, "product": row["product_code"], "kind": "opened"}
    opened = records("product_change", where, columns=("customer_id", "changed_on")) if keys else []
    inside = {one["customer_id"] for one in opened if row["starts_on"] <= one["changed_on"] <= row["ends_on"]}
    newest = records("customer_portrait", {"customer": keys[:1]}, columns=("as_of",)) if keys else []
    hit = np.array([key in inside for key in keys], bool)
    is_control = np.array([bool(one["is_control"]) for one in rows], bool)
    return effect(hit, is_control), newest[0]["as_of"] if newest else None


def staff_names(rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Manager → name in the reader's language, of those with tasks."""
    return {key: Node("staff", key).name for key in sorted({row["staff_id"] for row in rows if row["staff_id"]})}
