"""The tabs of the recommendation pages, and what the model in use is worth for the product looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from components.icons import icon
from components.recommend_choice import Choice
from data.i18n import _
from data.i18n.numbers import human
from data.scope import current_asker


def tabs(
    choice: Choice, active: str, *, has_newcomer: bool, quality: Mapping[str, Mapping[str, Any]] | None = None
) -> html.Nav:
    """The places of the recommendation pages, tasks first for whom they are given to; the model's worth at the right. On a phone
    the strip scrolls, ``recommend_tabs.js`` keeps the present one in view, and the model card is its last place."""
    card = choice.address("/recommend/model", view=None, search=None)
    links = [
        _tab(label, href, is_on=name == active) for name, label, href in _places(choice, has_newcomer=has_newcomer)
    ]
    links.append(_tab(_("Model card"), card, is_on=active == "model", className="only-phone"))
    return html.Nav(
        [html.Div(links, className="offer-tabs-list"), worth(quality or {}, card, is_on=active == "model")],
        className="offer-tabs",
        **{"aria-label": _("Recommendations")},
    )


def _places(choice: Choice, *, has_newcomer: bool) -> list[tuple[str, str, str]]:
    tasks = [("tasks", _("Tasks"), "/recommend/tasks")] if "campaign:answer" in current_asker().rights else []
    newcomer = [("newcomer", _("New customer"), choice.address(view="newcomer"))] if has_newcomer else []
    return [
        *tasks,
        ("products", _("Product → customers"), choice.address(view=None)),
        ("customers", _("Customer → products"), choice.address(view="customers")),
        *newcomer,
        ("campaigns", _("Campaigns"), choice.address("/recommend/campaigns", view=None, product=None)),
    ]


def _tab(label: str, href: str, *, is_on: bool, className: str = "") -> html.A:
    current = {"aria-current": "page"} if is_on else {}
    return html.A(label, href=href, className=f"{className} on".strip() if is_on else className, **current)


def worth(quality: Mapping[str, Mapping[str, Any]], href: str, *, is_on: bool) -> html.Div:
    """AUC with its interval, calibration error: of a later month than the model knew; and the way to the model card."""
    auc, error = quality.get("auc"), quality.get("calibration_error")
    figures: list[Any] = []
    if auc and error:
        interval = f"({human(auc['low'], decimals=3)}–{human(auc['high'], decimals=3)})"
        figures = [
            html.B(f"AUC {human(auc['value'], decimals=3)}"),
            html.Span(interval, className="muted"),
            html.B(_("Calibration error"), className="also"),
            html.Span(_("%(n)s pt", n=human(100 * error["value"], decimals=2))),
        ]
    tip = _("Tested on %(month)s, a month the model had not seen", month=f"{auc['tested_on']:%Y-%m}") if auc else ""
    link = html.A([_("Model card"), icon("right")], href=href, className="link on" if is_on else "link")
    return html.Div([*figures, link], className="offer-worth", title=tip)
