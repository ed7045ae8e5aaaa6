"""What scenes of the wall say, as JSON: a figure with its change, a row of a ranking. Texts in the reader's language."""

from __future__ import annotations

from typing import TypedDict

from components.change import ARROWS, change_of, in_words
from data.i18n import current_language, p_
from data.i18n.numbers import as_number, said
from data.metrics.registry import metric
from data.query.compare import Comparison


class Shift(TypedDict):
    """A change beside its comparator: arrow, size and words; ``tone`` good, bad or even."""

    arrow: str
    size: str
    words: str
    tone: str


class Figure(TypedDict):
    """A number as the wall shows it. ``value`` is what it counts up to, ``number`` and ``unit`` how it is written."""

    value: float | None
    number: str
    unit: str
    label: str
    change: Shift | None


def figure(found: Comparison, label: str = "", *, brief: bool = False) -> Figure:
    """A metric beside its comparator; ``brief`` where there is little room for what it is compared with."""
    one = found.metric
    change = shift(found.value, found.base, found.name, format=one.format, direction=one.direction)
    if change and brief and change["size"] and one.comparator in (short := _short_names()):
        change["words"] = short[one.comparator]
    made = written(
        found.value,
        unit=one.unit.text(),
        format=one.format,
        decimals=one.decimals,
        label=label or one.label.text(),
        change=change,
    )
    return {**made, "unit": bare(made["unit"])} if brief else made


def bare(unit: str) -> str:
    """A unit where the label names what is counted: English keeps no more than %, k, M or B."""
    size = unit.split(" ")[0]
    return unit if current_language() == "zh" else size if size in {"%", "k", "M", "B"} else ""


def _short_names() -> dict[str, str]:
    return {
        "month": p_("wall", "on last month"),
        "year": p_("wall", "on last year"),
        "month_end": p_("wall", "on last month's end"),
    }


def measured(name: str, value: object, label: str = "") -> Figure:
    """The value of the metric ``name``, without a comparator."""
    one = metric(name)
    return written(
        value, unit=one.unit.text(), format=one.format, decimals=one.decimals, label=label or one.label.text()
    )


def written(
    value: object,
    *,
    unit: str = "",
    format: str = "count",
    decimals: int | None = None,
    label: str = "",
    change: Shift | None = None,
) -> Figure:
    """Any number: formats as in ``data.i18n.numbers``."""
    shown = said(value, unit, format, decimals=decimals)
    return {
        "value": as_number(value),
        "number": shown.number,
        "unit": shown.unit,
        "label": label,
        "change": change,
    }


def shift(value: object, before: object, comparator: str, *, format: str, direction: str) -> Shift | None:
    """The change against what ``comparator`` names; None where nothing compares."""
    change = change_of(value, before, format=format, direction=direction)
    if change is None:
        return None
    return {
        "arrow": ARROWS[change.sign],
        "size": change.size,
        "words": in_words(change, comparator),
        "tone": change.tone,
    }


def moved(places: object) -> Shift | None:
    """Places gained or lost in a ranking; None where that says nothing."""
    change = as_number(places)
    if change is None:
        return None
    if change == 0:
        return {"arrow": "", "size": "", "words": p_("wall", "level"), "tone": "even"}
    sign = 1 if change > 0 else -1
    return {"arrow": ARROWS[sign], "size": str(int(abs(change))), "words": "", "tone": "good" if sign > 0 else "bad"}
