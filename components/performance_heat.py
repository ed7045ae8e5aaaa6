"""The heat map: units by indicator, each the percent of its weight reached; drawn by ``assets/performance_heat.js``. Pure."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from components.performance_choice import Choice
from components.short_names import short_name
from data.performance.indicators import GROUPS, indicators

STEPS = (0.2, 0.4, 0.6, 0.8, 0.95, 1.0001)  # shares of the weight at which a colour begins
MOST = 120


def told(frame: pd.DataFrame, choice: Choice) -> str:
    """JSON for ``data-heat``: indicators with their group, a row a unit, the weakest first."""
    weighed = frame[frame["weight"].astype(float) > 0] if len(frame) else frame
    if weighed.empty:
        return json.dumps({"heads": [], "rows": []})
    known = indicators()
    names = sorted(
        weighed["indicator"].unique(), key=lambda name: (GROUPS.index(known[name].group), list(known).index(name))
    )
    sums = weighed.assign(
        points=weighed["points"].astype(float) * weighed["days"],
        weight=weighed["weight"].astype(float) * weighed["days"],
    )
    cells = sums.groupby(["unit_id", "indicator"])[["points", "weight"]].sum()
    totals = sums.groupby("unit_id")["points"].sum() / sums.groupby("unit_id")["weight"].sum()
    titles = dict(zip(weighed["unit_id"], weighed[f"{choice.by}_name"], strict=True))
    rows = [_row(str(unit), str(titles[unit]), names, cells, choice) for unit in totals.sort_values().index[:MOST]]
    heads = [[known[name].label.text(), known[name].group] for name in names]
    return json.dumps({"heads": heads, "rows": rows}, ensure_ascii=False, separators=(",", ":"))


def _row(unit: str, title: str, names: list[str], cells: pd.DataFrame, choice: Choice) -> dict[str, Any]:
    found: list[list[Any] | None] = []
    for name in names:
        if (unit, name) not in cells.index:
            found.append(None)
            continue
        points, weight = cells.loc[(unit, name)]
        share = float(points) / float(weight)
        step = sum(1 for edge in STEPS if share >= edge)
        found.append(
            [
                f"{share * 100:.0f}",
                step,
                choice.to(choice.by, unit, view="steps" if choice.by != "staff" else None, indicator=name),
            ]
        )
    return {"name": short_name(title, choice.node.name), "href": choice.to(choice.by, unit), "cells": found}
