"""Campaigns: made out of a list, with a control group drawn by lot; their answers, tasks, and the outcome by the feeds."""

from __future__ import annotations

from typing import Any

from dash import html, register_page

from components.address_words import number, understands
from components.navigation import titled
from components.recommend_choice import Choice
from components.recommend_tabs import tabs
from components.shell import page
from components.states import shown
from data import campaigns
from data.i18n import _, lazy
from data.scope import current_asker
from pages import _recommend_campaign, _recommend_campaigns
from pages import _recommend_newcomer as newcomer
from pages.recommend import bar

LABEL = lazy("Campaigns")
register_page(
    __name__, path="/recommend/campaigns", name="Campaigns", label=LABEL, title=titled(LABEL), order=31, bar=bar
)


@shown
@understands(new=number(0, 1, whole=True))
def layout(**query: str) -> html.Div:
    """State in the address: campaign; or new with the words of the explorer and ``picked``."""
    choice = Choice.parse(query)
    head = tabs(choice, "campaigns", has_newcomer=newcomer.is_there())
    return page("recommend", title=_("Campaigns"), body=[head, _body(choice, query)])


def _body(choice: Choice, query: dict[str, Any]) -> Any:
    if query.get("campaign"):
        return _recommend_campaign.one(str(query["campaign"]))
    if query.get("new") and "campaign:make" in current_asker().rights:
        picked = [part for part in str(query.get("picked") or "").split(",") if part]
        return _recommend_campaigns.new(choice, picked[: campaigns.MOST_MEMBERS])
    return _recommend_campaigns.every(choice)
