"""The small application of ``tests/people`` with a directory of a few people and households."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pyarrow as pa
import pytest

from data.clock import now
from data.ops.directory import Directory
from data.ops.engine import writing
from data.ops.schema import photos, positions, visits
from data.ops.tokens import new
from data.ops.users import add, by_username
from tests.people.conftest import office, small  # noqa: F401  fixtures

STAFF = pa.table(
    {
        "staff_id": ["S1", "S2", "S3", "S4"],
        "name": ["罗开梅", "王强", "李军", "张离"],
        "branch_id": ["B1", "B1", "B2", "B1"],
        "entity_id": ["E5203", "E5203", "E5222", "E5203"],
        "is_active": [True, True, True, False],
    }
)
HOUSEHOLDS = pa.table({"household_id": ["H2", "H1", "户3"], "entity_id": ["E5203", "E5203", "E5222"]})
CUSTOMERS = pa.table({"customer_id": ["C1", "C2"], "household_id": ["H1", "H2"]})


@pytest.fixture
def phones(office, monkeypatch):  # noqa: F811
    """``phones(path, body, who="gate")`` → the answer; the tables are empty at the start."""
    monkeypatch.setattr("api.ingest.directory", lambda: Directory("test", STAFF, HOUSEHOLDS, CUSTOMERS))
    with writing() as connection:
        for table in (visits, positions, photos):
            connection.execute(table.delete())
        if by_username(connection, "egate") is None:
            add(connection, "egate", name="Entity gate", role="gateway", scope="entity:E5222")
        tokens = {
            name: new(connection, by_username(connection, name)["user_id"], name=name)
            for name in ("gate", "mary", "egate")
        }
    client = office.server.test_client()

    def post(path: str, body: object, who: str = "gate", **more):
        headers = {"Authorization": f"Bearer {tokens[who]}"} | more.pop("headers", {})
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        return client.post(f"/api/v1/{path}", headers=headers, **sent, **more)

    post.client, post.tokens = client, tokens
    return post


def visit(**changes) -> dict[str, object]:
    """A good visit of S1 at H1, ended a minute ago; ``None`` leaves a field out."""
    start = now() - timedelta(minutes=20)
    whole = {
        "client_uuid": str(uuid.uuid4()),
        "staff_id": "S1",
        "household_id": "H1",
        "customer_id": "C1",
        "purpose": "credit_review",
        "result": "no_need",
        "products": ["grow_loan"],
        "satisfaction": 5,
        "started_at": start.isoformat() + "+08:00",
        "ended_at": (start + timedelta(minutes=19)).isoformat(),
        "position": {"lon": 107.5, "lat": 27.7, "crs": "WGS-84", "accuracy_m": 12},
        "device_time": now().isoformat(),
        "note": "看了茶园",
    } | changes
    return {key: value for key, value in whole.items() if value is not None}


def position(**changes) -> dict[str, object]:
    """A good position of S1."""
    at = now().isoformat()
    return {
        "client_uuid": str(uuid.uuid4()),
        "staff_id": "S1",
        "at": at,
        "lon": 107.5,
        "lat": 27.7,
        "crs": "WGS-84",
    } | changes
