"""The target in a list of scores: of the weightiest indicator of the scheme, with what of it is reached. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.performance_steps import said
from data.i18n import _
from data.i18n.numbers import as_number, human, percent
from data.performance.indicators import Indicator
from data.performance.scheme import Item, Scheme


@dataclass(frozen=True)
class Goals:
    """``known``: the indicator; ``rows``: unit → value, target, completion; ``is_sum`` of a row: the unit has no target of its own,
    it is the sum of its people's."""

    known: Indicator
    rows: Mapping[str, Mapping[str, Any]]

    @property
    def title(self) -> str:
        """Over the column, in full."""
        return _("Target: %(name)s", name=self.known.label.text())


def leading(scheme: Scheme | None) -> Item | None:
    """The weightiest item with a target that is the unit's own."""
    own = [item for item in scheme.items if item.target.kind != "none" and item.of == "self"] if scheme else []
    return max(own, key=lambda item: (item.weight, -item.number), default=None)


def told(goals: Goals | None, unit: str) -> dict[str, str]:
    """Texts of a cell: how much is reached, of what, and in words."""
    row = goals.rows.get(unit) if goals else None
    if goals is None or row is None or as_number(row["target"]) is None:
        return {"reached": "", "of": "", "title": ""}
    target, reached = said(goals.known, row["target"]), as_number(row["completion"])
    brief = human(row["target"], format="money" if goals.known.unit.text() in {"元", "yuan"} else "count")
    whose = _("sum of the targets of its people") if row["is_sum"] else _("target of the month")
    share = percent(reached) if reached is not None else ""
    now = _("%(value)s of %(target)s", value=said(goals.known, row["value"]), target=target)
    return {
        "reached": share,
        "of": f"Σ {brief}" if row["is_sum"] else brief,
        "title": f"{goals.known.label.text()}: {now} · {whose}",
    }
