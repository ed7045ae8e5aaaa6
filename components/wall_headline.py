"""The wall's headline: three sentences on what changed most, each computed, with the figure it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from components.overview_frames import most_moved, moved, shares
from components.short_names import short_name
from components.wall_parts import figure
from data.errors import QianhuiError
from data.i18n import _
from data.i18n.numbers import human, percent
from data.metrics.registry import metric
from data.query import Comparison, ask, compare
from data.scope import Node

MOST = 3
RESULTS = "visits_mtd"


def told(node: Node, _period: str) -> dict[str, Any]:
    """The three subjects of a unit that moved most against their comparators, in words."""
    found = [said for subject in SUBJECTS if (said := _tried(subject, node)) is not None]
    found.sort(key=lambda one: one["weight"], reverse=True)
    return {"title": _("What changed"), "daily": False, "headlines": found[:MOST]}


def _tried(subject: Callable[[Node], dict[str, Any] | None], node: Node) -> dict[str, Any] | None:
    """What a subject says; None where it has no data for this unit."""
    try:
        return subject(node)
    except QianhuiError:
        return None


def visits(node: Node) -> dict[str, Any] | None:
    """Households reached today against the same weekday; who gained and who lost most."""
    name, where = "households_today", node.where()
    found = compare(name, where)
    if not found.value and not found.base:
        return None
    return _headline(_("Visits"), found, _movers(node, found))


def month(node: Node) -> dict[str, Any] | None:
    """Visits of the month so far against the month before until the same day; where today says something, today is told."""
    if visits(node) is not None:
        return None
    found = compare("households_mtd", node.where())
    return _headline(_("This month"), found, _movers(node, found)) if found.value else None


def service(node: Node) -> dict[str, Any] | None:
    """Satisfaction of the month, and the result of visits that moved most."""
    where = node.where()
    found = compare("satisfaction_mtd", where)
    if found.value is None:
        return None
    mix = shares(ask(RESULTS, by="result", where=where).frame, RESULTS)
    base = compare(RESULTS, where).base_as_of
    before = shares(ask(RESULTS, by="result", where=where, as_of=base).frame, RESULTS) if base else pd.DataFrame()
    return _headline(_("Service"), found, _result(mix, before))


def migrants(node: Node) -> dict[str, Any] | None:
    """Share of the people working away who are reached, and where the service falls shortest."""
    where = node.where()
    found = compare("migrant_coverage", where)
    if found.value is None:
        return None
    frame = ask(
        ["migrant_gap", "migrant_shortfall"], by="destination_province", where=where, order="-migrant_gap", limit=1
    ).frame
    if frame.empty or not frame["migrant_gap"].iloc[0] > 0:
        return _headline(_("Migrants"), found, "")
    row = frame.iloc[0]
    text = _(
        "Service falls shortest in %(place)s: %(points)s points below its share of workers, %(n)s people short.",
        place=short_name(str(row["destination_province_name"])),
        points=human(row["migrant_gap"], decimals=1, format="decimal"),
        n=human(row["migrant_shortfall"]),
    )
    return _headline(_("Migrants"), found, text)


def performance(node: Node) -> dict[str, Any] | None:
    """The score beside the one a month ago, and the unit with the best."""
    where, by = node.where(), node.children_dimension
    found = compare("score", where)
    if found.value is None or by in {None, "staff"}:
        return None
    frame = ask("score", by=str(by), where=where, order="-score", limit=1).frame
    best = frame.iloc[0]
    text = _(
        "%(unit)s leads with %(score)s.",
        unit=short_name(str(best[f"{by}_name"])),
        score=human(best["score"], format="score"),
    )
    return _headline(_("Performance"), found, text)


SUBJECTS = (visits, month, service, migrants, performance)


def _headline(subject: str, found: Comparison, sentence: str) -> dict[str, Any]:
    """``weight``: how far the figure moved, as a share of what it was."""
    shown = figure(found)
    return {
        "subject": subject,
        "figure": shown,
        "sentence": sentence,
        "weight": abs(found.ratio or 0) if shown["change"] else -1,
    }


def _movers(node: Node, found: Comparison) -> str:
    """The unit below that gained most and the one that lost most."""
    by, name = node.children_dimension, found.metric.name
    if by in {None, "staff"} or found.base_as_of is None or not found.base:
        return ""
    now = ask(name, by=str(by), where=node.where(), complete=True).frame
    before = ask(name, by=str(by), where=node.where(), as_of=found.base_as_of, complete=True).frame
    frame = moved(now, before, str(by), name)
    said = []
    if frame["difference"].iloc[0] > 0:
        said.append(_("%(unit)s gained most, %(n)s.", **_unit(frame.iloc[0], by, node, name)))
    if frame["difference"].iloc[-1] < 0:
        said.append(_("%(unit)s lost most, %(n)s.", **_unit(frame.iloc[-1], by, node, name)))
    return " ".join(said)


def _unit(row: pd.Series, by: str | None, node: Node, measured: str) -> dict[str, str]:
    name = short_name(str(row[f"{by}_name"]), node.name if node.id else "")
    return {"unit": name, "n": human(abs(row["difference"]), metric(measured).unit.text())}


def _result(mix: pd.DataFrame, before: pd.DataFrame) -> str:
    if mix.empty:
        return ""
    first = mix.iloc[0]
    text = _("Most often: %(result)s, %(share)s.", result=first["result_name"], share=percent(first["share"]))
    if before.empty:
        return text
    row = most_moved(mix, before, "result")
    points = human(row["points"], decimals=1, signed=True)
    more = _("%(result)s moved most, %(points)s points.", result=row["result_name"], points=points)
    return f"{text} {more}"
