"""The planner's form: policy, budget or service days, who must get a day, how many new centres. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from components.cards import card
from components.icons import icon
from components.migrant_plan_asked import MOST_SITES, Asked
from components.visit_controls import switch
from data.i18n import _

FIELDS = ("policy", "mode", "amount", "sites", "counties", "centres")
EXPORTS = ("bars", "table", "sites")  # cards whose button saves the plan as one file


def form(
    asked: Asked, policies: Sequence[Mapping[str, Any]], names: Mapping[str, Mapping[str, str]], *, has_sites: bool
) -> html.Section:
    """``policies``: policy_id and label; ``names``: county and centre → {id: name} of those offered."""
    options = [{"value": row["policy_id"], "label": row["label"]} for row in policies]
    modes = {"budget": _("Budget (yuan)"), "days": _("Service days")}
    counts = {str(n): str(n) for n in range(1, MOST_SITES + 1)}
    fields = [
        _field(_("Policy"), _menu("policy", options, asked.policy, several=False)),
        _field(_("What there is"), switch("migrants-plan-mode", modes, asked.mode, label=_("What there is"))),
        _field(_("How much"), _amount(asked)),
        _field(
            _("Counties that must get a day"), _menu("counties", _options(names["county"]), list(asked.counties)), True
        ),
        _field(
            _("Centres that must get a day"), _menu("centres", _options(names["centre"]), list(asked.centres)), True
        ),
        _field(_("New centres to look for"), switch("migrants-plan-sites", counts, str(asked.sites), label=_("Count"))),
    ]
    run = html.Button([icon("target"), _("Plan")], id="migrants-plan-run", type="button", className="button primary")
    shown = fields if has_sites else [*fields[:-1], html.Div(fields[-1], hidden=True)]
    body = html.Div([*shown, run], className="plan-form")
    return card("migrants-plan-form", _("What to plan"), body, subtitle=asked.node.name)


def export_button(card: str) -> html.Button:
    """The button of a card (``EXPORTS``) that saves the whole plan as Excel."""
    words = _("Save data (Excel)")
    return html.Button(
        icon("download"),
        id=f"migrants-plan-export-{card}",
        type="button",
        className="tool",
        title=words,
        **{"aria-label": words},
    )


def _field(label: str, control: Any, is_optional: bool = False) -> html.Div:
    title = [label, html.Span(_("optional"), className="muted")] if is_optional else [label]
    return html.Div([html.Div(title, className="plan-label"), control], className="plan-field")


def _amount(asked: Asked) -> dcc.Input:
    return dcc.Input(
        id="migrants-plan-amount",
        value=f"{int(asked.amount)}",
        type="text",
        inputMode="numeric",
        autoComplete="off",
        className="field",
    )


def _menu(name: str, options: list[dict[str, str]], value: Any, *, several: bool = True) -> dcc.Dropdown:
    return dcc.Dropdown(
        id=f"migrants-plan-{name}",
        options=options,
        value=value,
        multi=several,
        clearable=several,
        searchable=several,
        placeholder=_("none"),
        className="plan-menu",
    )


def _options(names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": key, "label": name} for key, name in names.items()]
