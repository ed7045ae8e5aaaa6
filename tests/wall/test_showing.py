"""Out of turn: shown now, by priority, until its end; grave alerts once a day, ten minutes apart; then the turn goes on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from components import wall_alerts
from components.alerts import Alert
from data.clock import now
from data.errors import BadRequest, Forbidden, NotFound
from data.i18n import speaking
from data.ops.engine import reading, writing
from data.ops.schema import audit, wall_show
from data.scope import acting
from data.wall import playlists, showing
from data.wall.playlist import Playlist, Quiet
from data.wall.windows import DAY, Window
from tests.screen.walk import asker_of
from tests.wall.conftest import SITE, post

PROGRAM, ITEM = "/api/v1/wall/program", {"scene": "photos"}
EVERYWHERE = ("none", "standard", "province")


def begun() -> None:
    """What was to begin in a moment has begun."""
    with writing() as connection:
        connection.execute(update(wall_show).values(starts_at=wall_show.c.made_at))


def test_show_now_comes_on_every_screen_and_gives_way(client_as, paired):
    client, screen_id = paired()
    admin = client_as("admin")
    assert client.get(PROGRAM).json["show"] is None
    body = {"item": ITEM | {"vars": {"language": "en"}}, "seconds": 60, "priority": "above"}
    shown = post(admin, "/api/v1/wall/shows", target=f"screen:{screen_id}", **body).json["show_id"]
    told = client.get(PROGRAM).json
    show = told["show"]
    assert show["why"] == "now" and show["item"]["scene"] == "photos" and show["item"]["key"] == shown
    assert show["until"] - show["from"] == 60_000
    assert 0 < show["from"] - told["now"] <= 3_000  # a moment ahead: all screens begin at once
    assert admin.get("/api/v1/wall/shows").json["shows"][0]["show_id"] == shown
    assert post(admin, f"/api/v1/wall/shows/{shown}/end").status_code == 200
    assert client.get(PROGRAM).json["show"] is None
    assert post(admin, f"/api/v1/wall/shows/{shown}/end").status_code == 404


def test_the_higher_priority_wins_and_alerts_lie_between(as_admin):
    low = showing.show_now("all", ITEM, 60, "below")
    showing.alert("standard", "province", "entity:1", {"scene": "alert"}, 20)
    begun()
    assert showing.now_showing(*EVERYWHERE)["why"] == "alert"
    high = showing.show_now("all", ITEM, 60, "above")
    begun()
    assert showing.now_showing(*EVERYWHERE)["show_id"] == high
    showing.end(high)
    with writing() as connection:
        connection.execute(update(wall_show).where(wall_show.c.why == "alert").values(ends_at=now()))
    assert showing.now_showing(*EVERYWHERE)["show_id"] == low


def test_only_what_it_was_meant_for_shows_it(as_admin, paired):
    made = playlists.copy("standard")
    _client, screen_id = paired("Lobby")
    showing.show_now(f"playlist:{made}", ITEM, 60, "below")
    begun()
    assert showing.now_showing("x", made, "province") and not showing.now_showing("x", "standard", "province")
    showing.show_now(f"screen:{screen_id}", ITEM, 60, "below")
    begun()
    assert showing.now_showing(screen_id, "standard", "province") and not showing.now_showing(
        "y", "standard", "province"
    )


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"target": "screen:none"}, NotFound),
        ({"target": "planet:earth"}, NotFound),
        ({"item": {"scene": "weather"}}, BadRequest),
        ({"item": None}, BadRequest),
        ({"seconds": 4}, BadRequest),
        ({"seconds": 99_999}, BadRequest),
        ({"priority": "most"}, BadRequest),
    ],
)
def test_what_cannot_be_shown_is_refused(as_admin, wrong, error):
    asked = {"target": "all", "item": ITEM, "seconds": 60, "priority": "below"} | wrong
    with pytest.raises(error):
        showing.show_now(**asked)


def test_only_administrators_show(own_ops):
    with acting(asker_of("executive")), pytest.raises(Forbidden):
        showing.show_now("all", ITEM, 60, "below")


def test_an_alert_comes_once_a_day_and_ten_minutes_apart(own_ops):
    assert showing.alert("standard", "province", "a", {"scene": "alert"}, 20)
    assert not showing.alert("standard", "province", "a", {"scene": "alert"}, 20)
    assert not showing.alert("standard", "province", "b", {"scene": "alert"}, 20)  # too soon after the other
    assert showing.alert("standard", "entity:1", "a", {"scene": "alert"}, 20)  # other screens
    earlier = now() - timedelta(minutes=11)
    with writing() as connection:
        connection.execute(update(wall_show).values(starts_at=earlier, ends_at=earlier + timedelta(seconds=20)))
    assert not showing.alert("standard", "province", "a", {"scene": "alert"}, 20)
    assert showing.alert("standard", "province", "b", {"scene": "alert"}, 20)
    with reading() as connection:
        told = connection.execute(select(audit.c.action, audit.c.actor).where(audit.c.action == "wall.alert")).all()
    assert len(told) == 3 and {actor for _action, actor in told} == {"system"}


@pytest.fixture
def grave(monkeypatch):
    """One grave alert and one that is not."""
    words = {"zh": "两江农商行", "en": "Liangjiang"}

    def told() -> list[Alert]:
        from data.i18n import current_language

        bad = Alert("bad", words[current_language()], "12 %", "Visits", "10:00", "/visits?node=entity:1")
        return [bad, Alert("warn", "late", "", "", "", "/catalog")]

    monkeypatch.setattr(wall_alerts, "alerts", told)
    monkeypatch.setattr(
        wall_alerts, "now", lambda: datetime(2026, 11, 25, 12)
    )  # the standing playlist is quiet at night
    wall_alerts._looked.clear()


def test_a_grave_alert_comes_up_with_a_beat_in_the_screen_s_language(grave, paired):
    client, _screen_id = paired()
    assert client.post("/api/v1/wall/beat", json={"scene": "visits"}, headers=SITE).status_code == 204
    begun()
    show = client.get(PROGRAM).json["show"]
    assert (show["why"], show["item"]["scene"]) == ("alert", "alert")
    assert (show["item"]["title"], show["item"]["text"]) == ("两江农商行", "Visits · 12 % · 10:00")
    assert show["until"] - show["from"] >= 20_000


def test_a_playlist_may_do_without_alerts(grave, own_ops):
    always = Quiet(Window((1, 2, 3, 4, 5, 6, 7), 0, DAY), 0.8)
    with acting(asker_of("executive")):
        assert not wall_alerts.look("standard", Playlist((), alerts=False))
        assert not wall_alerts.look("standard", Playlist((), (always,)))
        assert wall_alerts.look("standard", Playlist(()))
        assert not wall_alerts.look("standard", Playlist(()))  # looked a moment ago
        assert wall_alerts.look("another", Playlist(()))
    assert showing.now_showing("x", "standard", "province")["why"] == "alert"
    assert showing.now_showing("x", "without", "province") is None


def test_what_is_not_the_screen_s_to_see_is_not_shown_on_it(client_as, paired):
    entity = asker_of("entity").scope
    wide, _id = paired("Head office")
    near, _id = paired("County", scope=entity)
    item = {"scene": "visits", "vars": {"node": "province"}}
    post(client_as("admin"), "/api/v1/wall/shows", target="all", item=item, seconds=60, priority="above")
    assert wide.get(PROGRAM).json["show"] and near.get(PROGRAM).json["show"] is None


def test_a_screen_may_ask_for_what_alerts_need(paired):
    """The real alerts as a screen's own account asks for them: allowed, whatever they find at this hour."""
    from api.people import Person
    from data.ops.driver import first

    paired()
    row = first("select * from users where role = 'wall'", [])
    with acting(Person(row, "screen").asker) as asker, speaking("zh"):
        assert {alert.tone for alert in wall_alerts.alerts()} <= {"bad"}
        assert not {"personal:read", "track:read", "export", "page:admin"} & asker.rights


def test_what_takes_over_at_the_end_of_an_alert_is_told_with_it(app, paired):
    client, screen_id = paired()
    both = {"zh": "低", "en": "Low"}
    with app.server.test_request_context("/"), acting(asker_of("admin")):
        below = showing.show_now(f"screen:{screen_id}", {"scene": "photos"}, 600, "below")
        showing.alert("standard", "province", "x", {"scene": "alert", "title": both, "text": both}, 20)
    with writing() as connection:  # both have begun
        connection.execute(update(wall_show).values(starts_at=now() - timedelta(seconds=5)))
    show = client.get(PROGRAM).json["show"]
    assert show["why"] == "alert" and show["then"]["item"]["key"] == below
    assert show["then"]["from"] == show["until"] < show["then"]["until"]
