"""The rows of an answer as columns of plain values; pandas makes a frame of them only for those who want one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

import pandas as pd

Row = tuple[Any, ...]
TYPES = {"day": "datetime64[us]", "year": "int64", "hour": "int64"}  # of dimensions; others are text


class Table:
    """``columns``: name → values, all of one length. ``types``: pandas types of columns that are no text."""

    def __init__(self, columns: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> None:
        self.columns, self._types = columns, TYPES | dict(types)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    @property
    def cells(self) -> int:
        """How much is held."""
        return len(self) * len(self.columns)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a dictionary; None where there is nothing."""
        names = list(self.columns)
        return (dict(zip(names, row, strict=True)) for row in zip(*self.columns.values(), strict=True))

    def with_columns(self, columns: Mapping[str, Sequence[Any]], kind: str) -> Table:
        """The same with more columns, all of one pandas type."""
        return Table({**self.columns, **columns}, self._types | dict.fromkeys(columns, kind))

    def head(self, count: int | None) -> Table:
        """The first rows; None is all."""
        if count is None:
            return self
        return Table({name: values[:count] for name, values in self.columns.items()}, self._types)

    def frame(self) -> pd.DataFrame:
        """A frame of the caller's own."""
        return pd.DataFrame(
            {name: pd.Series(values, dtype=self._types.get(name, "object")) for name, values in self.columns.items()}
        )


def in_order(rows: list[Row], terms: Sequence[tuple[int, bool]]) -> list[Row]:
    """Rows by (place, downward) of each term; what has no value comes last either way."""
    for place, downward in reversed(terms):
        known = sorted((row for row in rows if row[place] is not None), key=itemgetter(place), reverse=downward)
        rows = known + [row for row in rows if row[place] is None]
    return rows


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Its rows, as ``to_dict("records")`` gives them in several times the time."""
    names = list(frame.columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*(frame[name].tolist() for name in names), strict=True)]


class Framed(Table):
    """A table that came as a frame."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame, self._types = frame, {name: str(kind) for name, kind in frame.dtypes.items()}

    @cached_property
    def columns(self) -> Mapping[str, Sequence[Any]]:  # type: ignore[override]
        """Plain values: None for what pandas has as NaN."""
        return {
            str(name): [None if none else value for value, none in zip(_plain(column), column.isna(), strict=True)]
            for name, column in self._frame.items()
        }

    def __len__(self) -> int:
        return len(self._frame)

    @property
    def cells(self) -> int:
        """How much is held."""
        return int(self._frame.size)

    def frame(self) -> pd.DataFrame:
        """A copy."""
        return self._frame.copy()


def _plain(column: pd.Series[Any]) -> list[Any]:
    return [moment.date() for moment in column] if column.name == "day" else column.tolist()
