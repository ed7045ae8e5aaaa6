"""The wall's scene of visits: five figures, the day's course, who is out and where, the ranking, shades of the map.

What just came in (visits, photos, dots) is asked by the scene itself, each second, at ``/api/v1/live``.
"""

from __future__ import annotations

import json
from typing import Any

from components.short_names import short_name
from components.visit_feed import CODED
from components.visit_map import region_map
from components.visit_shade import shading
from components.wall_course import course
from components.wall_parts import Figure, Shift, bare, figure, moved, written
from data.geo.region import wall_attribution
from data.i18n import _, current_language, p_
from data.i18n.codes import code_labels
from data.i18n.numbers import human, percent
from data.query import ask, compare, ranking
from data.scope import Node
from data.settings import settings

NAMES = ("households_today", "households_mtd", "households_ytd", "visits_per_manager_mtd", "satisfaction_mtd")
SHADE = "reach_rate_ytd"
LEAGUE, CALM = "households_today", "households_mtd"  # before the first visit of a day all would be first with none
MOST_UNITS = 100


def told(node: Node, _period: str) -> dict[str, Any]:
    """The scene of a unit of the organisation, now."""
    where = node.where()
    found = compare([*NAMES, "managers", SHADE], where)
    hero, *figures = ({**figure(found[name], _label(name), brief=name != LEAGUE), "metric": name} for name in NAMES)
    hero["unit"] = bare(str(hero["unit"]))
    for one in figures:
        if one["metric"] == "households_ytd" and not one["change"]:
            one["change"] = _part_of_all(found[SHADE].value)
    return {
        "title": _("Visits of inclusive finance"),
        "daily": False,
        "hero": hero,
        "figures": figures,
        "course": course(where),
        "out": _out(where, found["managers"].value),
        "map": _map(node),
        "places": _places(node),
        "ranking": _ranking(node, found[LEAGUE].value),
        "codes": {dimension: code_labels(dimension) for dimension in CODED},
        "words": _words(),
    }


def _part_of_all(rate: object) -> Shift:
    """What a sum is compared with where a year before is not known: all households."""
    return {"arrow": "", "size": percent(rate), "words": p_("wall", "of all households"), "tone": "even"}


def _label(name: str) -> str:
    return {
        "households_today": _("Households visited today"),
        "households_mtd": _("Households this month"),
        "households_ytd": _("Households this year"),
        "visits_per_manager_mtd": _("Visits per manager"),
        "satisfaction_mtd": p_("wall", "Satisfaction"),
    }[name]


def _out(where: dict[str, str], managers: object) -> dict[str, Any]:
    out = ask("managers_out_now", where=where).value("managers_out_now") or 0
    of = _("of %(n)s managers", n=human(managers))
    return {**written(out, unit=bare(p_("people", "managers")), label=_("Managers out now")), "of": of}


def _map(node: Node) -> dict[str, Any]:
    """Options and shade of the map (``assets/map.js``), looking at the unit's own counties."""
    where = node.where()
    counties = ask("households_total", by="county", where=where).frame["county"].tolist() if where else []
    drawn = region_map(
        "wall-map",
        shade=shading(ask(SHADE, by="county").frame, SHADE),
        palette="wall",
        interactive=False,
        clusters=False,
        labels=False,
        legend=False,
        layers=("counties", "prefectures", "outline"),
        focus=counties or None,
        source=wall_attribution(settings().region).get(current_language(), ""),
    )
    shown = drawn.to_plotly_json()["props"]
    shade = json.loads(shown["data-shade"])
    if counties:  # a unit stands out: what lies around it is land without a shade
        shade["values"] = {code: of for code, of in shade["values"].items() if code in counties}
    return {"options": json.loads(shown["data-map"]), "shade": shade}


def _places(node: Node) -> list[dict[str, Any]]:
    """Managers out now by prefecture, for the names on the map; none where the map shows a part of the province."""
    if node.id is not None:
        return []
    rows = ask("managers_out_now", by="prefecture", complete=True).table.rows()
    return [
        {"id": row["prefecture"], "name": short_name(row["prefecture_name"]), "out": int(row["managers_out_now"] or 0)}
        for row in rows
    ]


def _ranking(node: Node, households: object) -> dict[str, Any]:
    """Units below by households of today; of the month while nobody was visited today."""
    by, metric = node.children_dimension or "staff", LEAGUE if households else CALM
    rows = list(ranking([metric], by, node.where(), limit=MOST_UNITS).table.rows())
    most = max((row[metric] or 0 for row in rows), default=0)
    return {
        "title": _title(metric, by),
        "note": p_("wall", "on yesterday"),
        "rows": [_unit(row, metric, by, most, node) for row in rows],
        "words": p_("wall", "%s–%s of %s"),
    }


def _title(metric: str, by: str) -> str:
    if metric == CALM:
        return _label(CALM)
    return {
        "entity": _("Entities by households"),
        "branch": _("Outlets by households"),
        "staff": _("Managers by households"),
    }[by]


def _unit(row: dict[str, Any], metric: str, by: str, most: float, node: Node) -> dict[str, Any]:
    value: Figure = written(row[metric] or 0)
    return {
        "id": str(row[by]),
        "rank": row["rank"],
        "name": short_name(str(row[f"{by}_name"]), node.name if node.id else ""),
        "number": value["number"],
        "part": (row[metric] or 0) / most if most else 0,
        "moved": moved(row["rank_change"]),
    }


def _words() -> dict[str, str]:
    return {
        "report": _("Battle report"),
        "photos": _("On site"),
        "visits_today": _("%s visits today"),
        "just_now": _("just now"),
        "none": _("No visits here yet today"),
        "no_photos": _("No photo has come in from here yet"),
        "out_then": _("Out visiting before the break"),
        "reached": _("Households reached this year"),
    }
