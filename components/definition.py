"""The definition card behind every ⓘ: what a number is, how it is made, how fresh and sound it is, who owns it."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.exceptions import PreventUpdate

from components.icons import icon
from components.lineage import lineage
from components.quarantine import feed_title
from components.states import skeleton
from data.i18n import _
from data.i18n.numbers import day_text, human
from data.metrics.dimensions import DIMENSIONS
from data.serving import snapshot
from data.trust import deliveries, feeds_of
from data.trust_figures import Described, Figure, described


def sheet() -> html.Div:
    """The dialog all cards share; ``shell_cards.js`` opens it and says which metric."""
    dialog = html.Dialog(
        html.Div(skeleton(6), id="shell-definition"),
        id="shell-definition-sheet",
        className="sheet",
        **{"aria-label": _("Definition")},
    )
    return html.Div([dialog, dcc.Store(id="shell-definition-metric")])


def register(app: Dash) -> None:
    """Fill the dialog."""

    @app.callback(
        Output("shell-definition", "children"), Input("shell-definition-metric", "data"), prevent_initial_call=True
    )
    def update_definition(asked: dict[str, Any] | None) -> Any:
        if not asked:
            raise PreventUpdate
        return definition_card(described(str(asked.get("metric"))))


def definition_card(meant: Described) -> html.Div:
    """Everything there is to know about a metric."""
    close = html.Button(icon("close"), className="tool", type="button", **{"data-close": "1", "aria-label": _("Close")})
    facts = [part for name, value in facts_of(meant) for part in (html.Dt(name), html.Dd(value))]
    return html.Div(
        [
            html.Div([html.H2(meant.label.text()), close], className="definition-head"),
            html.P(meant.definition.text(), className="definition-text"),
            html.Dl(facts),
        ],
        className="definition",
    )


def facts_of(meant: Described) -> list[tuple[str, Any]]:
    """Name and value of each line of the card."""
    splits = [DIMENSIONS[name].label.text() for name in meant.dimensions]
    return [
        (_("Formula"), html.Span(meant.formula.text(), className="formula")),
        (_("Unit"), meant.unit.text()),
        (
            _("Direction"),
            {"up": _("more is better"), "down": _("less is better")}.get(meant.direction, _("neither is better")),
        ),
        (_("Compared with"), comparator_text(meant)),
        (_("Data as of"), as_of_text()),
        (_("Quality"), quality(meant)),
        (_("Comes from"), lineage(meant)),
        *([(_("Splits by"), _(", ").join(splits))] if splits else []),
        (_("Owner"), meant.owner.text()),
        (_("Source"), meant.source.text() if isinstance(meant, Figure) else feed_title(meant.source)),
        (_("Since"), day_text(meant.since, weekday=False, year=True)),
        (_("Name in the API"), html.Code(meant.name)),
    ]


def comparator_text(meant: Described) -> str:
    """What its change is measured against."""
    return {
        "weekday": _("the same weekday of last week, until the same minute"),
        "month": _("last month, until the same day and minute"),
        "year": _("last year, until the same day and minute"),
        "day": _("the business day before"),
        "thirty_days": _("the 30 days before"),
        "promise": _("the promise: yesterday is complete"),
    }.get(meant.comparator, _("nothing"))


def as_of_text() -> str:
    """Up to when history and today's live rows reach."""
    shown = snapshot()
    history = _("history to %(day)s", day=day_text(shown.as_of_date))
    live = _("live to %(when)s", when=f"{shown.live_at:%H:%M:%S}") if shown.live_at else ""
    return " · ".join(filter(None, [history, live]))


def quality(meant: Described) -> Any:
    """The state of the feeds it comes from: the latest deliveries, and rows put aside."""
    feeds = set(feeds_of(meant))
    held = [delivery for delivery in deliveries() if delivery.feed in feeds or isinstance(meant, Figure)]
    broken = [feed_title(delivery.feed) for delivery in held if not delivery.is_sound]
    if broken:
        return html.Span(
            [icon("warning"), _("Not loaded: %(feeds)s", feeds=_(", ").join(broken))], className="chip bad"
        )
    aside = sum(delivery.rows_rejected for delivery in held)
    if not held:
        return html.Span(_("unknown"), className="muted")
    if aside:
        text = _("%(n)s rows of the last deliveries in quarantine", n=human(aside))
        return html.Span([icon("warning"), text], className="chip warn")
    return html.Span([icon("check"), _("All rows of the last deliveries loaded")], className="chip good")
