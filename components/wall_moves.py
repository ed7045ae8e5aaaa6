"""Who gained and who lost most places since the month before, and the group and indicator that moved them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from components.performance_ranking import Columns
from components.performance_steps import gained, said
from components.short_names import short_name
from components.wall_scores import Scores
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


def _by_unit(scores: Scores) -> dict[str, Mapping[str, float]]:
    """Unit → its groups' points in the month before."""
    before = scores.earlier
    names = [f"score_{group}" for group in GROUPS]
    return {
        str(key): {name: float(before[name][place]) for name in names} for place, key in enumerate(before[scores.by])
    }


def _mover(scores: Scores, place: int, was: Any, now: Any, then: Any) -> dict[str, Any]:
    rows, by = scores.rows, scores.by
    key, places = str(rows[by][place]), int(rows["moved"][place])
    rank = int(rows["rank"][place])
    group, size = _group(rows, place, was.get(key, {}))
    return {
        "id": key,
        "name": short_name(str(rows[f"{by}_name"][place]), scores.node.name if scores.node.id else ""),
        "tone": "good" if places > 0 else "bad",
        "arrow": "▲" if places > 0 else "▼",
        "places": str(abs(places)),
        "way": _("No. %(then)s → %(now)s", then=rank + places, now=rank),
        "group": group,
        "gain": f"{metric(f'score_{group}').short.text()} {human(size, format='score', signed=True)}" if group else "",
        "reason": _indicator(group, size, now.get(key, []), then.get(key, [])),
    }


def _group(rows: Columns, place: int, was: Mapping[str, float]) -> tuple[str, float]:
    """The group that moved the total most the way the places went."""
    sizes = {group: float(rows[f"score_{group}"][place]) - was.get(f"score_{group}", 0.0) for group in GROUPS}
    sign = 1 if rows["moved"][place] > 0 else -1
    group = max(sizes, key=lambda one: sign * sizes[one])
    return group, sizes[group]


def _indicator(group: str, size: float, now: list[dict[str, Any]], then: list[dict[str, Any]]) -> str:
    """The indicator of the group that moved it, with its value; nothing where the steps are not kept."""
    inside = {row["indicator"]: row for row in now if row["grp"] == group}
    moved = {name: points for name, points in gained(now, then).items() if name in inside} if then else {}
    if not moved:
        return ""
    name = max(moved, key=lambda one: moved[one] if size > 0 else -moved[one])
    known = indicators()[name]
    return _("%(indicator)s %(value)s", indicator=known.label.text(), value=said(known, inside[name]["value"]))
