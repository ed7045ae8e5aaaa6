"""What randomised campaigns brought, for the wall: those addressed against a control group drawn by lot, with the interval.

Of the province, or of one entity where its control group is large enough to be told by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from components.recommend_effect import reach
from data.i18n import _, current_language, p_
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human, month_short, percent
from data.listing import listing
from data.scope import Node
from models.products import catalogue

MOST = 14  # campaigns
SHOWN = 6  # of them, large enough to be read across a hall
Rows = Sequence[Mapping[str, Any]]


def campaigns(node: Node, until: date) -> list[dict[str, Any]]:
    """The newest campaigns whose outcome is whole on the day, newest first: of the unit."""
    entity = node.id if node.level == "entity" else node.parents.get("entity")
    where = {"part": "entity", "unit": entity} if entity else {"part": "all"}
    rows = listing("campaign_result", where, limit=1000).frame.to_dict("records")
    return [row for row in rows if _day(row["end_date"]) <= until and as_number(row["low"]) is not None][:MOST]


def _day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value


def hero(rows: Rows) -> dict[str, Any] | None:
    """The newest campaign: points more than without it, both shares, what the interval says; None without any."""
    if not rows:
        return None
    row = rows[0]
    shares = [as_number(row[f"{arm}_rate"]) or 0.0 for arm in ("treated", "control")]
    most = max(*shares, 1e-9)
    return {
        "value": 100 * row["uplift"],
        "number": human(100 * row["uplift"], signed=True, decimals=2),
        "unit": p_("lift", "points"),
        "label": _("More customers took it"),
        "name": _named(row),
        "interval": _("95%% interval %(low)s to %(high)s", low=_plain(row["low"]), high=_plain(row["high"])),
        "verdict": _verdict(row),
        "arms": [
            _arm(row, arm, share, most) for arm, share in zip(("treated", "control"), shares, strict=True)
        ],
    }  # fmt: skip


def _plain(share: Any) -> str:
    return human(100 * share, signed=True, decimals=2)


def _arm(row: Mapping[str, Any], arm: str, share: float, most: float) -> dict[str, Any]:
    label = _("Addressed") if arm == "treated" else _("Control, by lot")
    return {"kind": arm, "label": label, "rate": percent(share, 2), "part": share / most}


def _tone(row: Mapping[str, Any]) -> str:
    return "good" if row["low"] > 0 else "bad" if row["high"] < 0 else "open"


def _verdict(row: Mapping[str, Any]) -> dict[str, str]:
    """What the interval says: all above zero, all below, or zero in it."""
    words = {"good": _("▲ It works"), "bad": _("▼ It harms"), "open": _("Not certain yet: zero is possible")}
    return {"tone": _tone(row), "text": words[_tone(row)]}


def _named(row: Mapping[str, Any]) -> str:
    """Its name and month; a campaign is named by those who planned it."""
    name = row["name"] if current_language() == "zh" else row["name_en"] or row["name"]
    return f"{name} · {month_short(_day(row['start_date']))}"


def lifts(rows: Rows) -> dict[str, Any]:
    """A row a campaign, the newest: product, points with the interval on one axis; and how many of all are certain."""
    shown = rows[:SHOWN]
    low, high = _axis(shown)
    certain = sum(_tone(row) == "good" for row in rows)
    return {
        "title": _("Campaigns with a control group"),
        "note": _("points more than the control, with 95% interval"),
        "sum": _("certain: %(n)s of %(all)s", n=certain, all=len(rows)),
        "axis": [[_end(one), _at(one, low, high)] for one in dict.fromkeys((low, 0.0, high))],
        "rows": [_row(row, low, high) for row in shown],
        "none": _("No campaign has a control group large enough to be told by itself here"),
    }  # fmt: skip


def _axis(rows: Rows) -> tuple[float, float]:
    """Ends that hold every interval, and zero."""
    ends = [float(row[one]) for row in rows for one in ("low", "high")]
    low, high = [one for one in ends if one < 0], [one for one in ends if one > 0]
    return (-reach(low) if low else 0.0, reach(high) if high else 0.01)


def _at(value: float, low: float, high: float) -> float:
    """Where a value stands on the axis, 0–1."""
    return round((value - low) / (high - low), 4)


def _end(value: float) -> str:
    return human(100 * value, signed=True, decimals=0 if round(100 * value, 2) == round(100 * value) else 1)


def _row(row: Mapping[str, Any], low: float, high: float) -> dict[str, Any]:
    code = str(row["product_code"])
    made = catalogue().products.get(code)
    return {
        "name": code_label("product_code", code),
        "group": made.group if made else "",
        "number": _plain(row["uplift"]),
        "at": [_at(float(row[one]), low, high) for one in ("low", "uplift", "high")],
        "tone": _tone(row),
    }
