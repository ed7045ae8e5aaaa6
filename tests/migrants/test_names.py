"""Names of workers in full: one by one, for those with the right, inside what they see; each is recorded."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from components import migrant_data as people
from components.migrant_choice import Choice
from data.errors import BadRequest, Forbidden
from data.listing import listing
from data.ops.engine import reading
from data.ops.schema import audit
from data.scope import acting
from tests.migrants.readers import _pages, props, reader, seen_as  # noqa: F401
from tests.screen.walk import asker_of, walk

LISTS = ("worker", "worker_activity")


def somebody(list_name: str, **query: str) -> tuple[str, str]:
    """Id and name of the first worker the executive sees in a list."""
    choice = Choice.parse(query)
    where = people.moved(choice) if list_name == "worker_activity" else choice.where
    row = listing(list_name, where=where, limit=1, unmask=True).frame.iloc[0]
    return str(row["worker_id"]), str(row["name"])


def lines(action: str) -> list:
    with reading() as connection:
        found = select(audit.c.actor, audit.c.object_type, audit.c.object_id, audit.c.detail)
        return list(connection.execute(found.where(audit.c.action == action).order_by(audit.c.id)))


def asked(client, list_name: str, worker: str, **view: str):
    """The answer to a click on a name."""
    body = {
        "output": "migrants-named.data-named",
        "outputs": {"id": "migrants-named", "property": "data-named"},
        "inputs": [
            {"id": "migrants-unmask", "property": "data", "value": {"list": list_name, "worker": worker, "at": 1}}
        ],
        "state": [{"id": "migrants-view", "property": "data", "value": view}],
        "changedPropIds": ["migrants-unmask.data"],
    }
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
    return client.post("/_dash-update-component", json=body, headers=headers)


@pytest.mark.parametrize("list_name", LISTS)
def test_who_has_the_right_sees_one_name_and_it_is_recorded(client_as, list_name):
    with acting(asker_of("executive")):
        worker, name = somebody(list_name, place="province:330000")
    client, before = client_as("executive"), lines("personal.unmask")
    answer = json.loads(
        asked(client, list_name, worker, place="province:330000").json["response"]["migrants-named"]["data-named"]
    )
    assert (answer["key"], answer["name"]) == (f"{list_name}:{worker}", name) and "*" not in name
    (line,) = lines("personal.unmask")[len(before) :]
    assert line[:3] == (asker_of("executive").user_id, "worker", worker)
    assert (
        json.loads(line.detail)["list"] == list_name and json.loads(line.detail)["seen"]["place"] == "province:330000"
    )


@pytest.mark.parametrize("list_name", LISTS)
def test_who_lacks_the_right_is_refused_at_the_server_and_nothing_is_told(client_as, list_name):
    with acting(asker_of("executive")):
        worker, name = somebody(list_name)
    client, before, denied = client_as("analyst"), lines("personal.unmask"), len(lines("denied"))
    answer = asked(client, list_name, worker)
    assert answer.status_code == 403 and name not in answer.get_data(as_text=True)
    assert lines("personal.unmask") == before and len(lines("denied")) == denied + 1


@pytest.mark.parametrize("list_name", LISTS)
@pytest.mark.parametrize("username", ["entity", "manager", "centre"])
def test_somebody_of_another_part_stays_masked(username, list_name):
    from pages._migrants_names import unmasked

    with acting(asker_of("executive")):
        frame = listing(list_name, limit=100_000).frame
    with acting(reader(username)):
        own = set(listing(list_name, limit=100_000).frame["worker_id"])
        foreign = next(one for one in frame["worker_id"] if one not in own)
        before = lines("personal.unmask")
        with pytest.raises(Forbidden):
            unmasked(seen_as(username), {"list": list_name, "worker": foreign})
    assert lines("personal.unmask") == before


def test_somebody_outside_the_choice_shown_or_of_no_list_stays_masked():
    from pages._migrants_names import unmasked

    with acting(asker_of("executive")):
        worker, _name = somebody("worker", place="province:330000")
        with pytest.raises(Forbidden):
            unmasked(seen_as("executive", place="province:440000"), {"list": "worker", "worker": worker})
        for list_name, who, error in (("worker", "", Forbidden), ("customer", worker, BadRequest)):
            with pytest.raises(error):
                unmasked(seen_as("executive"), {"list": list_name, "worker": who})


@pytest.mark.parametrize(
    ("username", "is_offered"), [("executive", True), ("entity", True), ("centre", True), ("analyst", False)]
)
def test_names_are_offered_to_those_with_the_right_alone(username, is_offered):
    from pages import _migrants_side as right
    from pages import _migrants_views as views

    with acting(asker_of("executive")):
        place = listing("worker", limit=1).frame["destination_city"].iloc[0]
    with acting(reader(username)):
        seen = seen_as(username) if username != "executive" else seen_as(username, place=f"city:{place}")
        rows = json.loads(views.feed(seen))["rows"]
        buttons = [part for part in walk(right.workers(seen, 0)) if "data-unmask" in props(part)]
    assert rows and all((len(row) == 7) == is_offered for row in rows) and bool(buttons) == is_offered
