"""The pieces of the catalogue: metrics as cards by subject, feeds as a board."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from components.cards import card, info
from components.icons import icon
from components.lineage import lineage
from components.quarantine import feed_title, reason_text
from components.states import empty
from components.tables import Column, table
from data.clock import now
from data.i18n import _, n_
from data.i18n.numbers import clock_text, day_text, human
from data.metrics.dimensions import DIMENSIONS
from data.metrics.registry import Metric, metrics
from data.trust import Sums, deliveries, rejected, totals, totals_by_feed


def switch(view: str, wish: str) -> list[Any]:
    """Metrics or feeds, and the field to search in."""
    feeds = view == "feeds"
    tabs = html.Div(
        [
            html.A(_("Numbers"), href="/catalog", className="" if feeds else "active"),
            html.A(_("Feeds"), href="/catalog?view=feeds", className="active" if feeds else ""),
        ],
        className="switch catalog-tabs",
    )
    field = dcc.Input(
        id="catalog-search",
        value=wish,
        type="text",
        className="field catalog-search",
        placeholder=_("Find a number by name, definition or formula"),
        autoComplete="off",
    )
    return [tabs] if feeds else [tabs, field]


def metric_list(wish: str) -> html.Div:
    """Cards of the metrics that hold ``wish``, grouped by what they count."""
    found = [meant for meant in metrics().values() if holds(meant, wish)]
    count = n_("%(count)s number", "%(count)s numbers", len(found))
    groups: dict[str, list[Metric]] = {}
    for meant in found:
        groups.setdefault(meant.base, []).append(meant)
    cards = [metric_card(group) for group in groups.values()]
    body = (
        html.Div(cards, className="catalog-grid")
        if cards
        else empty(_("No number holds this word"), _("Try a shorter one."))
    )
    return html.Div([html.P(count, className="muted catalog-count"), body], id="catalog-metrics", className="span-12")


def holds(meant: Metric, wish: str) -> bool:
    """Whether name, label, definition or formula in either language hold ``wish``."""
    texts = [meant.label, meant.short, meant.definition, meant.formula]
    spoken = [meant.name, *(text.zh for text in texts), *(text.en for text in texts)]
    return wish.strip().lower() in " ".join(spoken).lower()


def metric_card(family: list[Metric]) -> html.Section:
    """One number with its windows (day, month, year to date) and what it comes from."""
    first = family[0]
    others = [
        html.Span([html.Span(meant.label.text()), info(meant.name)], className="catalog-window") for meant in family[1:]
    ]
    splits = _(", ").join(DIMENSIONS[name].label.text() for name in first.dimensions)
    return card(
        f"catalog-{first.name}",
        first.label.text(),
        [
            html.P(first.definition.text(), className="catalog-text"),
            html.Code(first.formula.text(), className="formula"),
            html.Div(others, className="catalog-windows") if others else None,
            html.Dl([html.Dt(_("Splits by")), html.Dd(splits or "—")], className="catalog-facts"),
            lineage(first),
        ],
        metric=first.name,
        tools=html.Span(first.unit.text(), className="chip"),
        className="catalog-card",
    )


def feed_board() -> list[Any]:
    """What was delivered, what was taken in, what was put aside and why."""
    sums = totals()
    told = _(
        "in 30 days %(read)s rows read = %(loaded)s loaded + %(rejected)s in quarantine",
        **{name: human(value, compact=False) for name, value in sums._asdict().items()},
    )
    return [
        card(
            "catalog-feeds",
            _("Latest deliveries"),
            table(_deliveries(), _delivery_columns(), className="wide-head"),
            subtitle=told,
            className="span-8",
        ),
        card(
            "catalog-quarantine",
            _("Quarantine"),
            _reasons(),
            subtitle=_("rows of 30 days, by reason"),
            className="span-4",
        ),
    ]


def _deliveries() -> pd.DataFrame:
    month = totals_by_feed()
    rows = []
    for one in deliveries():
        sums = month.get(one.feed, Sums())
        rows.append(vars(one) | {"sound": one.is_sound, "read_30": sums.read, "rejected_30": sums.rejected})
    return pd.DataFrame(rows)


def _delivery_columns() -> list[Column]:
    def state(_value: Any, row: pd.Series) -> html.Span:
        if not row["sound"]:
            return html.Span([icon("warning"), _("failed")], className="chip bad")
        aside = row["rows_rejected"] > 0
        return html.Span(
            [icon("warning" if aside else "check"), _("put aside") if aside else _("sound")],
            className=f"chip {'warn' if aside else 'good'}",
        )

    return [
        Column("feed", _("Feed"), draw=lambda value, _row: feed_title(value)),
        Column("business_date", _("Business day"), draw=lambda value, _row: day_text(value)),
        Column("rows_read", _("Read"), "count"),
        Column("rows_loaded", _("Loaded"), "count"),
        Column("rows_rejected", _("Put aside"), "count"),
        Column("loaded_at", _("Loaded at"), draw=lambda value, _row: clock_text(value, today=now().date())),
        Column("sound", _("State"), draw=state),
        Column("read_30", _("Read in 30 days"), "count"),
        Column("rejected_30", _("Put aside in 30 days"), "count"),
    ]


def _reasons() -> Any:
    frame = rejected()
    if frame.empty:
        return empty(_("Nothing in quarantine"), _("Every row delivered keeps its contract."))
    columns = [
        Column("feed", _("Feed"), draw=lambda value, _row: feed_title(value)),
        Column("reason", _("Reason"), draw=lambda value, _row: reason_text(value)),
        Column("rows", _("Rows"), "count"),
    ]
    return table(frame, columns, className="wraps")
