"""Tables of the migrants page whose rows hold words: where to push and why, the centres' execution and how far it is.

Screen, table twin and Excel file are made of the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from components import migrant_centres, migrant_gaps
from components import migrant_service as service
from components.migrant_choice import Choice
from components.migrant_reasons import Reason
from components.tables import Column, columns_of
from data.i18n import _
from data.metrics.registry import metric
from data.query import Answer, ask

LONG = 64  # characters of a column that holds a sentence


@dataclass(frozen=True)
class Told:
    """``answer``: the rows with what they were asked with; ``metrics``: whose definitions belong to them; ``policy``: the
    name of the one chosen, or that it is all of them."""

    answer: Answer
    columns: list[Column]
    metrics: tuple[str, ...]
    policy: str


def policy_name(choice: Choice) -> str:
    """Which policy the targets are of."""
    chosen = (row["name"] for row in service.policies() if row["policy_id"] == choice.policy)
    return next(chosen, None) or _("all policies")


# -- where to push --------------------------------------------------------------------------------------


def gap_table(choice: Choice, as_of: date | None, why: Mapping[str, Reason] | None = None) -> Told:
    """Regions served less than their share, the widest gap first, each with the reason and the step in words; ``why``:
    the reasons where they are known already."""
    answer = service.gap_answer(choice, as_of)
    if why is None:
        why = service.reasons(choice, as_of, service.executions(choice, as_of)[0])
    frame = migrant_gaps.short(answer.frame)
    said = [why.get(str(code)) for code in frame[choice.below]]
    frame = frame.assign(
        rank=range(1, len(frame) + 1),
        reason=[one.text if one else "" for one in said],
        step=[one.step if one else "" for one in said],
    )
    words = [Column("reason", _("Reason"), width=LONG), Column("step", _("Suggested step"))]
    columns = [Column("rank", _("Rank"), "count"), *columns_of(frame), *words]
    return Told(answer.with_frame(frame), columns, migrant_gaps.METRICS, policy_name(choice))


# -- the centres ------------------------------------------------------------------------------------------


def centre_table(
    choice: Choice, as_of: date | None, done: tuple[Sequence[Mapping[str, Any]], Mapping[str, Any]] | None = None
) -> Told:
    """The centres with a target, the best rate first, and their sum: four numbers, the rate, what is due by now, and how
    far that is in words; ``done``: the executions where they are known already."""
    rows, total = done or service.executions(choice, as_of)
    where = choice.home | ({"policy": choice.policy} if choice.policy else {})
    answer = ask(list(migrant_centres.METRICS), by="centre", where=where, as_of=as_of)
    held = migrant_centres.with_target(rows)
    summed = [{**total, "name": _("All centres")}] if len(held) > 1 else []
    names = ["name", *migrant_centres.METRICS, "rate", "schedule", "state"]
    frame = pd.DataFrame([*held, *summed], columns=names)
    frame["state"] = frame["state"].map(migrant_centres.signed_state)
    metrics = (*migrant_centres.METRICS, "policy_rate")
    return Told(answer.with_frame(frame), _centre_columns(), metrics, policy_name(choice))


def _centre_columns() -> list[Column]:
    numbers = [metric(name) for name in migrant_centres.METRICS]
    return [
        Column("name", _("Centre")),
        *(Column(one.name, one.short.text(), one.format, one.unit.text(), one.decimals) for one in numbers),
        Column("rate", metric("policy_rate").short.text(), "percent", "%"),
        Column("schedule", _("Due by now"), "percent", "%"),
        Column("state", _("State"), width=32),
    ]
