"""The wall on the tiny province, with an operations DB of each test's own: screens are paired, playlists changed."""

from __future__ import annotations

import pytest

from api.screen_cookie import SCREEN_COOKIE
from data.i18n import speaking
from data.scope import acting
from data.wall import pairing
from tests.recommend.conftest import own_ops, seeded  # noqa: F401
from tests.screen.walk import asker_of

SITE = {"Origin": "http://localhost"}


@pytest.fixture
def as_admin(app, own_ops):  # noqa: F811
    """Inside: whatever is done is done by the administrator."""
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("admin")):
        yield


@pytest.fixture
def paired(app, own_ops):  # noqa: F811
    """``paired(name, scope, playlist)`` → a client that is signed in as a new screen, and the screen's id."""

    def pair(name: str = "Lobby", scope: str = "province", playlist_id: str = "standard"):
        client = app.server.test_client()
        code = waiting(client).json["code"]
        with app.server.test_request_context("/"), acting(asker_of("admin")):
            screen_id = pairing.confirm(code, name=name, scope=scope, playlist_id=playlist_id)
        assert waiting(client).json == {"state": "paired"} and client.get_cookie(SCREEN_COOKIE)
        return client, screen_id

    return pair


def waiting(client):
    """What the page of a screen that waits hears."""
    client.get("/pair")
    headers = SITE | {"X-CSRFToken": client.get_cookie("_csrf_token").value}
    return client.post("/pair/state", headers=headers)


def post(client, path: str, **body):
    """A person's unsafe request, as a page of ours sends it."""
    headers = SITE | {"X-CSRFToken": client.get_cookie("_csrf_token").value}
    return client.post(path, json=body, headers=headers)
