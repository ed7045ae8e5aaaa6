"""The days each metric of a question counts, for those who print them beside the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from data.metrics.registry import metric
from data.period import Period
from data.query.plan import period_of
from data.query.question import understand
from data.query.stock import counted_to
from data.serving import reading


def spans(
    metrics: Sequence[str], by: Sequence[str] = (), where: Mapping[str, Any] | None = None, as_of: str | None = None
) -> dict[str, Period]:
    """Metric → its first and last day, the last day with data at most; without those that count all of history."""
    question = understand(metrics, by, where, None, None, as_of)
    found = {name: period_of(metric(name).window, question) for name in question.metrics}
    with reading() as state:
        last = {name: counted_to((name,), question, state) or question.as_of.day for name in found}
    return {name: replace(span, hi=min(span.hi, last[name])) for name, span in found.items() if span.lo is not None}
