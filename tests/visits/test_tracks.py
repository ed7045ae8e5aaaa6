"""Positions and photos of people: only with the right and inside the scope."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import insert

from data.clock import now
from data.errors import Forbidden
from data.listing import listing
from data.ops.engine import writing
from data.ops.schema import positions
from data.scope import Asker, acting
from data.tracks import positions_of_day

EVERYBODY = Asker.of("u1", "Executive", "executive", "province", None)


@pytest.fixture
def somebody(app) -> dict:
    """An active manager with two positions today."""
    with acting(EVERYBODY):
        who = listing("staff", where={"is_manager": True, "is_active": True}, limit=1).frame.iloc[0].to_dict()
    day = now().replace(hour=10, minute=0, second=0, microsecond=0)
    rows = [
        {
            "client_uuid": str(uuid.uuid4()),
            "staff_id": who["staff_id"],
            "at": day + timedelta(minutes=n),
            "lon": 107.0,
            "lat": 27.0,
        }
        | {"source_crs": "WGS-84", "is_mock": False, "received_at": now()}
        for n in (5, 1)
    ]
    with writing() as connection:
        connection.execute(insert(positions), rows)
    return who


def test_oldest_first(somebody):
    with acting(EVERYBODY):
        found = positions_of_day(somebody["staff_id"], now().date())
    assert found["at"].is_monotonic_increasing and len(found) >= 2


def test_an_analyst_sees_no_track(somebody):
    with acting(Asker.of("u2", "Analyst", "analyst", "province", None)), pytest.raises(Forbidden):
        positions_of_day(somebody["staff_id"], now().date())


def test_another_entity_sees_no_track(somebody):
    with acting(EVERYBODY):
        others = [e for e in listing("entity", limit=10).frame["entity_id"] if e != somebody["entity_id"]]
    with acting(Asker.of("u3", "Head", "entity_head", "entity", others[0])), pytest.raises(Forbidden):
        positions_of_day(somebody["staff_id"], now().date())
