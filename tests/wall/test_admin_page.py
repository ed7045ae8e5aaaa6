"""The administrators' page: drawn in both languages, empty and full; ids are its own; what is out of order stands out."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from components import admin_screens
from data.clock import now
from data.i18n import speaking
from data.ops.engine import writing
from data.ops.schema import wall_screen
from data.scope import acting
from data.wall import screens, showing
from pages import _admin_views as views
from tests.recommend.conftest import layout  # noqa: F401
from tests.screen.walk import asker_of, ids, texts, walk
from tests.wall.conftest import SITE


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("view", ["", "screens", "playlists"])
def test_both_views_are_drawn_with_ids_of_their_own(layout, own_ops, view, lang):  # noqa: F811
    page = layout("admin", "admin", lang, view=view)
    found = ids(page)
    assert len(found) == len(set(found)) and all(one.split("-")[0] in {"admin", "page"} for one in found)
    assert not any(
        "state" in (getattr(part, "className", "") or "").split() and "failed" in part.className for part in walk(page)
    )


def test_without_screens_it_says_how_to_pair_one(layout, own_ops):  # noqa: F811
    said = " ".join(texts(layout("admin", "admin", "zh")))
    assert "还没有大屏" in said and "/pair" in said


def test_an_unknown_playlist_is_not_found_in_words(layout, own_ops):  # noqa: F811
    assert "没有播放列表" in " ".join(texts(layout("admin", "admin", "zh", view="playlists", playlist="nowhere")))


def test_the_table_says_who_is_there_and_how_it_fares(layout, paired, app):  # noqa: F811
    fine, _id = paired("Hall")
    poor, poor_id = paired("Meeting room")
    _new, _id = paired("Corridor")
    _gone, gone_id = paired("Old one")
    app_now = fine.get("/api/v1/wall/program").json["app"]
    beat = {"scene": "visits", "app": app_now, "fps": 60, "heap_mb": 80, "uptime_s": 200_000, "offset_ms": 3}
    error = {"scene": "photos", "message": "not decoded", "at": "2026-11-26T12:01:02"}
    bad = beat | {
        "app": "older",
        "fps": 9,
        "offset_ms": -2_340,
        "errors": [error],
        "stale_since": "2026-11-26T09:12:00",
    }
    for client, body in ((fine, beat), (poor, bad)):
        assert client.post("/api/v1/wall/beat", json=body, headers=SITE).status_code == 204
    with app.server.test_request_context("/"), acting(asker_of("admin")):
        screens.revoke(gone_id)
    with writing() as connection:
        mine = wall_screen.c.screen_id == poor_id
        connection.execute(update(wall_screen).where(mine).values(last_seen=now() - timedelta(hours=3)))
    rows = {texts(row)[0]: " ".join(texts(row)) for row in lines(layout("admin", "admin", "en"))}
    assert [word in rows["Hall"] for word in ("online", "Visits", "60 fps", "80 MB", "up 2 days")] == [True] * 5
    assert "clock" not in rows["Hall"] and "older" not in rows["Hall"]
    for word in ("silent", "9 fps", "clock 2.3 s behind", "older version", "1 error", "data stopped"):
        assert word in rows["Meeting room"], word
    assert "never seen" in rows["Corridor"] and "Old one" not in rows
    with acting(asker_of("admin")), app.server.test_request_context("/"), speaking("en"):
        assert admin_screens.counts(views.rows()) == "1 online · 1 silent · 1 never seen"


def test_withdrawn_screens_are_folded_newest_first_and_gone_after_thirty_days(layout, paired, app):  # noqa: F811
    names = ("Oldest", "Older", "Newest")
    for days, name in zip((31, 12, 1), names, strict=True):
        _client, screen_id = paired(name)
        with app.server.test_request_context("/"), acting(asker_of("admin")):
            screens.revoke(screen_id)
        with writing() as connection:
            mine = wall_screen.c.screen_id == screen_id
            connection.execute(update(wall_screen).where(mine).values(revoked_at=now() - timedelta(days=days)))
    page = layout("admin", "admin", "en")
    (fold,) = [part for part in walk(page) if type(part).__name__ == "Details"]
    said = texts(fold)
    assert said[0] == "Withdrawn (2)" and [one for one in said if one in names] == ["Newest", "Older"]
    assert "No screens yet" in " ".join(texts(page)) and "Oldest" not in texts(page)


def test_a_clock_is_told_in_seconds_above_one_alone(layout, paired):  # noqa: F811
    for name, off in (("Ahead", 2_340), ("Right", 900)):
        client, _id = paired(name)
        body = {"scene": "visits", "fps": 60, "offset_ms": off}
        assert client.post("/api/v1/wall/beat", json=body, headers=SITE).status_code == 204
    rows = {texts(row)[0]: " ".join(texts(row)) for row in lines(layout("admin", "admin", "en"))}
    assert "clock 2.3 s ahead" in rows["Ahead"] and "clock" not in rows["Right"]


def test_a_tick_reads_the_screens_once(layout, paired, app, monkeypatch):  # noqa: F811
    from pages.admin import update_screens

    _client, _id = paired("Hall")
    read, listed = [], screens.listed
    monkeypatch.setattr(screens, "listed", lambda: read.append(1) or listed())
    with acting(asker_of("admin")), app.server.test_request_context("/"), speaking("en"):
        table, _shows, said, *_gone = update_screens(1)
    assert len(read) == 1 and said == "0 online · 1 never seen" and "Hall" in texts(table)


def lines(page):
    return [part for part in walk(page) if type(part).__name__ == "Tr" and type(part.children[0]).__name__ == "Td"]


def test_the_chinese_page_holds_no_english_word(layout, paired):  # noqa: F811
    client, _id = paired("一楼大厅")
    client.post("/api/v1/wall/beat", json={"scene": "visits", "fps": 60, "heap_mb": 80, "uptime_s": 60}, headers=SITE)
    for view in ("screens", "playlists"):
        page = layout("admin", "admin", "zh", view=view)
        assert [text for text in texts(page) if re.search("[a-z]{3}", text.replace("/pair", ""))] == [], view


def test_what_is_shown_out_of_turn_stands_there_with_its_end(layout, as_admin):  # noqa: F811
    showing.show_now("all", {"scene": "photos"}, 60, "above")
    showing.alert("standard", "province", "x", {"scene": "alert", "title": {"en": "Far behind", "zh": "落后"}}, 20)
    said = " ".join(texts(views.shows_told()))
    assert "Photos" in said and "All screens" in said and "Far behind" in said and said.count("until") == 2


def test_forms_offer_every_unit_and_the_editor_carries_the_document(layout, own_ops):  # noqa: F811
    page = layout("admin", "admin", "en", view="playlists")
    (editor,) = [part for part in walk(page) if getattr(part, "id", None) == "admin-editor"]
    told = json.loads(editor.to_plotly_json()["props"]["data-playlist"])
    assert told["playlist"]["version"] == 1 and len(told["playlist"]["document"]["items"]) == 6
    assert len(told["words"]["nodes"]) == 4 and len(told["words"]["days"]) == 7  # the tiny province's entities and none
