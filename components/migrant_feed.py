"""Who went where and what was done, row by row, for the list that scrolls by itself. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from data.i18n import _, current_language
from data.i18n.numbers import as_number, clock_text, human

KIND = re.compile(r"( Autonomous| Special)? (County|District|City)$")
WITH_AMOUNT = {"loan", "remittance", "payroll"}


def rows(frame: pd.DataFrame, today: date) -> str:
    """JSON for ``data-feed``: time, who (masked by the listing), from, to, what. ``frame``: listing ``worker_activity``."""
    told = {
        "rows": [_row(row, today) for row in frame.to_dict("records")],
        "empty": _("Nothing happened here yet. Choose another month or place."),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _row(row: Mapping[str, Any], today: date) -> list[str]:
    return [
        clock_text(row["happened_at"], today=today),
        str(row["name"] or ""),
        plain(str(row["county_name"] or "")),
        where(row),
        what(row),
        way(row),
    ]


def way(row: Mapping[str, Any]) -> str:
    """``back`` home, ``home`` for somebody who is there, else ``out``."""
    if row["activity"] == "returned":
        return "back"
    return "out" if _text(row["destination_city_name"]) else "home"


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def where(row: Mapping[str, Any]) -> str:
    """Province and city: 浙江温州, Zhejiang Wenzhou; of a municipality once."""
    province, city = _text(row["destination_province_name"]), _text(row["destination_city_name"])
    if not city:
        return _("at home")
    if city == province or current_language() == "en":
        return plain(str(city))
    return _("%(province)s %(city)s", province=province, city=city).strip()


def plain(name: str) -> str:
    """An English name without its kind: Zheng'an County → Zheng'an."""
    return KIND.sub("", name)


def what(row: Mapping[str, Any]) -> str:
    """What happened, with the amount where money moved."""
    name, amount = str(row["activity_name"]), as_number(row.get("amount"))
    return f"{name} {human(amount, _('yuan'), 'money')}" if row["activity"] in WITH_AMOUNT and amount else name
