"""Reference tables the models join: working days, pinyin initials of names, and the business day a pass builds for.

Written to the raw schema only when they change.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

import chinese_calendar
import duckdb
import pandas as pd
from pypinyin import Style, lazy_pinyin

from data.errors import PublicationFailed
from data.pinyin import SURNAMES
from etl.contract import Contract

ORGANISATION = frozenset({"entity", "branch"})  # few names: read word by word; people are read character by character


def write_calendar(con: duckdb.DuckDBPyConnection) -> None:
    """``raw.calendar`` from the year of the first visit to the end of next year."""
    low, high = con.execute("select min(started_at), max(started_at) from lake.raw.visit").fetchone() or (None, None)
    if low is None:
        return
    wanted = (date(low.year, 1, 1), date(high.year + 1, 12, 31))
    if con.execute("select min(date), max(date) from lake.raw.calendar").fetchone() == wanted:
        return
    days = pd.date_range(*wanted).date
    frame = pd.DataFrame([_day(day) for day in days], columns=["date", "is_workday", "holiday", "source"])
    _replace(con, "calendar", frame)


def _day(day: date) -> tuple[date, bool, str | None, str]:
    try:
        return day, chinese_calendar.is_workday(day), chinese_calendar.get_holiday_detail(day)[1], "official"
    except NotImplementedError:
        return day, day.weekday() < 5, None, "weekday"


def write_initials(con: duckdb.DuckDBPyConnection, contracts: dict[str, Contract]) -> None:
    """``raw.initials`` for every name the contracts ask initials of; names known stay."""
    for contract in contracts.values():
        for column in contract.initials:
            fresh = con.execute(
                f"select distinct {column} as name from lake.raw.{contract.feed} where {column} is not null "
                "except select name from lake.raw.initials"
            ).df()
            if len(fresh):
                fresh["initials"] = initials(fresh["name"], words=contract.feed in ORGANISATION)
                con.register("fresh", fresh)
                con.execute("insert into lake.raw.initials select name, initials from fresh order by name")
                con.unregister("fresh")


def initials(names: Iterable[str], *, words: bool = False) -> list[str]:
    """Pinyin initials, lower case: 贵阳农商 → gyns. ``words`` reads by words (长顺 → cs), else by characters."""
    if words:
        return ["".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower() for name in names]
    return [SURNAMES.get(name[:1], letter(name[:1])) + "".join(map(letter, name[1:])) for name in names]


@cache
def letter(character: str) -> str:
    """The first letter of a character's most usual reading; what has none stays as it is."""
    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER)).lower()


def write_context(con: duckdb.DuckDBPyConnection) -> tuple[date, datetime]:
    """``raw.context``: (as_of_date, data_as_of): the last complete business day, the moment history reaches.

    Raises PublicationFailed when no visits were delivered yet.
    """
    days = con.execute(
        """select business_date, bool_and(is_complete), max(reaches) from lake.raw.feed_load
        where status = 'loaded' and feed = 'visit' group by all order by all"""
    ).fetchall()
    if not days:
        raise PublicationFailed("no visits were delivered yet: there is nothing to publish")
    as_of_date = max((day for day, is_complete, _ in days if is_complete), default=days[0][0])
    reached = [reaches for *_, reaches in days]
    ops = con.execute("select max(data_as_of) from lake.raw.ops_load where rows_loaded > 0").fetchone()
    data_as_of = max([*reached, *([ops[0]] if ops and ops[0] else [])])
    if con.execute("select as_of_date, data_as_of from lake.raw.context").fetchall() != [(as_of_date, data_as_of)]:
        _replace(con, "context", pd.DataFrame({"as_of_date": [as_of_date], "data_as_of": [data_as_of]}))
    return as_of_date, data_as_of


def _replace(con: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    con.register("frame", frame)
    con.execute("begin")
    con.execute(f"delete from lake.raw.{table}")
    con.execute(f"insert into lake.raw.{table} select {', '.join(frame.columns)} from frame")
    con.execute("commit")
    con.unregister("frame")
