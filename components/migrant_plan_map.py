"""The planner's map of China: shade = those the policy has not reached, rings = the centres, amber = where one is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html

from components.migrant_map import china_map
from components.migrant_scene import scene
from components.migrant_values import values
from data.geo.albers import project
from data.i18n.numbers import human


def sites_map(
    shades: pd.DataFrame,
    home: str,
    centres: pd.DataFrame,
    missing: Sequence[Mapping[str, Any]],
    names: Mapping[str, Mapping[str, str]],
) -> html.Div:
    """``shades``: policy_uncovered and policy_eligible by destination_province; ``missing``: markers (lon, lat, name, gain)."""
    held = shades.rename(columns={"policy_eligible": "migrant_workers"})
    drawn = scene(
        place=None,
        province="",
        drill=False,
        flows=None,
        dots=[],
        centres=[*_existing(centres, names["centre"]), *map(_missing, missing)],
    )
    told = china_map("migrants-plan-map", values=values(held, "policy_uncovered", home=home), scene=drawn)
    return html.Div(told, className="plan-map")


def _existing(centres: pd.DataFrame, names: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = centres.to_dict("records")
    return [
        _mark(row["centre"], names.get(str(row["centre"]), str(row["centre"])), row, size=0.2, state="") for row in rows
    ]


def _missing(marker: Mapping[str, Any]) -> dict[str, Any]:
    name = f"{marker['name']} {human(marker['gain'], signed=True)}" if marker["gain"] else marker["name"]
    return _mark(f"new-{marker['name']}", name, marker, size=1, state="new")


def _mark(id: Any, name: str, row: Mapping[str, Any], *, size: float, state: str) -> dict[str, Any]:
    """As ``assets/migrants_marks.js`` draws centres."""
    at = project(float(row["lon"]), float(row["lat"]))
    return {"id": str(id), "name": name, "city": "", "at": at, "size": size, "state": state, "tip": ""}
