"""The ranking of entities, outlets or people as JSON: place, movement, score and groups as bars around the mean, course.

``assets/performance_ranking.js`` draws it. Pure: columns in, text out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from math import isnan, nan
from typing import Any

import numpy as np

from components.performance_choice import FULL, METRICS, Choice
from components.performance_target import Goals
from components.performance_target import told as target_told
from components.short_names import short_name
from data.i18n import _, p_
from data.i18n.numbers import as_number, human
from data.metrics.registry import metric
from data.performance.indicators import GROUPS
from data.performance.scheme import POSTS

MOST = 300  # rows drawn at once; more stand in a grid (performance_grid)
UNIT = "_unit_"  # in a link, in the place of a unit's key
Asides = Mapping[str, str]
Columns = dict[str, np.ndarray]  # name → values, a row each
Listing = Any  # columns by name: lists, arrays, or a frame


def ranked(now: Listing, before: Listing | None, by: str) -> Columns:
    """``now`` with ``rank`` (equals share the better place) and ``moved`` (places gained; none without a place before).

    Where rows tell a ``post`` the places are inside it, post by post.
    """
    held = _scored(now)
    keys = [held[by].astype(str), -held["score"]]
    if "post" in held:
        keys.append(np.array([POSTS.index(post) for post in held["post"]], int))
    order = np.lexsort(keys)
    found = part(held, order)
    found["rank"] = _places(found)
    was: dict[Any, int] = {}
    if before is not None:
        known = _scored(before)
        was = dict(zip(_named(known, by), _places(known).tolist(), strict=True))
    places = zip(_named(found, by), found["rank"].tolist(), strict=True)
    found["moved"] = np.array([was.get(key, nan) - rank for key, rank in places], float)
    return found


def part(whole: Columns, rows: Any) -> Columns:
    """Some rows, by number or as a slice, in that order."""
    return {name: values[rows] for name, values in whole.items()}


def _scored(listing: Listing) -> Columns:
    """The rows that have a score."""
    columns = {str(name): np.array(listing[name], float if name in METRICS else object) for name in listing}
    return part(columns, ~np.isnan(columns["score"]))


def _named(columns: Columns, by: str) -> list[Any]:
    """What a place belongs to: a unit, or a person in a post."""
    return list(zip(columns[by], columns["post"], strict=True)) if "post" in columns else list(columns[by])


def _places(columns: Columns) -> np.ndarray:
    away, found = -columns["score"], np.zeros(len(columns["score"]), int)
    posts = columns["post"] if "post" in columns else np.zeros(len(away), int)
    for post in set(posts.tolist()):
        inside = posts == post
        found[inside] = np.searchsorted(np.sort(away[inside]), away[inside]) + 1
    return found


def rows(
    columns: Columns, choice: Choice, by: str, *, courses: Mapping[str, Sequence[float]], asides: Asides,
    weights: Mapping[str, float], within: str = "", whole: Columns | None = None, since: str = "", goals: Goals | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """A row each, in their order. Bars show the distance from the mean of the ``whole`` list, or from full points."""
    every = columns if whole is None else whole
    middles = {name: _full(name, weights) if choice.compare == "target" else None for name in METRICS}
    away = {name: _away(every[name], middle) for name, middle in middles.items()}
    links, names = _links(choice, by), list(columns)
    place = names.index(by)
    return [
        _row(dict(zip(names, row, strict=True)), by, away, courses, asides, within, links, since)
        | {"target": target_told(goals, str(row[place]))}
        for row in zip(*(values.tolist() for values in columns.values()), strict=True)
    ]


def _links(choice: Choice, by: str) -> dict[str, str]:
    """ "" and metric → where a unit and its cells lead, with ``UNIT`` for the unit's key: put together once for all rows."""
    view = "steps" if by != "staff" else None
    groups = {name: name.removeprefix("score_") for name in METRICS}
    return {"": choice.to(by, UNIT)} | {
        name: choice.to(by, UNIT, view=view, group=group if group in GROUPS else None) for name, group in groups.items()
    }


def _full(name: str, weights: Mapping[str, float]) -> float:
    """What there is to get; not a number where units of several schemes are listed."""
    return float(FULL) if name == "score" else weights.get(name.removeprefix("score_"), nan)


