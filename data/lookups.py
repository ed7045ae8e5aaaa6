"""Columns that other tables add to the rows of a listing, read for these rows alone.

A join in the same query reads the whole other table: the planner does not know that a page is short.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict

from data.state import State


class Lookup(BaseModel):
    """Columns taken from another table for the rows listed: ``columns`` names in the listing → there."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    table: str
    key: str
    columns: dict[str, str]


def looked_up(frame: pd.DataFrame, lookups: Sequence[Lookup], state: State) -> dict[str, list[Any]]:
    """Name → values beside the rows of ``frame``; None where the other table has no such row."""
    more: dict[str, list[Any]] = {}
    for one in lookups:
        of = frame[one.key].tolist()
        keys = [key for key in dict.fromkeys(of) if key == key and key is not None]
        names = ", ".join(one.columns.values())
        sql = f"select {one.key}, {names} from {state.table(one.table)} where {one.key} in (select unnest($keys::varchar[]))"
        found = {key: row for key, *row in state.cursor().execute(sql, {"keys": keys}).fetchall()} if keys else {}
        nothing = [None] * len(one.columns)
        rows = [found.get(key, nothing) for key in of]
        columns = zip(*rows, strict=True) if rows else [()] * len(one.columns)
        more |= {name: list(cells) for name, cells in zip(one.columns, columns, strict=True)}
    return more
