"""Who gained and who lost most places since the month before, and the group and indicator that moved them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from components.performance_ranking import Columns, part
from components.performance_steps import gained, said
from components.short_names import short_name
from components.wall_scores import Scores, Steps
from data.i18n import _
from data.i18n.numbers import human
from data.metrics.registry import metric
from data.performance.indicators import GROUPS, indicators

MOST = 3  # units on each side


def moves(scores: Scores) -> dict[str, Any]:
    """Those up and those down, most places first; ``since``: the month compared with."""
    rows = scores.rows
    up, down = _ends(rows["moved"], -1), _ends(rows["moved"], 1)
    units = [str(rows[scores.by][place]) for place in (*up, *down)]
    now, then = scores.steps(units, scores.month), scores.steps(units, scores.before)
    was = _by_unit(scores)
    return {
        "up_title": _("Rising fastest"),
        "down_title": _("Falling furthest"),
        "none": _("No place has changed hands"),
        "up": [_mover(scores, place, was, now, then) for place in up],
        "down": [_mover(scores, place, was, now, then) for place in down],
    }


def _ends(moved: np.ndarray, sign: int) -> list[int]:
    """Places in the list of those that moved most one way: −1 upwards, 1 downwards."""
    order = np.argsort(sign * moved, kind="stable")
    return [int(place) for place in order if sign * moved[place] < 0][:MOST]


def _by_unit(scores: Scores) -> dict[str, Columns]:
    """Unit → the row of its score in the month before."""
    before = scores.earlier
    return {str(key): part(before, place) for place, key in enumerate(before[scores.by])}


def _mover(scores: Scores, place: int, was: Mapping[str, Columns], now: Steps, then: Steps) -> dict[str, Any]:
    row, by = part(scores.rows, place), scores.by
    key, places, rank = str(row[by]), int(row["moved"]), int(row["rank"])
    what, size = _part(row, was[key])
    name = _("Veto lifted") if what == "withheld" and size > 0 else _parts()[what]
    group = what.removeprefix("score_") if what.startswith("score_") else ""
    return {
        "id": key,
        "name": short_name(str(row[f"{by}_name"]), scores.node.name if scores.node.id else ""),
        "tone": "good" if places > 0 else "bad",
        "arrow": "▲" if places > 0 else "▼",
        "places": str(abs(places)),
        "way": _("No. %(then)s → %(now)s", then=rank + places, now=rank),
        "group": group,
        "part": name,
        "gain": human(size, format="score", signed=True),
        "reason": _indicator(group, size, now[key], then.get(key, [])) if group else _veto(now[key]),
    }


def _parts() -> dict[str, str]:
    """What a total is made of: groups, what a veto keeps out, what closed months bring."""
    groups = {f"score_{group}": metric(f"score_{group}").short.text() for group in GROUPS}
    return groups | {"withheld": _("Veto"), "balance": _("Closed months")}


def _part(row: Columns, was: Columns) -> tuple[str, float]:
    """The part that moved the total most the way the places went, and by how many points."""
    sizes = {name: (float(row[name]) - float(was[name])) * (-1 if name == "withheld" else 1) for name in _parts()}
    sign = 1 if row["moved"] > 0 else -1
    name = max(sizes, key=lambda one: sign * sizes[one])
    return name, sizes[name]


def _indicator(group: str, size: float, now: list[dict[str, Any]], then: list[dict[str, Any]]) -> str:
    """The indicator of the group that moved it, with its value; nothing where the steps are not kept."""
    inside = {row["indicator"]: row for row in now if row["grp"] == group}
    moved = {name: points for name, points in gained(now, then).items() if name in inside} if then else {}
    if not moved:
        return ""
    return _said(inside[max(moved, key=lambda one: moved[one] if size > 0 else -moved[one])])


def _veto(now: list[dict[str, Any]]) -> str:
    """The indicator that caps the total."""
    caps = (indicators()[row["indicator"]].label.text() for row in now if row["total_cap"] is not None)
    return next(caps, "")


def _said(step: Mapping[str, Any]) -> str:
    known = indicators()[step["indicator"]]
    return _("%(indicator)s %(value)s", indicator=known.label.text(), value=said(known, step["value"]))
