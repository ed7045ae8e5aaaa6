"""From those drawn for campaigns to those who took the product, for the wall: of campaigns that are over, and that run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.campaign_sums import STEPS, running
from data.errors import Forbidden
from data.i18n import _
from data.i18n.numbers import human, percent

Rows = Sequence[Mapping[str, Any]]


def funnel(past: Rows) -> dict[str, Any]:
    """``past``: rows of the listing ``campaign_result``, those with a control group only. What runs goes before what is over."""
    shown = _running() or _over(past)
    return {"title": _("From list to product"), **shown, "none": _("No campaign runs now, and none is over")}


def _over(past: Rows) -> dict[str, Any]:
    """Of campaigns before there were answers: nobody wrote them down."""
    counts = {
        "members": sum(int(row["treated"] + row["control"]) for row in past),
        "treated": sum(int(row["treated"]) for row in past),
        "taken": sum(int(row["treated_hits"]) for row in past),
    }
    return {"note": _("Finished: %(n)s", n=len(past)) if past else "", "steps": _steps(counts) if past else []}


def _running() -> dict[str, Any] | None:
    try:
        found = running()
    except Forbidden:  # of a part of the organisation that has no campaigns of its own
        return None
    counts = {name: sum(int(row[name]) for row in found) for name in STEPS}
    return {"note": _("Running: %(n)s", n=len(found)), "steps": _steps(counts)} if found else None


def _steps(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Steps as parts of the first; answers and products with their share of those addressed."""
    whole, treated = counts["members"] or 1, counts["treated"]
    return [
        {
            "name": name,
            "label": _label(name),
            "number": human(count, compact=False),
            "value": count,
            "part": count / whole,
            "share": percent(count / treated) if treated and name in {"answered", "taken"} else "",
        }
        for name, count in counts.items()
    ]


def _label(step: str) -> str:
    return {
        "members": _("Recommended"),
        "treated": _("Addressed"),
        "answered": _("Answered"),
        "taken": _("Took it"),
    }[step]
