"""Campaigns of the tests: made by whoever acts, and the demo manager's tap."""

from __future__ import annotations

import uuid
from datetime import timedelta

from components.recommend_plan import planned
from data import campaigns
from data.clock import now
from data.scope import acting
from tests.screen.walk import asker_of

WORDS = {"product": "insurance", "top": "1000"}


def made(words: dict | None = None, **changes) -> str:
    today = now().date()
    given = {"starts_on": today, "ends_on": today + timedelta(days=30), "control_share": 0.1, "capacity": 5} | changes
    return campaigns.create(planned("Autumn", words or WORDS, **given))


def mine() -> dict:
    """A task of the demo's manager."""
    with acting(asker_of("manager")):
        return campaigns.tasks(asker_of("manager").scope_id)[0]


def tap(task: dict, said: str, client_uuid: str = "") -> str:
    asker = asker_of("manager")
    with acting(asker):
        return campaigns.answer(
            client_uuid or str(uuid.uuid4()), task["campaign_id"], task["customer_id"], said, asker.scope_id
        )


def post(client, path: str, json: dict):
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
    return client.post(path, json=json, headers=headers)
