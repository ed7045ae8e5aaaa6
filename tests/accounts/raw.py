"""The raw rows of a built province that performance stands on, as the lake holds them."""

from __future__ import annotations

from typing import Any

from data import lake
from data.settings import Settings
from tests.accounts.recount import Bank, Row

FEEDS = (
    "branch", "household", "customer", "staff_post", "holding", "visit", "account_balance", "channel_activity", "sale",
    "lending", "portfolio", "conduct", "correction", "performance_target", "product_change",
)  # fmt: skip


def bank_of(chosen: Settings) -> Bank:
    """Every row of FEEDS."""
    con = lake.connect(chosen)
    try:
        feeds = {feed: _rows(con, f"select * from lake.raw.{feed}") for feed in FEEDS}
    finally:
        con.close()
    return Bank(feeds, min(row["started_at"] for row in feeds["visit"]).date())


def _rows(con: Any, sql: str) -> list[Row]:
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
