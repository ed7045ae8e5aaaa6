"""How long a turn is with its loops, for whom; what is left out and why; the outlets a screen can stand for."""

from __future__ import annotations

import pytest

from components import admin_turn
from data.wall import current
from tests.wall.conftest import post

TURN = "/api/v1/wall/playlists/turn"
LOOP = {"scene": "visits", "dwell_s": 12, "loop": {"over": "entity"}}


def asked(client, *items, playlist_id="standard"):
    return post(client, TURN, playlist_id=playlist_id, document={"items": list(items)})


def test_without_a_screen_the_turn_is_the_provinces(own_ops, client_as):
    told = asked(client_as("admin"), LOOP, {"scene": "photos", "dwell_s": 30}).json
    (turn,) = told["turns"]
    assert (turn["where"], turn["seconds"], turn["scenes"]) == ("province", 3 * 12 + 30, 4)
    assert told["left_out"] == []


def test_with_screens_it_is_that_of_each_part_they_show(paired, client_as):
    paired("Lobby", "entity:52030201")
    paired("Hall", "province")
    paired("Hall 2", "province")
    told = asked(client_as("admin"), LOOP).json["turns"]
    assert {one["where"]: one["seconds"] for one in told} == {"entity:52030201": 12, "province": 36}


def test_what_is_left_out_is_told_with_the_reason(own_ops, client_as, monkeypatch):
    monkeypatch.setattr(current, "MOST_TURNS", 2)
    there = {"id": "a", "scene": "photos", "dwell_s": 30}
    nobody = {"id": "b", "scene": "headline", "dwell_s": 30, "loop": {"over": "entity", "within": "999999"}}
    told = asked(client_as("admin"), there, nobody, LOOP | {"id": "c"}).json
    assert [one["id"] for one in told["left_out"]] == ["b", "c"]
    assert "3" in told["left_out"][1]["said"] and told["turns"][0]["seconds"] == 30


def test_a_document_that_is_none_is_refused_in_words(own_ops, client_as):
    answer = asked(client_as("admin"), {"scene": "photos", "dwell_s": 1})
    assert answer.status_code == 400 and "3600" in answer.json["message"]


@pytest.mark.parametrize("role", ["executive", "manager"])
def test_only_administrators_ask(own_ops, client_as, role):
    assert asked(client_as(role), LOOP).status_code == 403
    assert client_as(role).get("/api/v1/wall/outlets?entity=entity:52030201").status_code == 403


@pytest.mark.parametrize(
    ("seconds", "said"), [(45, "45 s"), (60, "1 min"), (390, "6 min 30 s"), (3600, "1 h"), (4320, "1 h 12 min")]
)
def test_a_length_is_said_as_people_say_it(as_admin, seconds, said):
    assert admin_turn.lasting(seconds) == said


def test_the_outlets_of_an_entity_can_be_chosen(own_ops, client_as):
    told = client_as("admin").get("/api/v1/wall/outlets?entity=entity:52030201").json["outlets"]
    assert told and all(node.startswith("branch:52030201") for node, _name in told)
    assert [name for _node, name in told] == sorted(name for _node, name in told)
