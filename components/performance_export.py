"""A list of scores as a file: place, name and number, post and outlet, points, expected, places gained; as the page lists it.

``where`` of its question holds the unit looked at and the month, and as far as chosen the post, the kind of county, the
size, and ``since``: the month the places are compared with. They are resolved here, under the asker's own rights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from components.performance_alike import alike
from components.performance_choice import held, month_beside
from components.performance_filters import KINDS, SIZES, kind_words, size_words
from components.performance_ranking import ranked
from components.tables import Column, columns_of
from data.errors import BadRequest, allowed_only
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import month_text
from data.listing import records
from data.query import ask
from data.scope import LEVELS, Node

SCORES = "scores"  # the shape of a question


def plain(where: Mapping[str, Any]) -> dict[str, Any]:
    """The filter without what only a list of scores knows."""
    return {name: value for name, value in where.items() if name not in {"kind", "size", "since"}}


def scored(metrics: Sequence[str], by: str, where: Mapping[str, Any]) -> Any:
    """The answer of ``ask`` with place and movement; of people also post, outlet and entity."""
    month = _first(where.get("month"))
    as_of = held().get(month)
    if as_of is None:
        raise BadRequest("A list of scores is of a month with scores")
    level = "branch" if by == "staff" else by
    kept = alike(level, _one_of("kind", KINDS, where), _one_of("size", SIZES, where), as_of)
    dimensions = (by, "post") if by == "staff" and not where.get("post") else (by,)
    asked = plain(where) | (kept or {})
    answer = ask(metrics, by=dimensions, where=asked, order="-score")
    before = None
    if where.get("since"):
        before = ask(("score",), by=dimensions, where=asked | {"month": where["since"]}).frame
    frame = pd.DataFrame(ranked(answer.frame, before, by))
    if by == "staff":
        frame = frame.drop(columns=[name for name in frame if name.startswith("post")]).join(_people(where), on="staff")
    return replace(answer.with_frame(frame if kept is not None else frame.head(0)), sentence=_words(where, month))


def _first(month: Any) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise BadRequest("A list of scores is of a month with scores") from None


def _one_of(name: str, words: Sequence[str], where: Mapping[str, Any]) -> str:
    wish = str(where.get(name) or "")
    if wish:
        allowed_only(name, wish, words)
    return wish


def _people(where: Mapping[str, Any]) -> Any:
    """Post, outlet and entity of each in the month, by number."""
    columns = ("unit_id", "post_code", "branch_id", "entity_id")
    known = {name: value for name, value in plain(where).items() if name in {*LEVELS, "month", "post"}}
    frame = pd.DataFrame(records("score", known | {"level": "staff"}, columns=columns))
    return frame.set_index("unit_id")[["post_code", "branch_name", "entity_name"]]


def _words(where: Mapping[str, Any], month: date) -> str:
    """Guiyang · scores of November 2026 · Customer manager · cities · large."""
    node = next((Node(level, str(where[level])) for level in ("staff", "branch", "entity") if where.get(level)), None)
    words = [
        node.name if node else "",
        _("scores of %(month)s", month=month_text(month)),
        code_label("post", where["post"]) if where.get("post") else "",
        kind_words(where["kind"]) if where.get("kind") else "",
        size_words(where["size"]) if where.get("size") else "",
    ]
    return " · ".join(word for word in words if word)


def scored_columns(by: str, where: Mapping[str, Any], frame: Any) -> list[Column]:
    """In the order of the page."""
    number = {"entity": _("Entity no."), "branch": _("Outlet no."), "staff": _("Staff no.")}[by]
    who = [Column(by, number)]
    if by == "staff":
        who += [
            Column("post_code", _("Post"), draw=lambda code, _row: code_label("post", code)),
            Column("branch_name", _("Outlet")),
            Column("entity_name", _("Entity")),
        ]
    since = where.get("since")
    month = month_beside(_first(since), _first(where["month"])) if since else ""
    moved = [Column("moved", _("Places gained since %(month)s", month=month), "count")] if since else []
    title = {"entity": _("Entity"), "branch": _("Outlet"), "staff": _("Person")}[by]
    name, *numbers = columns_of(frame)
    return [Column("rank", _("Rank"), "count"), replace(name, label=title), *who, *numbers, *moved]
