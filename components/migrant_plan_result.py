"""The planner's answer on the screen: figures, the finding, bars against the even split, the table by county and centre."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from components.cards import card, chart, tool_button
from components.migrant_plan_asked import Asked
from components.migrant_plan_figures import ROW, against_even, by_centre
from components.migrant_plan_form import export_button
from components.migrant_plan_words import finding, method_list
from components.states import empty
from components.tables import Column, table
from data.i18n import _
from data.i18n.numbers import human, percent
from models.migrant_plan import Plan
from models.migrant_plan_settings import parameters

MOST_ROWS = 150  # on the screen; the export has all

Names = Mapping[str, Mapping[str, str]]


def named(frame: pd.DataFrame, names: Names) -> pd.DataFrame:
    """With ``<dimension>_name`` for county and centre."""
    held = {
        name: frame[name].astype(str).map(lambda key, of=names[name]: of.get(key, key))
        for name in names
        if name in frame
    }
    return frame.assign(**{f"{name}_name": column for name, column in held.items()})


def columns() -> list[Column]:
    """By county and centre: days, cost, uncovered, expected gain, gain for 10,000 yuan."""
    return [
        Column("county_name", _("County")),
        Column("centre_name", _("Centre")),
        *_effort(),
        Column("uncovered", _("Not reached"), "count"),
        Column("gain", _("Newly reached"), "decimal"),
        Column("per_10k", _("Per 10,000 yuan"), "decimal"),
    ]


def centre_columns() -> list[Column]:
    """By centre, beside the even split."""
    return [
        Column("centre_name", _("Centre")),
        *_effort(),
        Column("gain", _("Newly reached"), "decimal"),
        Column("even_days", _("Days, even split"), "count"),
        Column("even_gain", _("Even split"), "decimal"),
    ]


def _effort() -> list[Column]:
    return [Column("days", _("Service days"), "count"), Column("cost", _("Cost"), "money", _("yuan"))]


def figures(found: Plan) -> html.Div:
    """Five figures: reached, by the even split, cost and days, for 10,000 yuan, distance from the best."""
    more = found.gain / found.even - 1 if found.even else None
    per = found.gain / found.cost * 10_000 if found.cost else None
    ahead = (
        _("the plan: %(more)s", more=human(more, "%", "percent", decimals=0, signed=True)) if more is not None else ""
    )
    proof = _("the best there is") if found.is_proved else _("at most")
    shown = [
        (_("Newly reached"), human(round(found.gain)), "", _("expected")),
        (_("Even split"), human(round(found.even)), "", ahead),
        (_("Cost"), human(found.cost, "", "money"), _("yuan"), human(found.days, _("service days"))),
        (_("Per 10,000 yuan"), human(per, "", "decimal"), "", _("people")),
        (_("Below the bound"), percent(found.gap, 2), "", proof),
    ]
    return html.Div(html.Div([_figure(*one) for one in shown], className="numbers"), className="card plan-figures")


def _figure(label: str, value: str, unit: str, note: str) -> html.Div:
    line = [html.Span(value, className="number-value"), html.Span(unit, className="number-unit")]
    return html.Div(
        [
            html.Div(html.Span(label), className="number-label"),
            html.Div(line, className="number-line"),
            html.Div(note, className="change"),
        ],
        className="number",
    )


def result(found: Plan, asked: Asked, policy: str, names: Names) -> list[Any]:
    """Everything about the allocation."""
    told = {key: dict(value) for key, value in names.items()}
    said = html.P(finding(found, asked, policy, told), className="plan-finding")
    if not found.days:
        nothing = empty(_("Nothing to plan"), _("Give more, or choose a policy with workers it has not reached."))
        return [card("migrants-plan-result", _("Plan"), [said, nothing], className="plan-table")]
    return [figures(found), _bars(found, said, names), _table(found, names)]


def _bars(found: Plan, said: Any, names: Names) -> html.Section:
    frame = named(by_centre(found.frame), names)
    drawn = chart("migrants-plan-bars", against_even(frame), height=44 + ROW * len(frame))
    twin = html.Div(table(frame, centre_columns(), caption=_("Plan and even split by centre")), className="twin")
    tools = [*(tool_button(tool) for tool in ("table", "png", "full")), export_button("bars")]
    body = [said, html.Div(drawn, className="chart"), twin, method_list(found)]
    return card("migrants-plan-bars", _("Plan against an even split"), body, tools=tools, className="plan-bars")


def _table(found: Plan, names: Names) -> html.Section:
    planned = found.frame[found.frame["days"] > 0]
    body = table(named(planned.head(MOST_ROWS), names), columns(), caption=_("Service days by county and centre"))
    words = _("%(n)s pairs of county and centre", n=human(len(planned)))
    if len(planned) > MOST_ROWS:
        words = _(
            "%(n)s pairs of county and centre; the first %(most)s are shown, the export has all",
            n=human(len(planned)),
            most=MOST_ROWS,
        )
    return card(
        "migrants-plan-table",
        _("Service days by county and centre"),
        html.Div(body, className="table-wrap"),
        tools=[export_button("table")],
        foot=html.Span(words),
        className="plan-table",
    )


def assumed() -> html.Section:
    """Every assumption with its value, unit and reason: beside the result, never hidden."""
    rows = [
        html.Div(
            [
                html.Dt(one.label.text()),
                html.Dd([html.B(f"{one.value:g}"), " ", one.unit.text()]),
                html.Dd(one.note.text(), className="muted"),
            ]
        )
        for one in parameters().values()
    ]
    lead = html.P(
        _(
            "Newly reached = those who can be met × (1 − exp(−services × rate of first services ÷ those who can be met))."
            " The rate is each cell's own history, drawn to the mean. The figures below are assumptions, not measurements."
        ),
        className="muted",
    )
    return card("migrants-plan-assumed", _("Assumptions"), [lead, html.Dl(rows, className="plan-assumed")])
