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
    """``past``: rows of the listing ``campaign_result``, those with a control group only."""
    rows = [_over(past), _running()]
    return {
        "title": _("From list to product"),
        "heads": [_("Recommended"), _("Addressed"), _("Answered"), _("Took it")],
        "rows": rows,
    }


def _over(past: Rows) -> dict[str, Any]:
    """Of campaigns before there were answers: nobody wrote them down."""
    counts = {
        "members": sum(int(row["treated"] + row["control"]) for row in past),
        "treated": sum(int(row["treated"]) for row in past),
        "answered": None,
        "taken": sum(int(row["treated_hits"]) for row in past),
    }
    title = _("Finished: %(n)s", n=len(past))
    return (
        _row(title, counts, _("None with a control group of its own"))
        if past
        else _row(_("Finished"), {}, _("None with a control group of its own"))
    )


def _running() -> dict[str, Any]:
    try:
        found = running()
    except Forbidden:  # of a part of the organisation that has no campaigns of its own
        found = []
    counts = {name: sum(int(row[name]) for row in found) for name in STEPS}
    title = _("Running: %(n)s", n=len(found)) if found else _("Running")
    return _row(title, counts if found else {}, _("No campaign runs now"))


def _row(title: str, counts: Mapping[str, int | None], none: str) -> dict[str, Any]:
    """Steps as parts of the first, each with its share of those addressed."""
    whole, treated = counts.get("members") or 0, counts.get("treated") or 0
    steps = [_step(name, counts[name], whole, treated) for name in STEPS] if counts else []
    return {"title": title, "steps": steps, "none": none}


def _step(name: str, count: int | None, whole: int, treated: int) -> dict[str, Any]:
    if count is None:
        return {"name": name, "number": "", "value": None, "part": None, "share": _("not recorded")}
    share = percent(count / treated) if treated and name in {"answered", "taken"} else ""
    part = count / whole if whole else 0.0
    return {"name": name, "number": human(count, compact=False), "value": count, "part": part, "share": share}
