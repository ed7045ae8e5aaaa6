"""The steps of a score as a table: each indicator's value, target, completion, points of its weight, change. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dash import html

from components import light
from components.change import ARROWS
from components.tables import meter
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import NOTHING, as_number, human, month_text, percent
from data.metrics.registry import metric
from data.performance.indicators import GROUPS, Indicator, indicators

Link = Callable[[str], str]
Step = Mapping[str, Any]  # a row of score_step
Steps = Sequence[Step]


def said(known: Indicator, value: object, *, compact: bool = True) -> str:
    """A value of an indicator with its unit."""
    number, unit = as_number(value), known.unit.text()
    if number is None:
        return NOTHING
    if unit == "%":
        return percent(number, 2)
    if unit in {"元", "yuan"}:
        return human(number, unit, "money", compact=compact)
    is_whole = known.additive and abs(number - round(number)) < 0.005
    return human(number, unit, "decimal", decimals=0 if is_whole else 2, compact=compact)


def gained(now: Steps, before: Steps) -> dict[str, float]:
    """Indicator → points gained, segments weighed by their days."""
    was, is_now = by_indicator(before), by_indicator(now)
    return {name: is_now.get(name, 0.0) - was.get(name, 0.0) for name in {**is_now, **was}}


def by_indicator(steps: Steps) -> dict[str, float]:
    """Indicator → its points in the unit's total."""
    found: dict[str, float] = {}
    whole = sum({_segment_of(row): float(row["days"]) for row in steps}.values())
    for row in steps:
        share = float(row["days"]) / whole if whole else 0.0
        found[str(row["indicator"])] = found.get(str(row["indicator"]), 0.0) + float(row["points"]) * share
    return found


def _segment_of(row: Step) -> tuple[Any, Any]:
    """A person's branch and post within the month."""
    return row["branch_id"], row["post_code"]


def lead(steps: Steps, group: str) -> Step | None:
    """The weightiest item of a group."""
    return max((row for row in steps if row["grp"] == group), key=lambda row: float(row["weight"]), default=None)


@dataclass(frozen=True)
class Rest:
    """What a total holds beside its items: what a veto keeps out, and (closed month, points) of what became known later."""

    withheld: float = 0.0
    late: Sequence[tuple[date, float]] = ()


def table(
    steps: Steps, moved: Mapping[str, float], link: Link, chosen: str, comparator: str, rest: Rest = Rest()
) -> html.Table:
    """A row per item under its group; a click opens how it was calculated and what lies behind it. Then the ``rest``."""
    heads = [_("Indicator"), _("Value"), _("Target"), _("Completion"), "", _("Points"), _("Weight"), comparator]
    kinds = ["", "num", "num", "num", "steps-bar", "num", "num", "num"]
    head = light.Tr([light.Th(text, className=kind) for text, kind in zip(heads, kinds, strict=True)])
    segments: dict[tuple[Any, Any], list[Step]] = {}
    for row in steps:
        segments.setdefault(_segment_of(row), []).append(row)
    body: list[Any] = []
    for rows in segments.values():
        if len(segments) > 1:
            body.append(_segment(rows[0]))
        body += _groups(rows, moved if len(segments) == 1 else {}, link, chosen)
    body += _beside(rest)
    return html.Table([html.Thead(head), html.Tbody(body)], className="table steps")


def _beside(rest: Rest) -> list[html.Tr]:
    """Rows of what is no item."""
    found = [(_("Withheld by a veto"), "", -rest.withheld)] if rest.withheld else []
    why = _("corrections recorded after it was closed")
    found += [(_("From %(month)s, closed", month=month_text(month)), why, points) for month, points in rest.late]
    return [_rest(*one) for one in found]


def _rest(name: str, words: str, points: float) -> html.Tr:
    tone = "bad" if points < 0 else "good"
    size = light.B(human(points, format="score", signed=True), className=tone)
    about = light.Td([name, light.Span(f" {words}", className="muted")], colSpan=5)
    return light.Tr([about, light.Td(size, className="num"), light.Td(), light.Td()], className="steps-rest")


