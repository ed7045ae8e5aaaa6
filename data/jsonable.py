"""Frames and values as JSON understands them: days and moments as ISO text, money as a number, nothing for no base."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A dict a row. A column of dates without times becomes ``2026-10-15``."""
    columns = {str(name): _column(frame[name]) for name in frame.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def plain(value: Any) -> Any:
    """One value: as ``rows_of``."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _column(values: pd.Series[Any]) -> list[Any]:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        whole = bool((values.dropna() == values.dropna().dt.normalize()).all())
        texts = values.dt.strftime("%Y-%m-%d" if whole else "%Y-%m-%dT%H:%M:%S")
        return [None if pd.isna(text) else text for text in texts]
    held = values.astype(object).where(values.notna(), None).tolist()
    return [plain(value) for value in held] if values.dtype == object else held
