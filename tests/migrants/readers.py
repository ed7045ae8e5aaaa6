"""Who reads the migrants page in these tests, and what they get drawn."""

from __future__ import annotations

import pytest

from data.query import ask
from data.scope import Asker, acting
from tests.screen.walk import asker_of


def props(part) -> dict:
    return part.to_plotly_json()["props"]


def seen_as(username: str, **query: str):
    """The page's choice with its month, as somebody sees it."""
    from components.migrant_choice import Choice
    from pages._migrants_views import Seen

    return Seen(Choice.parse(query))


def reader(username: str) -> Asker:
    """A demo account; ``centre`` is the head of the centre with most workers."""
    if username != "centre":
        return asker_of(username)
    with acting(asker_of("executive")):
        busiest = ask("migrant_workers", by="centre", order="-migrant_workers", limit=1).frame["centre"].iloc[0]
    return Asker.of("c1", "Centre", "centre_head", "centre", busiest)


def drawn(username: str, **query: str):
    from pages import migrants

    with acting(reader(username)):
        return migrants.layout(**query)


@pytest.fixture(scope="module", autouse=True)
def _pages(app):
    """Pages are registered with the application."""
    app.server.test_client().get("/login")
