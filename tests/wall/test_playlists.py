"""Playlists: what is wrong is said at once and in words; who was overtaken is told; what a screen shows is not deleted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from data.errors import BadRequest, Conflict, NotFound, PlaylistInvalid
from data.i18n import speaking
from data.ops.engine import reading
from data.ops.schema import audit
from data.wall import playlists
from data.wall.playlist import SCENES, parse
from tests.wall.conftest import post

ONE = {"items": [{"id": "a", "scene": "visits", "dwell_s": 30}]}


def test_the_standing_playlist_shows_every_scene_once(own_ops):
    assert sorted(item.scene for item in playlists.document_of("standard").items) == sorted(SCENES)
    with speaking("zh"):
        assert playlists.one("standard")["name"] == "标准轮播"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "object with items"),
        ({"items": []}, "at least one scene"),
        ({"items": "visits"}, "a list of at most"),
        ({"items": [{"scene": "weather", "dwell_s": 30}]}, "'weather'; allowed are visits"),
        ({"items": [{"scene": "visits", "dwell_s": 1}]}, "1; a number from 2 to 3600"),
        ({"items": [{"scene": "visits", "dwell_s": True}]}, "True; a number"),
        (
            {"items": [{"scene": "visits", "dwell_s": 9, "vars": {"period": "week"}}]},
            "period: 'week'; allowed are now",
        ),
        ({"items": [{"scene": "visits", "dwell_s": 9, "vars": {"language": "fr"}}]}, "allowed are zh, en"),
        ({"items": [{"scene": "visits", "dwell_s": 9, "loop": {"over": "galaxy"}}]}, "repeated for: 'galaxy'"),
        (
            {"items": [{"scene": "visits", "dwell_s": 9, "windows": [{"days": [0], "from": "1", "to": "2"}]}]},
            "days are",
        ),
        (ONE | {"quiet": [{"days": [1], "from": "08:00", "to": "08:00", "dim": 1}]}, "'08:00'–'08:00' is no span"),
        (ONE | {"quiet": [{"days": [1], "from": "08:00", "to": "25:00", "dim": 1}]}, "no span of hours"),
        (ONE | {"quiet": [{"days": [1], "from": "08:00", "to": "09:00", "dim": 2}]}, "dimmed: 2; a number from 0 to 1"),
        (ONE | {"anchored": "yes"}, "yes or no"),
        (ONE | {"alert_s": 1}, "from 5 to 300"),
        ({"items": ONE["items"] * 2}, "same id"),
        ({"items": ONE["items"] * 61}, "at most 60"),
    ],
)
def test_what_is_wrong_is_said_in_words(document, words):
    with speaking("en"), pytest.raises(PlaylistInvalid) as told:
        parse(document)
    assert words in str(told.value)


def test_all_that_is_wrong_is_said_at_once():
    document = {"items": [{"scene": "weather", "dwell_s": 1}], "alert_s": 0}
    with speaking("zh"), pytest.raises(PlaylistInvalid) as told:
        parse(document)
    assert len(told.value.problems) == 3 and all("允许" in one or "须为" in one for one in told.value.problems)


def test_who_was_overtaken_is_told_and_changes_nothing(client_as, own_ops):
    admin = client_as("admin")
    made = post(admin, "/api/v1/wall/playlists", name="Mornings", document=ONE).json["playlist_id"]
    path = f"/api/v1/wall/playlists/{made}"
    first = post(admin, path, name="Mornings", version=1, document=ONE | {"alerts": False})
    second = post(admin, path, name="Evenings", version=1, document=ONE)
    assert first.json == {"version": 2} and second.status_code == 409
    kept = admin.get(path).json
    assert (kept["name"], kept["version"], kept["document"]["alerts"]) == ("Mornings", 2, False)
    with reading() as connection:
        done = connection.execute(select(audit.c.action).where(audit.c.object_id == made)).scalars().all()
    assert done == ["playlist.create", "playlist.save"]


def test_a_wrong_document_is_refused_with_every_problem(client_as, own_ops):
    admin = client_as("admin")
    answer = post(admin, "/api/v1/wall/playlists/standard", name="x", version=1, document={"items": []})
    assert answer.status_code == 400 and answer.json["error"] == "playlist_invalid"
    assert post(admin, "/api/v1/wall/playlists/standard", name="x", document=ONE).status_code == 400
    assert post(admin, "/api/v1/wall/playlists/nowhere", name="x", version=1, document=ONE).status_code == 404


def test_a_copy_is_a_playlist_of_its_own(as_admin):
    copied = playlists.copy("standard")
    playlists.save(copied, 1, "Short", ONE)
    assert len(playlists.document_of("standard").items) == 6 and len(playlists.document_of(copied).items) == 1


def test_what_a_screen_shows_is_not_deleted(as_admin, paired):
    made = playlists.create("Hall", ONE)
    _client, screen_id = paired("Hall", playlist_id=made)
    with pytest.raises(Conflict):
        playlists.remove(made)
    with pytest.raises(BadRequest):
        playlists.remove("standard")
    from data.wall import screens

    screens.revoke(screen_id)
    playlists.remove(made)
    with pytest.raises(NotFound):
        playlists.one(made)
    assert screens.listed()[0]["playlist_id"] == "standard"


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, None])
def test_a_playlist_has_a_name(as_admin, name):
    with pytest.raises(BadRequest):
        playlists.create(name, ONE)


def test_a_changed_playlist_is_the_screen_s_next_program(client_as, paired):
    client, _screen_id = paired()
    before = client.get("/api/v1/wall/program").json
    assert client.get("/api/v1/wall/program").json["version"] == before["version"]
    post(client_as("admin"), "/api/v1/wall/playlists/standard", name="Short", version=1, document=ONE)
    told = client.get("/api/v1/wall/program").json
    assert told["version"] != before["version"] and list(told["items"]) == ["a"]
    assert told["items"]["a"]["dwell_ms"] == 30_000 and told["playlist"]["name"] == "Short"


def test_loops_and_nodes_stay_within_the_screen_s_part(client_as, paired, app):
    from tests.screen.walk import asker_of

    entity, branch = asker_of("entity").scope, asker_of("branch").scope
    items = [
        {"id": "all", "scene": "visits", "dwell_s": 12, "loop": {"over": "entity"}},
        {"id": "outlets", "scene": "performance", "dwell_s": 12, "loop": {"over": "branch"}, "vars": {"node": entity}},
        {"id": "one", "scene": "visits", "dwell_s": 12, "vars": {"node": branch, "language": "en"}},
        {"id": "whole", "scene": "visits", "dwell_s": 12, "vars": {"node": "province"}},
        {"id": "gone", "scene": "visits", "dwell_s": 12, "vars": {"node": "entity:gone"}},
    ]
    made = post(client_as("admin"), "/api/v1/wall/playlists", name="All", document={"items": items}).json["playlist_id"]
    province, _ = paired("Head office", playlist_id=made)
    county, _ = paired("County", scope=entity, playlist_id=made)
    wide, near = (client.get("/api/v1/wall/program").json["items"] for client in (province, county))
    assert len([key for key in wide if key.startswith("all~")]) == 3  # the tiny province's entities
    assert [key for key in near if key.startswith("all~")] == [f"all~{entity}"]
    outlets = {key for key in near if key.startswith("outlets~")}
    assert outlets and outlets == {key for key in wide if key.startswith("outlets~")}
    assert "whole" in wide and "whole" not in near and "gone" not in wide and "one" in near
    assert client_left_out(province) == ["gone"] and client_left_out(county) == ["whole", "gone"]
    assert near["one"]["language"] == "en" and near["one"]["label"].startswith("Visits · ")


def client_left_out(client) -> list[str]:
    return client.get("/api/v1/wall/program").json["left_out"]


def test_a_loop_without_end_is_left_out(paired, client_as, monkeypatch):
    from data.wall import current

    monkeypatch.setattr(current, "MOST_TURNS", 2)  # the tiny province has three entities
    items = [{"id": "all", "scene": "visits", "dwell_s": 12, "loop": {"over": "entity"}}]
    made = post(client_as("admin"), "/api/v1/wall/playlists", name="All", document={"items": items}).json["playlist_id"]
    client, _screen_id = paired("Head office", playlist_id=made)
    told = client.get("/api/v1/wall/program").json
    assert told["left_out"] == ["all"] and {one["dim"] for one in told["segments"]} == {1.0}


def test_a_person_sees_what_a_screen_of_theirs_would_show(client_as, own_ops):
    told = client_as("executive").get("/api/v1/wall/program?playlist=standard").json
    assert told["screen"] is None and len(told["items"]) == 6
    assert client_as("executive").get("/api/v1/wall/program?playlist=none").status_code == 404
    assert client_as("manager").get("/api/v1/wall/program").status_code == 403
