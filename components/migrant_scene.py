"""What stands on the map of China beside its shades: flows to the destinations, cities, centres, the place chosen. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.migrant_centres import signed_state
from data.geo.albers import project
from data.i18n import _
from data.i18n.numbers import as_number, human, percent

MOST_FLOWS, LEAST_SHARE = 8, 0.01


@dataclass(frozen=True)
class Origin:
    """Where the flows begin."""

    name: str
    lon: float
    lat: float


def flows(frame: pd.DataFrame, dimension: str, spots: Mapping[str, Any], origin: Origin) -> dict[str, Any] | None:
    """The largest destinations, none below one per cent of all; the rest as a sum. ``frame``: ``migrant_workers`` by
    ``dimension``; ``spots``: code → (name, lon, lat). None when nobody is away.
    """
    counts = frame.dropna(subset=["migrant_workers"])
    whole = counts["migrant_workers"].sum()
    known = counts[counts[dimension].isin(list(spots))].sort_values("migrant_workers", ascending=False, kind="stable")
    large = known[known["migrant_workers"] >= LEAST_SHARE * whole].head(MOST_FLOWS)
    if not whole or large.empty:
        return None
    most = large["migrant_workers"].max()
    ends = [
        {
            "code": str(code),
            "name": spots[str(code)][0],
            "at": project(*spots[str(code)][1:]),
            "share": round(count / most, 4),
            "value": human(count),
        }
        for code, count in zip(large[dimension], large["migrant_workers"], strict=True)
    ]
    rest = int(whole - large["migrant_workers"].sum())
    return {
        "name": origin.name,
        "from": project(origin.lon, origin.lat),
        "to": ends,
        "rest": _("Elsewhere %(n)s", n=human(rest)) if rest else "",
    }


def city_dots(cities: pd.DataFrame) -> list[dict[str, Any]]:
    """``cities``: code, name, lon, lat of the province chosen."""
    return [
        {"id": str(row["code"]), "name": row["name"], "at": project(row["lon"], row["lat"])}
        for row in cities.to_dict("records")
    ]


def centre_marks(centres: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """``centres``: rows of ``components/migrant_centres.py: executions`` with lon and lat; the remote desk has none."""
    placed = [row for row in centres if as_number(row.get("lon")) is not None]
    most = max((as_number(row.get("policy_target")) or 0.0 for row in placed), default=0.0) or 1.0
    return [
        {
            "id": str(row["centre"]),
            "name": row["name"],
            "city": str(row.get("city") or ""),
            "at": project(float(row["lon"]), float(row["lat"])),
            "size": round((as_number(row.get("policy_target")) or 0.0) / most, 3),
            "state": row["state"],
            "tip": _centre_tip(row),
        }
        for row in placed
    ]


def _centre_tip(row: Mapping[str, Any]) -> str:
    if as_number(row.get("policy_target")) is None:
        return _("No target for this choice")
    rate, mark = as_number(row["rate"]), as_number(row["schedule"])
    lines = [
        _("Target %(n)s", n=human(row["policy_target"])),
        _("Reached %(n)s, used %(used)s", n=human(row["policy_reached"]), used=human(row["policy_used"])),
        _("%(rate)s of target; due by now %(mark)s", rate=percent(rate), mark=percent(mark)),
        signed_state(row["state"]),
    ]
    return "\n".join(lines)


def scene(
    *,
    place: str | None,
    province: str,
    drill: bool,
    flows: Any,
    dots: list[Any],
    centres: list[Any],
    said: str = "",
    month: str = "",
    values: str = "",
) -> str:
    """JSON for ``data-scene``. ``said``: the line below a saved picture; ``month``: the one chosen, as the values have it;
    ``values``: JSON for ``data-values``, for a scene that may come before them."""
    told = {"place": place, "province": province, "drill": drill, "flows": flows, "dots": dots, "centres": centres}
    told |= {"said": said, "month": month} | ({"values": json.loads(values)} if values else {})
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
