"""The wall's map of China: shades, centres, and flows from home to cities with a centre and to provinces without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from components.migrant_centres import REMOTE
from components.migrant_choice import PLACES, Choice
from components.migrant_data import workers_by
from components.migrant_places import home_name, home_province, spots
from components.migrant_values import breaks_of, ticks
from components.visit_shade import class_of
from data.geo.albers import project
from data.geo.boundaries import geo_urls
from data.i18n import _, current_language
from data.i18n.numbers import as_number
from data.metrics.registry import metric
from data.query import ask

SHADE = "migrants_reached"
MOST_LONE, LEAST = 6, 0.005  # provinces without a centre a flow leads to, and the least share of all it takes
NAMED = 4  # of them have their name on the map


def drawn(choice: Choice, as_of: date | None, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """What the map shows; None where the region has no map. ``rows``: the centres' executions, for their places."""
    geo = geo_urls("china").get("china")
    if geo is None:
        return None
    frame = ask(["migrant_workers", SHADE], by=PLACES["province"], where=choice.home, as_of=as_of).frame
    code, lon, lat = home_province()
    return {
        "geo": geo,
        "home": {"id": code, "name": home_name(), "at": project(lon, lat)},
        "language": current_language(),
        **_shades(frame),
        "centres": _centres(rows),
        "flows": [*_served(choice, as_of, rows), *_lone(frame, rows)],
        "words": _words(),
    }


def _shades(frame: pd.DataFrame) -> dict[str, Any]:
    """Province → step; breaks with the steps between them."""
    meant = metric(SHADE)
    counts = zip(frame[PLACES["province"]], frame[SHADE], frame["migrant_workers"], strict=True)
    known = {str(code): as_number(value) or 0.0 for code, value, workers in counts if as_number(workers)}
    breaks = breaks_of(list(known.values()), meant)
    return {
        "shades": {code: class_of(value, breaks) for code, value in known.items()},
        "steps": [class_of(edge, breaks) for edge in [float("-inf"), *breaks]],
        "breaks": ticks(breaks, meant),
    }


def _placed(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["kind"] != REMOTE and as_number(row.get("lon")) is not None]


def _centres(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"id": row["centre"], "name": row["name"], "at": project(float(row["lon"]), float(row["lat"]))}
        for row in _placed(rows)
    ]


def _served(choice: Choice, as_of: date | None, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Flows to the cities with a centre, by how many work there."""
    seats = {str(row["city"]): row for row in _placed(rows)}
    frame = workers_by(PLACES["city"], choice.home, as_of)
    held = frame[frame[PLACES["city"]].astype(str).isin(list(seats)) & (frame["migrant_workers"] > 0)]
    most = held["migrant_workers"].max() if len(held) else 1
    return [
        {
            "id": str(seats[str(city)]["centre"]),
            "at": project(float(seats[str(city)]["lon"]), float(seats[str(city)]["lat"])),
            "share": round(float(count / most), 4),
            "kind": "centre",
        }
        for city, count in zip(held[PLACES["city"]], held["migrant_workers"], strict=True)
    ]


def _lone(frame: pd.DataFrame, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Flows to the largest provinces without a centre."""
    key, places = PLACES["province"], spots("province")
    seated = {f"{str(row['city'])[:2]}0000" for row in _placed(rows)} | {home_province()[0]}
    codes = frame[key].astype(str)
    large = frame["migrant_workers"] >= max(LEAST * frame["migrant_workers"].sum(), 1)
    held = frame[~codes.isin(list(seated)) & codes.isin(list(places)) & large]
    held = held.sort_values("migrant_workers", ascending=False, kind="stable").head(MOST_LONE)
    return [
        {"id": str(code), "at": project(*places[str(code)][1:]), "share": 0.0, "kind": "lone", "named": place < NAMED,
         "name": places[str(code)][0]}
        for place, code in enumerate(held[key])
    ]  # fmt: skip


def _words() -> dict[str, str]:
    return {
        "title": _("Workers reached"),
        "none": _("none registered"),
        "centre": _("to cities with a centre"),
        "lone": _("to provinces without one"),
        "sea": _("South China Sea"),
        "failed": _("The map could not be loaded"),
    }
