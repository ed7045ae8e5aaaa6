"""The campaigns page's answers as components."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from dash import html

from components import recommend_campaign as drawn
from components.cards import card, tool_button
from components.export_campaign import Members, columns, rows_of
from components.recommend_choice import Choice
from components.recommend_plan import free
from components.states import empty
from components.still import Still
from components.tables import table
from data import campaigns
from data.clock import now
from data.i18n import _
from data.listing import listing, records
from data.scope import current_asker
from models.learning.uplift import Effect, effect
from models.products import catalogue


def every(choice: Choice) -> html.Div:
    """All campaigns of the asker's part."""
    rows = campaigns.campaigns()
    make = html.A(_("Choose customers"), href=choice.address(), className="button primary")
    results = html.A(_("Results of earlier campaigns"), href=choice.address("/recommend/model"), className="link")
    is_open = "campaign:make" in current_asker().rights
    if not rows:
        text = _("A campaign is made out of a list: choose product and customers, then Create campaign.")
        body: Any = html.Div(empty(_("No campaigns yet"), text, action=make if is_open else None), className="card")
    else:
        body = Still(drawn.listed(rows, now().date()), className="slot")
    return html.Div([html.Div([make if is_open else None, results], className="campaign-bar"), body])


def new(choice: Choice, picked: Sequence[str]) -> html.Div:
    """The form for a campaign out of the list of the choice."""
    frame, busy = free(choice, picked), len(campaigns.taken(choice.product))
    back = html.A(_("Back to the list"), href=choice.address(), className="link")
    if frame.empty:
        text = _("Everybody on this list is in another campaign for the product, or nobody fits.")
        return html.Div(empty(_("No customers for a campaign"), text, action=back), className="card")
    found = {
        "customers": len(frame),
        "expected": float(frame["probability"].sum()),
        "managers": int(frame["staff_id"].nunique()),
        "busy": busy,
    }
    form = Still(drawn.form(choice, picked, found, now().date(), catalogue().capacity), className="slot")
    return html.Div(card("recommend-new-campaign", _("New campaign"), form, subtitle=back), className="campaign-new")


def one(key: str) -> html.Div:
    """A campaign with its state."""
    row, rows = campaigns.one(key), campaigns.members(key)
    found, reached = outcome(row, rows)
    is_early = reached is None or reached < row["starts_on"]
    names = staff_names(rows)
    shown = rows_of(key)
    asked = Members(key, row["name"])
    may_export = "export" in current_asker().rights
    twin = html.Div(table(shown, columns()), className="table-wrap", **{"data-question": asked.as_question()})
    cards = [
        html.Section(drawn.figures(row, now().date()), className="card campaign-wide"),
        card(
            "recommend-answers",
            _("Answers"),
            Still(drawn.answers_bar(row["answers"], row["assigned"])),
            subtitle=_("of the tasks"),
        ),
        card(
            "recommend-outcome",
            _("Outcome"),
            Still(drawn.too_early(row, reached) if is_early else drawn.outcome(found, reached)),
            subtitle=_("addressed against control, by the feeds"),
        ),
        card("recommend-managers", _("By manager"), Still(drawn.by_manager(rows, names), className="table-wrap")),
        card(
            "recommend-members",
            _("Customers addressed"),
            Still(twin),
            subtitle=_("names masked"),
            className="campaign-wide",
            tools=[tool_button("excel")] if may_export else None,
        ),
    ]
    back = html.A(_("All campaigns"), href="/recommend/campaigns", className="link")
    return html.Div([html.Div(back, className="campaign-bar"), html.Div(cards, className="campaign-grid")])


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
    """Manager → name, of those with tasks."""
    keys = sorted({row["staff_id"] for row in rows if row["staff_id"]})
    if not keys:
        return {}
    frame = listing("staff", {"staff": keys}, limit=len(keys)).frame
    return dict(zip(frame["staff_id"], frame["name"], strict=True))
