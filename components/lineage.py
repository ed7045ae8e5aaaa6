"""Where a number comes from, drawn: feeds → marts → name, as the build recorded it."""

from __future__ import annotations

from dash import html

from components.icons import icon
from data.metrics.registry import Metric
from data.trust import feeds_of, marts_of


def lineage(meant: Metric) -> html.Div:
    """The way of a metric; without recorded feeds it begins at the marts."""
    feeds = [html.Span(feed, className="node feed") for feed in feeds_of(meant.name)]
    marts = [html.Span(mart, className="node") for mart in marts_of(meant.name)]
    first = [*feeds, icon("right")] if feeds else []
    return html.Div([*first, *marts, icon("right"), html.Code(meant.name)], className="lineage")