def _away(column: np.ndarray, middle: float | None = None) -> Callable[[float], float]:
    """Points → −1 … 1, the distance from the middle (the mean) over the largest of them; no middle, no distance."""
    known = column[~np.isnan(column)]
    centre = middle if middle is not None else float(known.mean()) if len(known) else nan
    if isnan(centre):
        return lambda value: 0.0
    most = float(np.abs(known - centre).max(initial=0.0)) or 1.0
    return lambda value: round((value - centre) / most, 3)


def _row(
    row: Mapping[str, Any], by: str, away: Mapping[str, Callable[[float], float]],
    courses: Mapping[str, Sequence[float]], asides: Asides, within: str, links: Mapping[str, str], since: str,
) -> dict[str, Any]:  # fmt: skip
    key, expected = str(row[by]), as_number(row.get("score_expected"))
    cells = []
    for name in METRICS:
        value = as_number(row[name])
        link = links[name].replace(UNIT, key)
        cells.append([human(value, format="score"), away[name](value) if value is not None else 0, link])
    return {
        "node": f"{by}:{key}",
        "href": links[""].replace(UNIT, key),
        "rank": human(row["rank"]),
        "moved": _moved(row["moved"], since),
        "name": short_name(str(row[f"{by}_name"]), within),
        "aside": asides.get(key, ""),
        "cells": cells,
        "expected": "" if expected is None else human(expected, format="score", decimals=1),
        "course": [round(float(value), 2) for value in courses.get(key, ())],
    }


def _moved(places: Any, since: str) -> dict[str, str]:
    """Arrow, colour and words; ``since``: the month compared with."""
    moved = as_number(places)
    if not moved:
        text = _("unchanged") if moved == 0 else _("no place then")
        return {"text": "—", "tone": "muted", "title": text}
    words = _("up %(n)s", n=human(abs(moved))) if moved > 0 else _("down %(n)s", n=human(abs(moved)))
    return {"text": f"{'▲' if moved > 0 else '▼'} {human(abs(moved))}", "tone": "good" if moved > 0 else "bad",
            "title": f"{words} · {_('since %(month)s', month=since)}" if since else words}  # fmt: skip


def is_by_post(choice: Choice) -> bool:
    """Whether people of all posts are listed: places are inside a post then, post by post."""
    return choice.by == "staff" and not choice.listed_post


def heads(
    choice: Choice, weights: Mapping[str, float], goals: Goals | None = None
) -> tuple[dict[str, str], list[list[str]]]:
    """Words over the columns and for the arrows; of each group its name, key and weight."""
    by = choice.by
    titles = {"entity": _("Entity"), "branch": _("Outlet"), "staff": _("Person")}
    asides = {"entity": _("Managers"), "branch": _("Managers"), "staff": _beside(choice)}
    words = {"moved": p_("places", "Moved"), "name": titles.get(by, ""), "aside": asides.get(by, ""), "score": _("Score"),
             "course": _("6 months"), "expected": _("Expected"),
             "open": _("Show those below"), "go": _("Open the page of %(name)s", name="%(name)s"),
             "empty": _("No scores here")}  # fmt: skip
    words |= {"target": _("Target") if goals else "", "target_of": goals.title if goals else ""}
    groups = [[metric(f"score_{group}").short.text(), group, human(weights.get(group), decimals=0) if weights else ""]
              for group in GROUPS]  # fmt: skip
    return words, groups


def _beside(choice: Choice) -> str:
    if choice.node.level == "branch":
        return _("Post")
    return _("Outlet") if choice.listed_post else _("Post, outlet")


def told(
    found: Sequence[Mapping[str, Any]],
    choice: Choice,
    weights: Mapping[str, float],
    total: int,
    goals: Goals | None = None,
) -> str:
    """JSON for ``data-rows``."""
    words, groups = heads(choice, weights, goals)
    said = {
        "by": choice.by,
        "byPost": is_by_post(choice),
        "wide": choice.node.level != "branch",
        "rows": list(found),
        "total": total,
        "opens": choice.by in {"entity", "branch"},
    }
    return json.dumps(said | {"words": words, "groups": groups}, ensure_ascii=False, separators=(",", ":"))


def opened(node: str, found: Sequence[Mapping[str, Any]]) -> str:
    """JSON of the rows below one of the list."""
    return json.dumps({"node": node, "rows": list(found)}, ensure_ascii=False, separators=(",", ":"))
