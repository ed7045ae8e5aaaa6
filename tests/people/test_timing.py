"""Answers tell how long the server took; a callback's language ends with it."""

from __future__ import annotations

from data.i18n import current_language


def test_an_answer_tells_the_server_s_time(client_as):
    told = client_as("executive").get("/api/v1/freshness").headers["Server-Timing"]
    assert told.startswith("app;dur=") and float(told.removeprefix("app;dur=")) >= 0


def test_what_is_open_to_anybody_tells_no_time(app):
    client = app.server.test_client()
    assert "Server-Timing" not in client.get("/login").headers and "Server-Timing" not in client.get("/healthz").headers


def test_the_language_of_a_callback_ends_with_it(client_as):
    client = client_as("executive")
    before = current_language()
    for language in ("en", "zh"):
        client.post("/_dash-update-component", json={}, headers={"X-Qianhui-Language": language})
        assert current_language() == before
