"""Where a number comes from, drawn: feeds → tables → name, as the build recorded it."""

from __future__ import annotations

from dash import html

from components.icons import icon
from components.quarantine import feed_title
from data.i18n.codes import code_label
from data.trust import feeds_of, marts_of
from data.trust_figures import Described


def lineage(meant: Described) -> html.Div:
    """The way of a number; without recorded feeds it begins at the tables. Hover a table for its name in the lake."""
    feeds = [html.Span(feed_title(feed), className="node feed") for feed in feeds_of(meant)]
    marts = [html.Span(code_label("mart", mart), className="node", title=mart) for mart in marts_of(meant)]
    first = [*feeds, icon("right")] if feeds else []
    return html.Div([*first, *marts, icon("right"), html.Code(meant.name)], className="lineage")
