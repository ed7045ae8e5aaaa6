"""How far figures can be trusted: deliveries, quarantine, and which feeds a metric comes from.

Read from the published snapshot; it is about the data, not about people, so no scope applies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pandas as pd

from data.clock import now
from data.metrics.registry import metric
from data.metrics.sources import SOURCES
from data.serving import reading, snapshot
from data.trust_figures import Described, Figure

_LATEST = """
select feed, business_date, rows_read, rows_loaded, rows_rejected, loaded_at, status
from {schema}.feed_load where business_date <= ?
qualify row_number() over (partition by feed order by business_date desc, loaded_at desc) = 1
order by feed
"""
_REASONS = """
select feed, reason, sum(rows) as rows, max(business_date) as business_date from {schema}.quarantine_summary
where business_date > (select max(business_date) from {schema}.feed_load) - 30
group by feed, reason order by rows desc, feed, reason
"""
_SUMS = """
select feed, sum(rows_read), sum(rows_loaded), sum(rows_rejected) from {schema}.feed_load
where business_date > (select max(business_date) from {schema}.feed_load) - 30 group by feed
"""


LAST = date.max


@dataclass(frozen=True)
class Delivery:
    """The last delivery of a feed: read = loaded + rejected."""

    feed: str
    business_date: date
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    loaded_at: datetime
    status: str

    @property
    def is_sound(self) -> bool:
        """It was taken in; rows may have been rejected."""
        return self.status in {"loaded", "ok", "success", "unchanged"}


class Sums(NamedTuple):
    """Rows of some deliveries: read = loaded + rejected."""

    read: int = 0
    loaded: int = 0
    rejected: int = 0


def deliveries(until: date = LAST) -> list[Delivery]:
    """The last delivery of each feed, by name; as it was on a business day."""
    return [Delivery(*row) for row in _rows(_LATEST, [until])]


def sound_feeds() -> tuple[int, int | None]:
    """How many feeds are loaded, and how many were at the business day before (None when there was none)."""
    held = deliveries()
    newest = max((one.business_date for one in held), default=LAST)
    before = deliveries(newest - timedelta(days=1)) if newest < LAST else []
    return sum(one.is_sound for one in held), sum(one.is_sound for one in before) if before else None


def days_behind() -> int:
    """Full days that history lacks, counted to yesterday."""
    return max((now().date() - snapshot().as_of_date).days - 1, 0)


def rejected() -> pd.DataFrame:
    """Quarantined rows of the deliveries of 30 days: feed, reason, rows, business_date of the latest."""
    return pd.DataFrame(_rows(_REASONS), columns=["feed", "reason", "rows", "business_date"])


def totals() -> Sums:
    """The rows of all deliveries of 30 days."""
    by_feed = totals_by_feed().values()
    return Sums(*(sum(column) for column in zip(*by_feed, strict=True)))


def totals_by_feed() -> dict[str, Sums]:
    """Feed → the rows of its deliveries of 30 days."""
    return {feed: Sums(*(int(one or 0) for one in sums)) for feed, *sums in _rows(_SUMS)}


def rejected_before() -> int | None:
    """Rows put aside in the 30 days before the last 30; None when nothing was delivered then."""
    sql = (
        "select sum(rows_rejected) from {schema}.feed_load where business_date between "
        "(select max(business_date) from {schema}.feed_load) - 59 and "
        "(select max(business_date) from {schema}.feed_load) - 30"
    )
    (found,) = _rows(sql)[0]
    return None if found is None else int(found)


def rejected_by_feed() -> pd.DataFrame:
    """``feed`` and its rows in quarantine of 30 days (``rows_quarantined``), most first."""
    sums = rejected().groupby("feed", as_index=False)["rows"].sum()
    return (
        sums.rename(columns={"rows": "rows_quarantined"})
        .sort_values(["rows_quarantined", "feed"], ascending=[False, True])
        .reset_index(drop=True)
    )


def history_start() -> date | None:
    """The first day history holds; None when it holds none."""
    with reading() as state:
        return state.first_day


def marts_of(meant: Described) -> list[str]:
    """The tables a number is read from; of a ratio, those of both parts."""
    if isinstance(meant, Figure):
        return list(meant.marts)
    own = (mart for source in meant.expressions for mart in SOURCES[source].stands_on or (source,))
    found = [*own, *(mart for part in meant.parts for mart in marts_of(metric(part)))]
    return list(dict.fromkeys(found))


def feeds_of(meant: Described) -> list[str]:
    """The feeds a metric comes from, by the recorded lineage; a number about the data comes from all of them."""
    if isinstance(meant, Figure):
        return []
    sql = "select distinct feed from {schema}.lineage where list_contains(?, mart) and feed is not null order by feed"
    return [feed for (feed,) in _rows(sql, [marts_of(meant)])]


def _rows(sql: str, params: Sequence[object] = ()) -> list[tuple]:
    with reading() as state:
        return state.cursor().execute(sql.format(schema=state.schema), list(params)).fetchall()
