"""Who went where: departures, moves on and returns, row by row, for the list that scrolls by itself. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import pandas as pd

from components.migrant_names import words
from components.short_names import short_name
from components.tables import Column
from data.i18n import _, current_language
from data.i18n.numbers import clock_text, day_text

DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M"
MOVES = ("left", "moved_in", "returned")  # a move between cities is told once, where it ends


def rows(frame: pd.DataFrame, today: date, *, may_unmask: bool = False) -> str:
    """JSON for ``data-feed``: time, who (masked by the listing), from, to, what. ``frame``: listing ``worker_activity``.

    ``may_unmask``: each row also says whose name can be asked for, and the words for it.
    """
    told = {
        "rows": [
            _row(row, today) + ([str(row["worker_id"])] if may_unmask else []) for row in frame.to_dict("records")
        ],
        "unmask": words() if may_unmask else "",
        "again": _("from the newest again"),
        "empty": _("Nothing happened here yet. Choose another month or place."),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _row(row: Mapping[str, Any], today: date) -> list[str]:
    return [
        _when(row["happened_at"], today),
        str(row["name"] or ""),
        short_name(str(row["county_name"] or "")),
        where(row),
        str(row["activity_name"]),
        way(row),
    ]


def _when(moment: datetime, today: date) -> str:
    """Of what was told later only the day is known: midnight is no time of day. Another year is said, without the time."""
    if moment.year != today.year:
        return day_text(moment.date(), weekday=False, year=True)
    return day_text(moment.date(), weekday=False) if moment.time() == time.min else clock_text(moment, today=today)


def way(row: Mapping[str, Any]) -> str:
    """``back`` home, else ``out``."""
    return "back" if row["activity"] == "returned" else "out"


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def where(row: Mapping[str, Any]) -> str:
    """Province and city: 浙江温州, Zhejiang Wenzhou; of a municipality once."""
    province, city = _text(row["destination_province_name"]), _text(row["destination_city_name"])
    if city == province or current_language() == "en":
        return short_name(str(city))
    return _("%(province)s %(city)s", province=province, city=city).strip()


def activity_columns() -> list[Column]:
    """The list's columns for a file: the whole moment, else what the screen says."""
    return [
        Column(
            "happened_at",
            _("When"),
            draw=lambda value, _row: f"{value:%Y-%m-%d}" if value.time() == time.min else f"{value:%Y-%m-%d %H:%M}",
        ),
        Column("name", _("Name")),
        Column("county_name", _("From"), draw=lambda value, _row: short_name(str(value or ""))),
        Column("destination_city_name", _("Works in"), draw=lambda _value, row: where(row)),
        Column("activity_name", _("What happened")),
    ]
