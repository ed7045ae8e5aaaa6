"""A small application with the real guard, sign-in, headers and problems, and a few people: no province needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from dash import Dash, Input, Output, html

from data.ops.engine import engine, migrate, writing
from data.ops.schema import login_attempts
from data.ops.users import add
from data.settings import Settings

PEOPLE = {"boss": "executive", "adam": "admin", "mary": "manager", "gate": "gateway", "olga": "officer"}
PASSWORD = "a long password"
HTML = {"Accept": "text/html"}


def small_app(chosen: Settings) -> Dash:
    """Guard, sign-in, headers, problems, a page and two callbacks."""
    from api import guard, headers, ingest, login, other_phones, photo_uploads, photos, problems, vote_codes, vote_page

    app = Dash(__name__, use_pages=False)
    app.layout = html.Div([html.Button(id="visits-go"), html.Div(id="visits-out")])

    @app.callback(Output("visits-out", "children"), Input("visits-go", "n_clicks"))
    def update_out(clicks):
        return f"clicked {1 // clicks}"

    @app.callback(Output("admin-out", "children"), Input("admin-go", "n_clicks"))
    def update_admin(_clicks):
        return "secret"

    login.init(app.server, chosen)
    guard.init(app)
    headers.init(app, chosen)
    problems.init(app)
    for part in (login, ingest, photos, photo_uploads, other_phones, vote_page, vote_codes):
        app.server.register_blueprint(part.bp)
    app.server.add_url_rule("/api/v1/broken", "broken", lambda: 1 // 0)
    return app


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory):
    """The small application; its settings are in use while a test holds ``office``."""
    home: Path = tmp_path_factory.mktemp("people")
    chosen = Settings.from_env(
        {
            "QIANHUI_HOME": str(home),
            "QIANHUI_SECRET_KEY": "x" * 32,
            "QIANHUI_LOGIN_PER_MINUTE": "100000",
            "QIANHUI_LANG": "en",
        }
    )
    migrate(engine(chosen))
    with writing(engine(chosen)) as connection:
        for username, role in PEOPLE.items():
            scope = "staff:S1" if role == "manager" else "province"
            add(connection, username, name=username.title(), role=role, scope=scope, password=PASSWORD)
    with pytest.MonkeyPatch.context() as patch:  # other tests of this process have settings of their own
        patch.setattr("data.settings._chosen", chosen)
        return small_app(chosen), chosen


@pytest.fixture
def office(small, monkeypatch):
    """The small application with its settings in use and no failed sign-ins remembered."""
    app, chosen = small
    monkeypatch.setattr("data.settings._chosen", chosen)
    with writing(engine(chosen)) as connection:
        connection.execute(login_attempts.delete())
    return app


def sign_in(app: Dash, username: str, password: str = PASSWORD, **form: str):
    """→ (client, answer of POST /login)."""
    client = app.server.test_client()
    client.get("/login")
    token = client.get_cookie("_csrf_token").value
    return client, client.post("/login", data={"username": username, "password": password, "csrf_token": token, **form})


@pytest.fixture
def as_person(office):
    """``as_person("boss")`` → a signed-in client."""

    def signed(username: str):
        client, answer = sign_in(office, username)
        assert answer.status_code == 302, answer.text
        return client

    return signed


def callback_body(output: str, changed: str, value: object) -> dict[str, object]:
    """What Dash's renderer posts for a callback with one input."""
    out_id, out_property = output.split(".")
    in_id, in_property = changed.split(".")
    return {
        "output": output,
        "outputs": {"id": out_id, "property": out_property},
        "inputs": [{"id": in_id, "property": in_property, "value": value}],
        "changedPropIds": [changed],
    }


def post_callback(client, output: str, changed: str, value: object):
    """Post a callback as a browser of ours would."""
    token = client.get_cookie("_csrf_token")
    headers = {"X-CSRFToken": token.value if token else ""}
    return client.post("/_dash-update-component", json=callback_body(output, changed, value), headers=headers)
