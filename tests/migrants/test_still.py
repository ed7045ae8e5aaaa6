"""What goes to the browser as data instead of components: all of it, and nothing that needs Dash."""

from __future__ import annotations

import json
from typing import Any

import plotly
import pytest
from dash import dcc, html

from components.migrant_choice import Choice
from components.still import Still, compact
from data.i18n import speaking
from data.scope import acting
from pages import _migrants_side as right
from pages import _migrants_views as views
from pages._migrants_seen import Seen
from tests.screen.walk import asker_of, texts, walk


def sent(part: Any) -> Any:
    """A component as Dash sends it."""
    return json.loads(json.dumps(part, cls=plotly.utils.PlotlyJSONEncoder))


def said(drawn: Any) -> list[str]:
    """Every text of a drawing as sent, in order."""
    if isinstance(drawn, str):
        return [drawn]
    inside = drawn[0] if isinstance(drawn[0], list) else drawn[2:]
    return [text for part in inside for text in said(part)]


def test_names_switches_and_styles_are_those_of_html():
    button = html.Button(
        "a < b", className="tool", disabled=True, hidden=False, style={"width": "3%"}, **{"data-x": "1"}
    )
    attributes = {"class": "tool", "disabled": "", "style": {"width": "3%"}, "data-x": "1"}
    assert compact(button) == ["button", attributes, "a < b"]


def test_all_that_dash_would_send_is_sent():
    """Attributes are read off the component: none that Dash keeps for itself comes along, none is left out."""
    made = html.A("go", href="/", title="t", tabIndex=2, id="x", hidden=False, **{"aria-label": "l", "data-n": 3})
    props = made.to_plotly_json()["props"]
    props.pop("children")
    assert compact(made)[1] == {name: value for name, value in props.items() if value is not False}


def test_numbers_and_gaps_among_the_parts():
    assert compact(html.P([7, None, [html.B(0), "x"]])) == ["p", {}, "7", [[["b", {}, "0"], "x"]]]


def test_what_needs_dash_is_refused():
    with pytest.raises(TypeError, match="Store"):
        sent(Still(html.Div(dcc.Store(id="held"))))


@pytest.mark.parametrize(
    "query", [{}, {"place": "province:330000"}, {"place": "city:330300"}, {"view": "", "origin": "520324"}]
)
def test_cards_figures_and_twins_go_as_data_and_say_the_same(province, query):
    with acting(asker_of("executive")), speaking("zh"):
        seen = Seen(Choice.parse(query))
        drawn = [views.headline(seen), right.side(seen), views.map_twin(seen), views.ways(seen), views.ways_twin(seen)]
    stills = [part for part in walk(drawn) if isinstance(part, Still)]
    assert len(stills) >= 5
    for still in stills:
        told = sent(still)["props"]
        assert "children" not in told
        assert said(json.loads(told["data-still"])) == texts(still.children)


def test_a_click_mounts_a_handful_of_components(province):
    with acting(asker_of("executive")), speaking("zh"):
        side = json.dumps(sent(right.side(Seen(Choice.parse({})))))
    assert side.count('"namespace"') == 1
