"""The wall's scene of performance: the unit's score and four groups, the ranking below it, who moved and why, all in a strip."""

from __future__ import annotations

from typing import Any

from components.performance_choice import month_beside
from components.period import last_day
from components.short_names import short_name
from components.wall_day import UNITS, day_end, no_unit
from components.wall_moves import moves
from components.wall_parts import shift, written
from components.wall_ranking import ranking, strip
from components.wall_scores import Scores
from data.i18n import _, p_
from data.i18n.numbers import human, month_name
from data.metrics.registry import metric
from data.performance.indicators import GROUPS
from data.scope import Node


def told(node: Node, period: str) -> dict[str, Any]:
    """The scene of a unit; before scores were delivered there is nothing but words."""
    about = {"title": _("Performance assessment"), "daily": True, "as_of": day_end()}
    if node.level not in UNITS:
        return about | no_unit()
    scores = Scores.of(node, period)
    if scores is None or (own := scores.own(scores.month))["score"] is None:
        return about | {
            "empty": _("No scores yet"),
            "why": _("Balances are being delivered; scores are calculated when they are there."),
        }
    before = scores.own(scores.before)
    return about | {
        "hero": _hero(scores, own, before),
        "groups": [_group(name, scores, own, before) for name in GROUPS],
        **_below(scores),
    }


def _hero(scores: Scores, own: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    name = _("Mean score") if scores.node.level == "province" else short_name(scores.node.name)
    shown = written(
        own["score"],
        unit=p_("score", "pts"),
        format="score",
        label=_("%(name)s · %(month)s", name=name, month=_month(scores)),
        change=shift(own["score"], before["score"], _since(scores), format="score", direction="up"),
    )
    expected = own["score_expected"]
    text = _("Expected at month end %(n)s", n=human(expected, format="score", decimals=1))
    return {**shown, "expected": text if expected is not None else ""}


def _month(scores: Scores) -> str:
    """The month, and that it still runs."""
    named = month_name(scores.month)
    return _("%(month)s to date", month=named) if scores.as_of < last_day(scores.month) else named


def _since(scores: Scores) -> str:
    """The month compared with."""
    return month_beside(scores.before, scores.month) if scores.before else ""


def _group(name: str, scores: Scores, own: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    metric_name, weight = f"score_{name}", scores.weights().get(name)
    shown = written(
        own[metric_name],
        format="score",
        label=metric(metric_name).short.text(),
        change=shift(own[metric_name], before[metric_name], _since(scores), format="score", direction="up"),
    )
    full = p_("score", "of %(n)s") % {"n": human(weight, decimals=0)} if weight else ""
    return {**shown, "group": name, "full": full, "part": (own[metric_name] or 0) / weight if weight else 0}


def _below(scores: Scores) -> dict[str, Any]:
    """Ranking, movers and strip of the units below; none below an outlet."""
    if not scores.by or not len(scores.rows["score"]):
        return {"ranking": None, "moves": None, "strip": None}
    movers = moves(scores)
    return {"ranking": ranking(scores), "moves": movers, "strip": strip(scores, movers)}
