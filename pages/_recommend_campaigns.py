"""The campaigns page's answers as components: all campaigns, the earlier ones with what they brought, the form for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from components import recommend_campaign as drawn
from components.cards import card
from components.recommend_campaign_form import Offer, form
from components.recommend_choice import Choice
from components.recommend_plan import Free, free
from components.recommend_quality import campaigns as results_table
from components.states import empty
from components.still import Still
from data import campaigns
from data.clock import now
from data.i18n import _
from data.listing import records
from data.scope import current_asker
from models.products import catalogue
from pages._recommend_model import RESULT, campaign_name


def every(choice: Choice) -> html.Div:
    """All campaigns of the asker's part, then the earlier ones of the feeds."""
    rows = campaigns.campaigns()
    make = html.A(_("Choose customers"), href=choice.address(), className="button primary")
    is_open = "campaign:make" in current_asker().rights
    if not rows:
        text = _("A campaign is made out of a list: choose product and customers, then Create campaign.")
        body: Any = html.Div(empty(_("No campaigns yet"), text, action=make if is_open else None), className="card")
    else:
        body = Still(drawn.listed(rows, now().date()), className="slot")
    bar = html.Div(make, className="campaign-bar") if rows and is_open else None
    return html.Div([bar, body, past()])


def past() -> html.Section | None:
    """What campaigns of the feeds brought, each with the way to its detail."""
    rows = records("campaign_result", {"part": ["all", "entity"]}, columns=RESULT)
    # An entity sees its own part of each campaign, everybody else the whole.
    shown = [row for row in rows if row["part"] == "all"] or rows
    if not shown:
        return None
    link = lambda key: f"/recommend/model?campaign={key}#recommend-results-card"  # noqa: E731
    body = Still(results_table(shown, "", link, campaign_name), className="table-wrap")
    told = _("addressed against a control group drawn by lot; openings from the feeds")
    return card("recommend-past", _("Earlier campaigns"), body, subtitle=told, className="campaign-past")


def new(choice: Choice, picked: Sequence[str]) -> html.Div:
    """The form for a campaign out of the list of the choice."""
    found = free(choice, picked)
    back = html.A(_("Back to the list"), href=choice.address(), className="link")
    if found.rows.empty:
        return html.Div(empty(_("No customers for a campaign"), _why_none(found), action=back), className="card")
    shown = Offer(
        len(found.rows),
        float(found.rows["probability"].sum()),
        int(found.rows["staff_id"].nunique()),
        found.busy,
        found.worthless,
    )
    body = Still(form(choice, picked, shown, now().date(), catalogue().capacity), className="slot")
    return html.Div(card("recommend-new-campaign", _("New campaign"), body, subtitle=back), className="campaign-new")


def _why_none(found: Free) -> str:
    if found.worthless:
        return _(
            "%(n)s customers fit, none of them with an expected value. Whoever wants them all the same chooses them by hand"
            " on the list.",
            n=found.worthless,
        )
    return _("Everybody on this list is in another campaign for the product, or nobody fits.")
