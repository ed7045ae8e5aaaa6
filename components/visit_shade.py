"""Shades of the counties: a frame of one metric by county → classes with rounded breaks, words for the tip. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.i18n import _
from data.i18n.numbers import as_number, human
from data.metrics.registry import Metric, metric

STEPS = 7


def shading(
    frame: pd.DataFrame,
    name: str,
    *,
    owners: Mapping[str, str] | None = None,
    title: str = "",
    live: bool = True,
    note: str = "",
) -> str:
    """JSON for ``data-shade``. ``frame``: ``county`` and the metric, a row each; ``owners``: county → entity's node.

    Seven classes by quantile, breaks rounded to two digits; darkest is most; of what should be few (``lack``) in another colour.
    Counties without a value stay unshaded.
    ``note`` stands below in place of what the dots are.
    """
    meant, held = metric(name), owners or {}
    values = {str(code): as_number(value) for code, value in zip(frame["county"], frame[name], strict=True)}
    breaks = class_breaks([value for value in values.values() if value is not None])
    shown = {
        code: {"c": class_of(value, breaks), "t": _words(value, meant), "u": held.get(code)}
        for code, value in values.items()
    }
    for code in held:
        shown.setdefault(code, {"c": None, "t": _("No data"), "u": held[code]})
    dots = _("One dot, one manager; a number opens on click") if live else ""
    if not breaks and len(values) == 1:  # one county, one shade: said in words
        title = _words(next(iter(values.values())), meant)
    return json.dumps(
        {
            "title": title or _title(meant),
            "lack": meant.direction == "down",
            "breaks": _ticks(breaks, meant),
            "note": note or dots,
            "values": shown,
        },
        ensure_ascii=False,
    )


def class_breaks(values: list[float], steps: int = STEPS) -> list[float]:
    """At most ``steps - 1`` rising breaks at quantiles, rounded to two significant digits; fewer for few values."""
    if len(set(values)) < 2:
        return []
    raw = np.quantile(np.array(values), np.linspace(0, 1, steps + 1)[1:-1])
    low, high = min(values), max(values)
    rounded = {_rounded(float(value)) for value in raw}
    if all(float(value).is_integer() for value in values):
        rounded = {float(math.ceil(value)) for value in rounded}
    return sorted(value for value in rounded if low < value <= high)


def class_of(value: float | None, breaks: list[float]) -> int | None:
    """0–6: spread over the ramp, so that three classes still run from lightest to darkest."""
    if value is None:
        return None
    place = int(np.searchsorted(breaks, value, side="right"))
    return round(place * (STEPS - 1) / len(breaks)) if breaks else STEPS // 2


def _rounded(value: float) -> float:
    if value == 0:
        return 0.0
    digits = 1 - math.floor(math.log10(abs(value)))
    return round(value, max(digits, 0)) if digits >= 0 else float(round(value, digits))


def _ticks(breaks: list[float], meant: Metric) -> list[str]:
    """Labels of the breaks; the unit stands once, at the last."""
    percent = meant.format in {"percent", "percentage"}
    scale = 100 if meant.format == "percent" else 1
    texts = [f"{value * scale:.4g}" if abs(value * scale) < 10_000 else human(value) for value in breaks]
    return [*texts[:-1], f"{texts[-1]}%"] if percent and texts else texts


def _title(meant: Metric) -> str:
    unit = meant.unit.text()
    return meant.label.text() if unit == "%" else f"{meant.label.text()} ({unit})"


def _words(value: float | None, meant: Metric) -> str:
    said = human(value, meant.unit.text(), meant.format, decimals=meant.decimals, compact=False)
    return _("%(what)s %(value)s", what=meant.short.text(), value=said)
