"""Shown out of turn: by an administrator ("show now") or by an alert. The highest priority wins; then the turn goes on.

A show begins a moment ahead, so that every screen hears of it before and begins at the same second. An alert comes once a day
to the screens of a playlist and scope, and another one no sooner than ten minutes later.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.asker import current_asker
from data.audit import record_in
from data.clock import now
from data.errors import BadRequest, NotFound
from data.ops.driver import first
from data.ops.engine import reading, writing
from data.ops.schema import wall_playlist, wall_screen, wall_show
from data.wall.playlist import Item, parse

AHEAD = timedelta(seconds=3)  # a poll and a bit
SEEN_BEFORE = timedelta(seconds=10)  # a coming show is told so early
GAP = timedelta(minutes=10)
LONGEST = 12 * 3600  # seconds
PRIORITIES = {"below": 3, "above": 7}  # against alerts
ALERT_PRIORITY = 5
KEEP = timedelta(days=30)
EVERYWHERE = "all"


def now_showing(screen_id: str, playlist_id: str, scope: str, moment: datetime | None = None) -> dict[str, Any] | None:
    """What goes before the turn on this screen: the highest priority at the moment (now), else what comes within seconds."""
    moment = moment or now()
    targets = [EVERYWHERE, f"screen:{screen_id}", f"playlist:{playlist_id}", _alerted(playlist_id, scope)]
    found = first(SHOWN, [_text(moment), _text(moment + SEEN_BEFORE), *targets, _text(moment)])
    if found is None:
        return None
    item = found["item"]
    times = {name: datetime.fromisoformat(str(found[name])) for name in ("starts_at", "ends_at")}
    return found | times | {"item": json.loads(item) if isinstance(item, str) else item}


SHOWN = """
select show_id, item, starts_at, ends_at, priority, why from wall_show
where ends_at > ? and starts_at <= ? and target in (?, ?, ?, ?)
order by starts_at <= ? desc, priority desc, starts_at desc, show_id limit 1
"""


def _text(moment: datetime) -> str:
    """A moment as SQLite keeps it and PostgreSQL reads it."""
    return moment.isoformat(" ", "microseconds")


def show_now(target: str, item: Any, seconds: float, priority: str) -> str:
    """Show ``item`` (as in a playlist) on ``target`` (all, ``screen:<id>``, ``playlist:<id>``). → its id"""
    asker = current_asker()
    asker.need("page:admin")
    (checked,) = _checked(item, seconds, priority)
    show_id, begin = f"w{secrets.token_hex(5)}", now() + AHEAD
    row: dict[str, Any] = {"target": target, "item": checked.document, "priority": PRIORITIES[priority], "why": "now"}
    with writing() as connection:
        _check_target(connection, target)
        connection.execute(
            insert(wall_show).values(
                **row,
                show_id=show_id,
                starts_at=begin,
                ends_at=begin + timedelta(seconds=seconds),
                made_by=asker.user_id,
                made_at=now(),
            )
        )
        record_in(connection, "wall.show", "show", show_id, seconds=seconds, **row)
    return show_id


def _checked(item: Any, seconds: float, priority: str) -> tuple[Item, ...]:
    if priority not in PRIORITIES or not 5 <= seconds <= LONGEST:
        raise BadRequest("Show now lasts 5 to %(most)s seconds, below or above alerts", most=LONGEST)
    plain = dict(item) if isinstance(item, dict) else {}
    return parse({"items": [plain | {"dwell_s": 60, "loop": None, "windows": []}]}).items


def _check_target(connection: Connection, target: str) -> None:
    kind, _colon, key = target.partition(":")
    tables = {
        "screen": select(wall_screen.c.screen_id).where(
            wall_screen.c.screen_id == key, wall_screen.c.revoked_at.is_(None)
        ),
        "playlist": select(wall_playlist.c.playlist_id).where(wall_playlist.c.playlist_id == key),
    }
    if target != EVERYWHERE and (kind not in tables or connection.execute(tables[kind]).first() is None):
        raise NotFound("There is no screen or playlist %(target)s to show it on", target=target[:60])


def end(show_id: str) -> None:
    """It gives way now."""
    current_asker().need("page:admin")
    with writing() as connection:
        running = (wall_show.c.show_id == show_id, wall_show.c.ends_at > now())
        if connection.execute(update(wall_show).where(*running).values(ends_at=now())).rowcount == 0:
            raise NotFound("This is not shown any more")
        record_in(connection, "wall.end", "show", show_id)


def running() -> list[dict[str, Any]]:
    """What is shown out of turn now or in a moment, highest priority first."""
    asked = select(wall_show).where(wall_show.c.ends_at > now())
    with reading() as connection:
        rows = connection.execute(asked.order_by(wall_show.c.priority.desc(), wall_show.c.starts_at)).mappings()
        return [dict(row) for row in rows]


def _alerted(playlist_id: str, scope: str) -> str:
    """The screens one alert is for: of one playlist, whose alerts may be off, and of one scope, which may not see all."""
    return f"alert:{playlist_id}:{scope}"


def alert(playlist_id: str, scope: str, key: str, item: dict[str, Any], seconds: float) -> bool:
    """Show an alert on the screens of a playlist and scope. → False when it was shown today, or another one not long ago."""
    begin, target = now() + AHEAD, _alerted(playlist_id, scope)
    digest = hashlib.sha256(f"{target}|{begin.date()}|{key}".encode()).hexdigest()
    row = {"target": target, "item": item, "priority": ALERT_PRIORITY, "why": "alert", "alert_key": digest}
    try:
        with writing() as connection:
            if not _is_free(connection, target, digest, begin):
                return False
            connection.execute(delete(wall_show).where(wall_show.c.ends_at < begin - KEEP))
            ends, show_id = begin + timedelta(seconds=seconds), f"w{secrets.token_hex(5)}"
            told = {"show_id": show_id, "starts_at": begin, "ends_at": ends, "made_by": "system", "made_at": now()}
            connection.execute(insert(wall_show).values(**row, **told))
            record_in(connection, "wall.alert", "show", show_id, actor="system", key=key, target=target)
    except IntegrityError:  # another process was faster
        return False
    return True


def _is_free(connection: Connection, target: str, digest: str, begin: datetime) -> bool:
    of_alerts = select(func.count()).select_from(wall_show).where(wall_show.c.why == "alert")
    same = connection.execute(of_alerts.where(wall_show.c.alert_key == digest)).scalar_one()
    lately = of_alerts.where(wall_show.c.target == target, wall_show.c.starts_at > begin - GAP)
    return not same and not connection.execute(lately).scalar_one()
