"""The wall's headline: three sentences on what changed most, each computed, with the figure it is about.

Each says what changed, by how much against which comparator, and in which unit most and least.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from components.change import change_of
from components.short_names import short_name
from components.wall_parts import figure
from data.errors import QianhuiError
from data.i18n import _
from data.i18n.numbers import as_number, human
from data.query import Comparison, ask, compare
from data.scope import Node
from data.serving import snapshot

MOST = 3
SMALL = 0.02  # of all workers: what few do in one place is no news of the province
SHARES = {"percent", "percentage", "score"}


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
    """Households reached today against the same weekday."""
    found = compare("households_today", node.where())
    return _headline(_("Visits"), found, node) if found.value or found.base else None


def month(node: Node) -> dict[str, Any] | None:
    """Households of the month so far against the month before until the same day; where today says something, today is told."""
    found = compare("households_mtd", node.where()) if visits(node) is None else None
    return _headline(_("This month"), found, node) if found and found.value else None


def service(node: Node) -> dict[str, Any] | None:
    """Satisfaction of the month."""
    found = compare("satisfaction_mtd", node.where())
    return _headline(_("Service"), found, node) if found.value is not None else None


def migrants(node: Node) -> dict[str, Any] | None:
    """Share of the people working away who are reached, and where they work."""
    found = compare("migrant_coverage", node.where())
    if found.value is None:
        return None
    frame = ask("migrant_workers", by="destination_province", where=node.where()).frame
    large = frame[frame["migrant_workers"] >= SMALL * frame["migrant_workers"].sum()]["destination_province"]
    return _headline(_("Migrants"), found, node, Place(node, "destination_province", frozenset(large)))


def performance(node: Node) -> dict[str, Any] | None:
    """The score beside the one a month ago."""
    found = compare("score", node.where())
    return _headline(_("Performance"), found, node) if found.value is not None else None


def products(node: Node) -> dict[str, Any] | None:
    """What customers took this month."""
    day = snapshot().as_of_date  # accounts are delivered by night
    found = compare("products_opened_mtd", node.where(), as_of=day)
    return _headline(_("Marketing"), found, node, Place(node, _below(node), day=day)) if found.value else None


SUBJECTS = (visits, month, service, migrants, performance, products)


@dataclass(frozen=True)
class Place:
    """Where a change is looked for: in the units ``by`` below ``node``, ``only`` in some of them; figures until ``day``."""

    node: Node
    by: str | None
    only: frozenset[str] | None = None
    day: date | None = None


def _headline(subject: str, found: Comparison, node: Node, place: Place | None = None) -> dict[str, Any]:
    """``weight``: how far the figure moved, as a share of what it was."""
    shown = figure(found)
    return {
        "subject": subject,
        "figure": shown,
        "what": _what(found, node),
        "where": _where(found, place or Place(node, _below(node))),
        "weight": abs(found.ratio or 0) if shown["change"] else -1,
    }


def _below(node: Node) -> str | None:
    """The level below, but people: a person's own figures belong on no wall."""
    return None if node.children_dimension == "staff" else node.children_dimension


def _what(found: Comparison, node: Node) -> str:
    """What changed, by how much, against what; of a unit with none below it, whose figure it is."""
    name = found.metric.label.text()
    if _below(node) is None:
        name = _("%(unit)s: %(what)s", what=name, unit=short_name(node.name))
    change = change_of(found.value, found.base, format=found.metric.format)
    if change is None:
        return _("%(what)s: there is nothing to compare with yet.", what=name)
    if change.sign == 0:
        return _("%(what)s: the same as %(then)s.", what=name, then=found.name)
    text = (
        _("%(what)s rose by %(size)s against %(then)s.")
        if change.sign > 0
        else _("%(what)s fell by %(size)s against %(then)s.")
    )
    return text % {"what": name, "size": _sized(change.size, found), "then": found.name}


def _sized(size: str, found: Comparison) -> str:
    """Points of a score carry their unit; shares and amounts have theirs."""
    unit = found.metric.unit.text()
    return f"{size} {unit}" if found.metric.format == "score" else size


def _where(found: Comparison, place: Place) -> str:
    """Where it rose most and where it fell most (or rose least), by how much."""
    if place.by is None or found.base_as_of is None or not found.base:
        return ""
    frame = _moved(found, place, place.by)
    if frame.empty or not frame["difference"].abs().max() > 0:
        return ""
    ends = [_unit(row, found, place) for _number, row in frame.iloc[[0, -1]].iterrows()]
    if len(frame) == 1:
        return _("In %(unit)s %(n)s.", **ends[0])
    return _ends(frame["difference"].iloc[0], frame["difference"].iloc[-1], *ends)


def _ends(most: float, least: float, first: dict[str, str], last: dict[str, str]) -> str:
    """Both ends in words: one rose and one fell, all rose, or all fell."""
    if most > 0 and least < 0:
        text = _("Up most: %(first)s %(most)s; down most: %(last)s %(least)s.")
    elif most > 0:
        text = _("Up most: %(first)s %(most)s; up least: %(last)s %(least)s.")
    else:
        text = _("Down most: %(first)s %(most)s; down least: %(last)s %(least)s.")
        first, last = last, first
    return text % {"first": first["unit"], "most": first["n"], "last": last["unit"], "least": last["n"]}


def _moved(found: Comparison, place: Place, by: str) -> pd.DataFrame:
    """A row a unit with name, ``now``, ``before`` and ``difference``, largest first. Of counts, none is zero; shares need both."""
    measured, where = found.metric.name, place.node.where()
    is_count = found.metric.format not in SHARES
    days = {"now": place.day, "before": found.base_as_of}
    asked = {name: ask(measured, by=by, where=where, as_of=day, complete=is_count).frame for name, day in days.items()}
    now, before = (frame.rename(columns={measured: name, f"{by}_name": "name"}) for name, frame in asked.items())
    both = now[[by, "name", "now"]].merge(before[[by, "before"]], on=by, how="outer").dropna(subset=["name"])
    both = both.fillna({"now": 0, "before": 0}) if is_count else both.dropna()
    both = both if place.only is None else both[both[by].isin(place.only)]
    both = both.assign(difference=both["now"].astype(float) - both["before"].astype(float))
    return both.sort_values(["difference", by], ascending=[False, True])


def _unit(row: pd.Series, found: Comparison, place: Place) -> dict[str, str]:
    """A unit's short name and its own change with sign and unit."""
    one, difference = found.metric, as_number(row["difference"]) or 0.0
    if one.format in SHARES:
        change = change_of(row["now"], row["before"], format=one.format)
        told = f"{'+' if difference > 0 else '−'}{change.size}" if change and change.sign else "0"
    else:
        told = human(difference, one.unit.text(), signed=True)
    return {"unit": short_name(str(row["name"]), place.node.name if place.node.id else ""), "n": told}
