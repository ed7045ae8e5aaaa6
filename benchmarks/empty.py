"""An application whose one callback and one address do nothing: the floor that interactions and posts are measured against."""

from dash import Dash, Input, Output, callback, dcc, html
from flask import request

app = Dash(__name__)
app.layout = html.Div([dcc.Input(id="empty-in"), html.Div(id="empty-out")])
server = app.server


@callback(Output("empty-out", "children"), Input("empty-in", "value"))
def update_nothing(value: str | None) -> str | None:
    """The input, unchanged."""
    return value


@server.post("/empty")
def post_nothing() -> dict[str, int]:
    """What came is read and left."""
    return {"bytes": len(request.get_data())}
