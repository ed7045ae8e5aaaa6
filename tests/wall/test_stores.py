"""A screen's whole life on SQLite and on PostgreSQL: what the driver is asked straight must mean the same on both."""

from __future__ import annotations

from sqlalchemy import update

from data.i18n import speaking
from data.ops.engine import writing
from data.ops.schema import wall_show
from data.ops.tokens import owner
from data.scope import Asker, acting
from data.wall import pairing, playlists, screens, showing
from tests.people.databases import ops, ops_url, postgresql  # noqa: F401


def test_from_the_code_to_the_dark(ops):  # noqa: F811
    with acting(Asker.of("u1", "Adam", "admin", "province", None)), speaking("en"):
        found, secret = pairing.begin("10.0.0.1")
        screen_id = pairing.confirm(found.code, name="Lobby", scope="entity:1", playlist_id="standard")
        token = pairing.claim(secret)
        account = owner(token)
        assert (account["role"], account["scope_id"], account["token_kind"]) == ("wall", "1", "screen")
        mine = screens.of_user(account["user_id"])
        assert (mine["screen_id"], mine["version"]) == (screen_id, 1)
        screens.beat(screen_id, {"scene": "visits", "errors": []})
        (row,) = screens.listed()
        assert row["state"] == "online" and row["status"]["scene"] == "visits"
        shown = showing.show_now(f"screen:{screen_id}", {"scene": "photos"}, 60, "above")
        assert showing.now_showing(screen_id, "standard", "entity:1")["show_id"] == shown
        assert showing.alert("entity:1", "far behind", {"scene": "alert", "title": {"zh": "落后", "en": "behind"}}, 20)
        assert not showing.alert("entity:1", "far behind", {"scene": "alert"}, 20)
        with writing() as connection:
            connection.execute(update(wall_show).values(starts_at=wall_show.c.made_at))
        assert showing.now_showing(screen_id, "standard", "entity:1")["item"]["scene"] == "photos"
        showing.end(shown)
        assert showing.now_showing(screen_id, "standard", "entity:1")["item"]["title"]["en"] == "behind"
        made = playlists.copy("standard")
        screens.move(screen_id, made)
        assert playlists.save(made, 1, "Short", {"items": [{"id": "a", "scene": "visits", "dwell_s": 9}]}) == 2
        assert screens.of_user(account["user_id"])["version"] == 2
        screens.revoke(screen_id)
        assert owner(token) is None and screens.of_user(account["user_id"]) is None and pairing.claim(secret) is None
        playlists.remove(made)
