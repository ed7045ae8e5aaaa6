"""Deliveries into the lake: each folder in one transaction, each row typed, checked, and loaded or quarantined.

Idempotent by (feed, business_date) and checksum: the same again changes nothing, another content replaces its own rows.
A delivery that breaks its contract as a whole is refused whole and recorded with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from data import clock
from data.errors import FeedRejected
from data.log import logger
from data.settings import Settings, settings
from etl import history, raw
from etl.batch import load_parts
from etl.contract import Contract, contracts, fingerprint
from etl.delivery import Delivery, FeedDelivery, deliveries, read_manifest, summed, verify

log = logger(__name__)


def now() -> datetime:
    """The wall clock, naive Asia/Shanghai, whole seconds."""
    return clock.now().replace(microsecond=0)


@dataclass(frozen=True)
class Loaded:
    """What a pass loaded: feeds changed, rows read, and the reasons of refused folders by business date."""

    feeds: int
    rows: int
    refused: dict[str, str]


@dataclass(frozen=True)
class Load:
    """A feed of a delivery: rows read, and its row of the ledger without a number."""

    read: int
    row: tuple[Any, ...]


def load_all(
    con: duckdb.DuckDBPyConnection, chosen: Settings | None = None, found: Callable[[], None] = lambda: None
) -> Loaded:
    """Load every delivery that is new or changed, oldest first. ``con`` has the lake attached for writing.

    ``found`` is called when there is one.
    """
    chosen = chosen or settings()
    agreed = contracts(chosen.contracts)
    raw.create(con, agreed)
    feeds, rows, refused = 0, 0, {}
    for folder in deliveries(chosen.home):
        try:
            count, read = load_folder(con, folder, agreed, fingerprint(chosen.contracts), found)
            feeds, rows = feeds + count, rows + read
        except FeedRejected as problem:
            refused[folder.name] = str(problem)
    return Loaded(feeds, rows, refused)


def load_folder(
    con: duckdb.DuckDBPyConnection, folder: Path, agreed: dict[str, Contract], rules: str, found: Callable[[], None]
) -> tuple[int, int]:
    """Load one folder; (feeds changed, rows read). Raises FeedRejected after recording the refusal."""
    delivery = read_manifest(folder)
    known = _known(con, delivery)
    _note_reach(con, delivery, known)
    changed = {name: feed for name, feed in delivery.feeds.items() if known.get(name) != feed.checksum}
    if not changed:
        return 0, 0
    mark = f"{folder.name}:{delivery.fingerprint}:{rules}"
    refusals = con.execute(
        "select any_value(message) from lake.raw.feed_load where business_date = ? and status = 'refused' and checksum = ?",
        [delivery.business_date, mark],
    ).fetchone()
    if refusals and refusals[0]:
        raise FeedRejected("%(reason)s", reason=refusals[0])
    found()
    try:
        return _in_one_transaction(con, delivery, changed, agreed)
    except FeedRejected as problem:
        _record_refusal(con, delivery, mark, str(problem))
        raise


def _known(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> dict[str, str]:
    rows = con.execute(
        "select feed, checksum from lake.raw.feed_load where business_date = ? and status <> 'refused'",
        [delivery.business_date],
    ).fetchall()
    return dict(rows)


def _note_reach(con: duckdb.DuckDBPyConnection, delivery: Delivery, known: dict[str, str]) -> None:
    """The same content delivered again may say more: that the day is now complete."""
    same = [name for name, feed in delivery.feeds.items() if known.get(name) == feed.checksum]
    where = "business_date = ? and status <> 'refused' and list_contains(?, feed) and (reaches, is_complete) <> (?, ?)"
    said = [delivery.reaches, delivery.is_complete]
    if con.execute(
        f"select count(*) from lake.raw.feed_load where {where}", [delivery.business_date, same, *said]
    ).fetchone() != (0,):
        con.execute(
            f"update lake.raw.feed_load set reaches = ?, is_complete = ? where {where}",
            [*said, delivery.business_date, same, *said],
        )


def _in_one_transaction(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, changed: dict[str, FeedDelivery], agreed: dict[str, Contract]
) -> tuple[int, int]:
    without = changed.keys() - agreed.keys()
    if without:
        raise FeedRejected("feeds without a contract: %(feeds)s", feeds=sorted(without))
    for name, feed in changed.items():
        verify(feed, agreed[name])
    with summed(changed.values()) as checked:
        con.execute("begin")
        try:
            loads = _load_feeds(con, delivery, changed, agreed)
            checked()
            con.execute("commit")
        except BaseException as problem:
            con.execute("rollback")
            if isinstance(problem, Exception):
                checked()  # a file that is not the one promised is the better reason
            raise
    return len(changed), sum(load.read for load in loads)


def _load_feeds(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, changed: dict[str, FeedDelivery], agreed: dict[str, Contract]
) -> list[Load]:
    """The feeds in the order of the contracts, and their rows of the ledger."""
    newer = _newer(con, delivery.business_date)
    _forget_refusals(con, delivery)
    _forget(con, delivery.business_date, [*changed])
    loads = [
        _load_feed(con, delivery, changed[name], agreed[name], name in newer) for name in agreed if name in changed
    ]
    _note(con, loads)
    return loads


def _newer(con: duckdb.DuckDBPyConnection, day: date) -> set[str]:
    """Feeds a later day has delivered."""
    later = "select distinct feed from lake.raw.feed_load where business_date > ? and status = 'loaded'"
    return {feed for (feed,) in con.execute(later, [day]).fetchall()}


def _forget(con: duckdb.DuckDBPyConnection, day: date, feeds: list[str]) -> None:
    """Take out of the ledgers what they say of these feeds of the day."""
    for ledger in ("quarantine", "feed_load"):
        con.execute(f"delete from lake.raw.{ledger} where business_date = ? and list_contains(?, feed)", [day, feeds])


def _forget_refusals(con: duckdb.DuckDBPyConnection, delivery: Delivery) -> None:
    """Those of this folder: the day may have another, refused or not."""
    con.execute(
        "delete from lake.raw.feed_load where business_date = ? and status = 'refused' and starts_with(checksum, ?)",
        [delivery.business_date, f"{delivery.folder.name}:"],
    )


def _load_feed(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, feed: FeedDelivery, contract: Contract, is_old: bool
) -> Load:
    """Replace what this delivery held before (delta) or the whole feed (full); an old full delivery is only judged."""
    day, at, keep = delivery.business_date, now(), not (is_old and contract.kind == "full")
    history.remember(con, contract)
    if keep:
        where = "true" if contract.kind == "full" else f"business_date = date '{day}'"
        con.execute(f"delete from lake.raw.{contract.feed} where {where}")
    counts = load_parts(con, feed.parts, contract, day, at, raw.folder(con, feed.feed), keep=keep)
    touched = history.changes(con, contract, day) if keep else (None, None)
    log.info("loaded", feed=feed.feed, day=str(day), read=counts.read, rejected=counts.rejected)
    said = (at, delivery.reaches, delivery.is_complete, "loaded" if keep else "superseded")
    counted = (counts.read, counts.loaded, counts.rejected)
    return Load(counts.read, (feed.feed, day, contract.kind, feed.checksum, *counted, *said, None, *touched))


def _note(con: duckdb.DuckDBPyConnection, loads: list[Load]) -> None:
    """The rows of the ledger; numbers go on from the last a build has seen, though its row may be gone."""
    row = con.execute(
        "select max(load_id) from (select load_id from lake.raw.feed_load union all select load_id from lake.raw.built)"
    ).fetchone()
    last = int(row[0] or 0) if row else 0
    rows = [(number, *load.row) for number, load in enumerate(loads, last + 1)]
    marks = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
    con.execute(f"insert into lake.raw.feed_load values {marks}", [cell for row in rows for cell in row])


def _record_refusal(con: duckdb.DuckDBPyConnection, delivery: Delivery, mark: str, reason: str) -> None:
    """One ledger row per feed of the folder, so that a refusal is seen where loads are seen."""
    log.error("delivery refused", day=str(delivery.business_date), reason=reason)
    con.execute("begin")
    _forget_refusals(con, delivery)
    for feed in delivery.feeds.values():
        con.execute(
            "insert into lake.raw.feed_load values (0, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, 'refused', ?, null, null)",
            [feed.feed, delivery.business_date, feed.kind, mark, now(), delivery.reaches, delivery.is_complete, reason],
        )
    con.execute("commit")
