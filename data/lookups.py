"""Columns that other tables add to the rows of a listing, read for these rows alone.

A join in the same query reads the whole other table: the planner does not know that a page is short.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from pydantic import BaseModel, ConfigDict

from data.state import State


class Lookup(BaseModel):
    """Columns taken from another table for the rows listed: ``columns`` names in the listing → there."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    table: str
    key: str
    columns: dict[str, str]


def looked_up(frame: pd.DataFrame, lookups: Sequence[Lookup], state: State) -> pd.DataFrame:
    """``frame``, its own to change, with the columns of each lookup; None where the other table has no such row."""
    for one in lookups:
        keys = frame[one.key].dropna().unique().tolist()
        names = ", ".join(one.columns.values())
        sql = f"select {one.key}, {names} from {state.table(one.table)} where {one.key} in (select unnest($keys::varchar[]))"
        found = {key: row for key, *row in state.cursor().execute(sql, {"keys": keys}).fetchall()} if keys else {}
        nothing = [None] * len(one.columns)
        rows = [found.get(key, nothing) for key in frame[one.key]]
        columns = zip(*rows, strict=True) if rows else [()] * len(one.columns)
        for name, cells in zip(one.columns, columns, strict=True):
            frame[name] = list(cells)
    return frame
