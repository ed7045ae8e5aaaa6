"""The model card: how good the forecasts are, honestly, what they must not be used for, and what earlier campaigns brought."""

from __future__ import annotations

from dash import html, register_page

from components.address_words import one_of, understands
from components.navigation import titled
from components.recommend_choice import Choice
from components.recommend_quality import targets
from components.recommend_tabs import tabs
from components.shell import page
from components.states import shown
from data.i18n import _, lazy
from pages import _recommend_model as views
from pages import _recommend_newcomer as newcomer

LABEL = lazy("Model card")
register_page(
    __name__, path="/recommend/model", name="Model", label=LABEL, title=titled(LABEL), order=33, has_scope=False
)


@shown
@understands(target=one_of(*targets()))
def layout(**query: str) -> html.Div:
    """State in the address: target, campaign; and the explorer's words, which lead back."""
    choice = Choice.parse(query)
    head = tabs(choice, "model", has_newcomer=newcomer.is_there())
    target = query.get("target") or ""
    wanted = target if target in targets() else choice.product
    return page("recommend", title=_("Model card"), body=[head, views.body(wanted, str(query.get("campaign") or ""))])
