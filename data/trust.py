"""How far figures can be trusted: deliveries, quarantine, and which feeds a metric comes from.

Read from the published snapshot; it is about the data, not about people, so no scope applies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from data.metrics.registry import metric
from data.serving import reading

_LATEST = """
select feed, business_date, rows_read, rows_loaded, rows_rejected, loaded_at, status
from {schema}.feed_load
qualify row_number() over (partition by feed order by business_date desc, loaded_at desc) = 1
order by feed
"""
_REASONS = """
select feed, reason, sum(rows) as rows, max(business_date) as business_date from {schema}.quarantine_summary
where business_date > (select max(business_date) from {schema}.feed_load) - 30
group by feed, reason order by rows desc, feed, reason
"""


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


def deliveries() -> list[Delivery]:
    """The last delivery of each feed, by name."""
    return [Delivery(*row) for row in _rows(_LATEST)]


def rejected() -> pd.DataFrame:
    """Quarantined rows of the deliveries of 30 days: feed, reason, rows, business_date of the latest."""
    return pd.DataFrame(_rows(_REASONS), columns=["feed", "reason", "rows", "business_date"])


def totals() -> dict[str, int]:
    """Rows read, loaded and rejected over the deliveries of 30 days; they add up."""
    sql = (
        "select sum(rows_read), sum(rows_loaded), sum(rows_rejected), count(distinct feed) from {schema}.feed_load "
        "where business_date > (select max(business_date) from {schema}.feed_load) - 30"
    )
    read, loaded, refused, feeds = _rows(sql)[0]
    return {"read": int(read or 0), "loaded": int(loaded or 0), "rejected": int(refused or 0), "feeds": int(feeds or 0)}


def history_start() -> date | None:
    """The first day history holds; None when it holds none."""
    with reading() as state:
        return state.first_day


def marts_of(name: str) -> list[str]:
    """The tables a metric is read from; of a ratio, those of both parts."""
    meant = metric(name)
    found = [*meant.expressions, *(mart for part in meant.parts for mart in marts_of(part))]
    return list(dict.fromkeys(found))


def feeds_of(name: str) -> list[str]:
    """The feeds a metric comes from, by the recorded lineage."""
    sql = "select distinct feed from {schema}.lineage where list_contains(?, mart) and feed is not null order by feed"
    return [feed for (feed,) in _rows(sql, [marts_of(name)])]


def _rows(sql: str, params: list[list[str]] | None = None) -> list[tuple]:
    with reading() as state:
        return state.cursor().execute(sql.format(schema=state.schema), params or []).fetchall()
