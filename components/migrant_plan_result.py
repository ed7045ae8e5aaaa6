"""The planner's answer on the screen: figures, the finding, bars against the even split, the table by county and centre."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from dash import html

from components.cards import card, chart, tool_button
from components.migrant_plan_asked import Asked
from components.migrant_plan_figures import ROW, against_even, by_centre
from components.migrant_plan_form import export_button
from components.migrant_plan_words import better_by, finding, given, method, said_list, whole_people, without_days
from components.states import empty
from components.tables import Column, table
from data.i18n import _
from data.i18n.numbers import day_text, human, said
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
        Column("gain", _("Newly reached"), "expected"),
        Column("per_10k", _("Per 10,000 yuan"), "expected"),
    ]


def centre_columns() -> list[Column]:
    """By centre, beside the even split."""
    return [
        Column("centre_name", _("Centre")),
        *_effort(),
        Column("gain", _("Newly reached"), "expected"),
        Column("even_days", _("Days, even split"), "count"),
        Column("even_cost", _("Cost, even split"), "money", _("yuan")),
        Column("even_gain", _("Newly reached, even split"), "expected"),
    ]


def _effort() -> list[Column]:
    return [Column("days", _("Service days"), "count"), Column("cost", _("Cost"), "money", _("yuan"))]


def figures(found: Plan, asked: Asked, day: date) -> html.Div:
    """Five figures of the plan, each with unit, comparator and the ``day`` of the data: newly reached, the even split,
    cost, people for 10,000 yuan, how many more a better plan could reach at most."""
    people = _("people")
    shown: list[tuple[Any, ...]] = [
        (_("Newly reached"), found.gain, people, _beside_even(found)),
        (_("Even split"), found.even, people, _even_spent(found)),
        (_("Cost"), found.cost, _("yuan"), _spent(found, asked), "money"),
        (_("Per 10,000 yuan"), _for_10k(found.gain, found.cost), people, _even_for_10k(found)),
        (_("Could be more"), better_by(found), people, _("at most, with the best plan there is")),
    ]
    return html.Div(html.Div([_figure(day, *one) for one in shown], className="numbers"), className="card plan-figures")


def _beside_even(found: Plan) -> str:
    more = round(found.gain) - round(found.even)
    return (
        _("expected; %(more)s over the even split", more=human(more, signed=True))
        if more
        else _("expected; as the even split")
    )


def _spent(found: Plan, asked: Asked) -> str:
    days = human(found.days, _("service days"))
    return _("%(days)s; given %(given)s", days=days, given=given(asked)) if asked.mode == "budget" else days


def _even_spent(found: Plan) -> str:
    days = human(float(found.frame["even_days"].sum()), _("service days"))
    return _("spread evenly: %(days)s, %(cost)s", days=days, cost=human(found.even_cost, _("yuan")))


def _for_10k(gain: float, cost: float) -> float | None:
    return gain / cost * 10_000 if cost else None


def _even_for_10k(found: Plan) -> str:
    return _("even split %(n)s", n=human(_for_10k(found.even, found.even_cost), format="expected"))


def _figure(day: date, label: str, value: Any, unit: str, note: str, format: str = "expected") -> html.Div:
    number, unit = said(value, unit, format)
    line = [html.Span(number, className="number-value"), html.Span(unit, className="number-unit")]
    return html.Div(
        [
            html.Div(html.Span(label), className="number-label"),
            html.Div(line, className="number-line"),
            html.Div(note, className="change", title=note),
            html.Div(_("data as of %(day)s", day=day_text(day, weekday=False)), className="plan-as-of"),
        ],
        className="number",
    )


def result(found: Plan, asked: Asked, policy: str, names: Names, day: date, how: str) -> list[Any]:
    """Everything about the allocation; ``day``: the last with data; ``how``: what the amount offered first is."""
    told = {key: dict(value) for key, value in names.items()}
    lead = html.P(finding(found, asked, policy, told), className="plan-finding")
    if not found.days:
        nothing = empty(_("Nothing to plan"), _("Give more, or choose a policy with workers it has not reached."))
        return [card("migrants-plan-result", _("Plan"), [lead, nothing], className="plan-table")]
    return [figures(found, asked, day), _bars(found, lead, told, how), _table(found, names)]


def _bars(found: Plan, lead: Any, told: dict[str, dict[str, str]], how: str) -> html.Section:
    frame = named(by_centre(found.frame), told)
    drawn = chart("migrants-plan-bars", against_even(frame), height=44 + ROW * len(frame))
    twin = html.Div(table(frame, centre_columns(), caption=_("Plan and even split by centre")), className="twin")
    tools = [*(tool_button(tool) for tool in ("table", "png", "full")), export_button("bars")]
    body = [
        lead,
        html.Div(drawn, className="chart"),
        twin,
        said_list([*without_days(found, told), *method(found), how]),
    ]
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
        foot=html.Span(words, title=whole_people()),
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
