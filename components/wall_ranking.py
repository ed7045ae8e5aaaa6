"""All units below one by score: the ranking in pages, and the strip of them all with those marked who moved. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from components.performance_choice import FULL, month_beside
from components.short_names import seat, short_name
from components.wall_parts import moved
from components.wall_scores import Scores
from data.i18n import _
from data.i18n.numbers import human
from data.performance.indicators import GROUPS

TOP = 3  # units that stand out by their place


def ranking(scores: Scores) -> dict[str, Any]:
    """A row each, best first: place, name, the four groups as parts of full points, score, places gained."""
    return {
        "title": {"entity": _("Entities"), "branch": _("Outlets")}[scores.by],
        "note": _("since %(month)s", month=month_beside(scores.before, scores.month)) if scores.before else "",
        "words": {"entity": _("%s–%s of %s entities"), "branch": _("%s–%s of %s outlets")}[scores.by],
        "rows": [_row(scores, place) for place in range(len(scores.rows["score"]))],
    }


def _row(scores: Scores, place: int) -> dict[str, Any]:
    rows = scores.rows
    return {
        "id": str(rows[scores.by][place]),
        "rank": int(rows["rank"][place]),
        "name": _name(scores, place),
        "parts": _parts(scores, place),
        "number": human(rows["score"][place], format="score"),
        "moved": moved(rows["moved"][place]),
    }


def _name(scores: Scores, place: int) -> str:
    return short_name(str(scores.rows[f"{scores.by}_name"][place]), scores.node.name if scores.node.id else "")


def _seat(scores: Scores, place: int) -> str:
    """Where the unit is at home: enough above a bar."""
    return seat(str(scores.rows["entity_name"][place])) if scores.by == "entity" else _name(scores, place)


def _parts(scores: Scores, place: int) -> list[float]:
    """The four groups as parts of full points; together the score, which a veto holds below what they bring."""
    points = [float(scores.rows[f"score_{group}"][place]) for group in GROUPS]
    share = float(scores.rows["score"][place]) / (sum(points) or 1.0)
    return [round(share * one / FULL, 4) for one in points]


def strip(scores: Scores, movers: Mapping[str, Any]) -> dict[str, Any]:
    """Every unit as a thin bar, those named who moved most; best, middle and lowest in words."""
    tones = {one["id"]: one["tone"] for side in ("up", "down") for one in movers[side]}
    points, count = scores.rows["score"].tolist(), len(scores.rows["score"])
    ends = {_("best"): points[0], _("median"): median(points), _("lowest"): points[-1]}
    words = {"entity": _("%(n)s entities"), "branch": _("%(n)s outlets")}[scores.by]
    return {
        "title": words % {"n": human(count)},
        "note": _("score, highest first"),
        "ends": [[word, human(value, format="score")] for word, value in ends.items()],
        "bars": [_bar(scores, place, tones) for place in range(count)],
        "first": _("Place %(n)s", n=1),
        "last": _("Place %(n)s", n=human(count)),
    }


def _bar(scores: Scores, place: int, tones: Mapping[str, str]) -> dict[str, Any]:
    tone = tones.get(str(scores.rows[scores.by][place]), "")
    name = _seat(scores, place) if tone else ""
    return {"parts": _parts(scores, place), "tone": tone, "name": name, "is_top": place < TOP}