def _segment(row: Step) -> html.Tr:
    words = [row.get("branch_name") or row.get("branch_id"), code_label("post", row["post_code"])]
    days = _("%(n)s of %(all)s days", n=human(row["days"]), all=human(row["month_days"]))
    return light.Tr(
        light.Td(" · ".join(str(word) for word in [*words, days] if word), colSpan=8), className="steps-segment"
    )


def _groups(rows: Steps, moved: Mapping[str, float], link: Link, chosen: str) -> list[html.Tr]:
    found = []
    for group in GROUPS:
        inside = sorted((row for row in rows if row["grp"] == group), key=lambda row: int(row["item"]))
        if not inside:
            continue
        points, weight = (human(sum(float(r[name]) for r in inside), format="score") for name in ("points", "weight"))
        name = light.Td([light.Span(className=f"key {group}"), metric(f"score_{group}").short.text()])
        sums = [light.Td(light.B(points), className="num"), light.Td(weight, className="num muted"), light.Td()]
        found.append(light.Tr([name, *(light.Td() for _column in range(4)), *sums], className="steps-group"))
        found += [_row(row, moved, link, chosen) for row in inside]
    return found


def _row(row: Mapping[str, Any], moved: Mapping[str, float], link: Link, chosen: str) -> html.Tr:
    known = indicators()[str(row["indicator"])]
    reached, size = as_number(row["completion"]), moved.get(known.id)
    there = link(known.id)
    name = light.A(known.label.text(), href=there, title=known.definition.text())
    cells = [
        light.Td([name, _chip(row)]),
        light.Td(said(known, row["value"]), className="num"),
        light.Td(
            said(known, row["target"]) if as_number(row["target"]) is not None else NOTHING, className="num muted"
        ),
        light.Td(percent(reached) if reached is not None else NOTHING, className="num"),
        light.Td(meter(_share(row), tone=known.group), className="steps-bar"),
        light.Td(light.B(human(row["points"], format="score")), className="num"),
        light.Td(human(row["weight"], format="score", decimals=0), className="num muted"),
        light.Td(_gain(size), className="num"),
    ]
    return light.Tr(cells, className="chosen" if known.id == chosen else "", **{"data-href": there})


def _share(row: Mapping[str, Any]) -> float:
    weight = as_number(row["weight"]) or 0
    return (as_number(row["points"]) or 0) / weight if weight else 0.0


def _chip(row: Mapping[str, Any]) -> html.Span | None:
    if as_number(row["total_cap"]) is not None:
        return light.Span(_("veto: %(n)s at most", n=human(row["total_cap"], decimals=0)), className="chip bad")
    raw, cap = as_number(row["raw"]), as_number(row["cap"])
    if raw is not None and cap is not None and raw > cap and row["rule"] in {"linear", "peer"}:
        return light.Span(_("capped"), className="chip")
    if row["basis"] != "measured":
        share = percent(_share(row), 0)
        text = _("nothing to measure") if row["basis"] == "no_value" else _("no target")
        return light.Span(
            f"{text} · {share}", className="chip warn", title=_("%(n)s of the weight, as the scheme says", n=share)
        )
    return None


def _gain(size: float | None) -> Any:
    if size is None or abs(size) < 0.005:
        return light.Span("—", className="muted")
    arrow, tone = (ARROWS[1], "good") if size > 0 else (ARROWS[-1], "bad")
    return light.Span(f"{arrow} {human(abs(size), format='score')}", className=tone)


def decimal_text(value: object, places: int = 2) -> str:
    """An exact number as it stands in a formula."""
    number = Decimal(str(value))
    return f"{number:,.{places}f}".rstrip("0").rstrip(".") if places else f"{number:,.0f}"
