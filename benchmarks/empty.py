"""An application whose one callback does nothing: the floor that interactions are measured against."""

from dash import Dash, Input, Output, callback, dcc, html

app = Dash(__name__)
app.layout = html.Div([dcc.Input(id="empty-in"), html.Div(id="empty-out")])
server = app.server


@callback(Output("empty-out", "children"), Input("empty-in", "value"))
def update_nothing(value: str | None) -> str | None:
    """The input, unchanged."""
    return value
