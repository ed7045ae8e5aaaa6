"""Lineage: which delivered columns a served column stands on, read from the models by SQLMesh."""

from __future__ import annotations

from typing import Any

from etl.offers.sources import sources
from etl.publish import SERVED
from etl.trust.sources import sources as trusted

LEDGERS = dict.fromkeys(("ops_visit", "ops_photo", "ops_print"), "visit (phones)") | {
    "ops_vote": "votes (customers)",
    "ops_case": "cases (reviews)",
    "household_assignment": "household",
}
# Numbers of the scores, which are calculated outside the models, and what they are calculated from.
SCORES = {"score_total": ("points", "total"), "score_step": ("value", "target", "points")}
SCORED_BY = (
    ("mart.indicator_value", "numerator"),
    ("mart.indicator_value", "denominator"),
    ("mart.performance_target", "target"),
)
Source = tuple[str, str]
Lines = list[tuple[str, str, str, str, str]]


def lineage(context: Any) -> Lines:
    """(mart, column, raw table, raw column, feed), one row per delivered column a served column depends on."""
    known: dict[Source, frozenset[Source]] = {}
    models = {name(model.fqn): model for model in context.models.values()}
    rows = []
    for table in SERVED:
        model = models.get(f"mart.{table}")
        for column in model.columns_to_types if model else ():
            for raw, raw_column in sorted(_leaves(context, models, (f"mart.{table}", column), known)):
                rows.append((table, column, raw, raw_column, _feed(raw)))
    leaves = sorted(frozenset().union(*(_leaves(context, models, at, known) for at in SCORED_BY)))
    for table, columns in SCORES.items():
        for column in columns:
            rows += [(table, column, *leaf, _feed(leaf[0])) for leaf in leaves]
    for (table, column), under in (sources() | trusted()).items():
        found = frozenset().union(*(_leaves(context, models, at, known) for at in under))
        rows += [(table, column, *leaf, _feed(leaf[0])) for leaf in sorted(found)]
    return rows


def _feed(raw: str) -> str:
    feed = raw.removeprefix("raw.")
    return LEDGERS.get(feed, feed)


def name(fqn: str) -> str:
    """``"lake"."mart"."dim_staff"`` → ``mart.dim_staff``."""
    return ".".join(part.strip('"') for part in fqn.split(".")[-2:])


def _leaves(
    context: Any, models: dict[str, Any], at: Source, known: dict[Source, frozenset[Source]]
) -> frozenset[Source]:
    """Raw columns under one column, walking model by model."""
    from sqlmesh.core.lineage import column_dependencies

    if at[0] not in models:
        return frozenset({at})
    if at not in known:
        known[at] = frozenset()
        found: set[Source] = set()
        for parent, columns in column_dependencies(context, models[at[0]].name, at[1]).items():
            for column in columns:
                found |= _leaves(context, models, (name(parent), column), known)
        known[at] = frozenset(found)
    return known[at]
