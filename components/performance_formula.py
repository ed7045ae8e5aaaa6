"""How one item's points came about: the formula with the numbers filled in, line by line. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from components.performance_steps import said
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human, percent
from data.performance.indicators import Indicator, indicators
from data.performance.rules import Deduction, Peer, Ranked, Tiered, Veto
from data.performance.scheme import Item, Scheme

Line = tuple[str, str]  # what is worked out, and how


def formula(row: Mapping[str, Any], scheme: Scheme | None) -> html.Dl:
    """Value, target, completion, points: each with its numbers."""
    item = next((one for one in scheme.items if one.number == int(row["item"])), None) if scheme else None
    known = indicators()[str(row["indicator"])]
    lines = [
        value_line(row, known),
        target_line(row, known, item),
        completion_line(row, known),
        *points_lines(row, known, item),
    ]
    return html.Dl(
        [part for name, text in filter(None, lines) for part in (html.Dt(name), html.Dd(text))],
        className="formula-lines",
    )


def value_line(row: Mapping[str, Any], known: Indicator) -> Line:
    """Numerator ÷ denominator; a person's part of a month is made whole."""
    value = said(known, row["value"], compact=False)
    top, under = as_number(row["numerator"]), as_number(row["denominator"])
    text = value
    if known.denominator and top is not None and under:
        text = f"{human(top, decimals=2, compact=False)} ÷ {human(under, decimals=2, compact=False)} = {value}"
    elif known.additive and row["level"] == "staff" and row["days"] < row["month_days"]:
        text = f"{said(known, top, compact=False)} × {row['month_days']} ÷ {row['days']} = {value}"
    if as_number(row["adjustment"]):
        text += _(" (adjusted by %(n)s)", n=said(known, row["adjustment"], compact=False))
    if row["of"] != "self":
        text += _(" (of the %(unit)s)", unit={"branch": _("outlet"), "entity": _("entity")}[str(row["of"])])
    return _("Value"), text


def target_line(row: Mapping[str, Any], known: Indicator, item: Item | None) -> Line | None:
    """What was to be reached, and where it comes from."""
    if as_number(row["target"]) is None:
        return None
    number = said(known, row["target"], compact=False)
    kind = item.target.kind if item else ""
    if isinstance(item.rule if item else None, Peer) or kind == "peers":
        return _("Target"), _("%(n)s, %(measure)s of the peers in the %(unit)s", n=number,
                              measure=_measure(item), unit=_unit(item))  # fmt: skip
    words = {
        "feed": _("%(n)s: the year's target as far as it is due by %(day)s", n=number, day=str(row["as_of"])[:10]),
        "fixed": _("%(n)s, as the scheme says", n=number),
        "own_last_year": _("%(n)s: own value of the same month last year × %(f)s", n=number,
                           f=human(item.target.number, decimals=2) if item else ""),
    }  # fmt: skip
    return _("Target"), words.get(kind, number)


def _measure(item: Item | None) -> str:
    measure = getattr(item.rule, "measure", None) or item.target.measure if item else "median"
    return {"median": _("the median"), "mean": _("the mean"), "upper_quartile": _("the upper quartile")}[measure]


def _unit(item: Item | None) -> str:
    within = getattr(item.rule, "within", None) or item.target.within if item else "province"
    return {"entity": _("entity"), "province": _("province")}[within]


def completion_line(row: Mapping[str, Any], known: Indicator) -> Line | None:
    """Value ÷ target, mirrored where less is better."""
    reached = as_number(row["completion"])
    if reached is None:
        return None
    value, target = said(known, row["value"], compact=False), exact(known, row["target"])
    if known.direction == "up" and (as_number(row["target"]) or 0) > 0:
        return _("Completion"), f"{value} ÷ {target} = {percent(reached, 2)}"
    first, second = (value, target) if known.direction == "up" else (target, value)
    return _("Completion"), f"1 + ({first} − {second}) ÷ |{target}| = {percent(reached, 2)}"


def exact(known: Indicator, value: object) -> str:
    """A value with the digits the calculation goes on with, where two are too few to work it out again."""
    number = as_number(value)
    if number is None or known.unit.text() in {"%", "元", "yuan"} or abs(number) >= 1000 or number == round(number, 2):
        return said(known, value, compact=False)
    return human(number, known.unit.text(), "decimal", decimals=4, compact=False)


def points_lines(row: Mapping[str, Any], known: Indicator, item: Item | None) -> list[Line]:
    """The rule at work, and the bounds."""
    points = _("%(n)s points", n=human(row["points"], format="score"))
    if row["basis"] != "measured":
        why = _("nothing to measure") if row["basis"] == "no_value" else _("no target")
        share = percent(item.unmeasured, 0) if item else ""
        return [(_("Points"), _("%(why)s: %(share)s of the weight = %(points)s", why=why, share=share, points=points))]
    return [(_("Points"), _points(row, known, item, points))]


def _points(row: Mapping[str, Any], known: Indicator, item: Item | None, points: str) -> str:
    weight, rule = human(row["weight"], decimals=0), item.rule if item else None
    if row["rule"] in {"linear", "peer"}:
        text = f"{weight} × {percent(row['completion'], 2)} = {human(row['raw'], format='score', decimals=4)}"
        raw, floor, cap = (as_number(row[name]) for name in ("raw", "floor", "cap"))
        if raw is not None and cap is not None and raw > cap:
            return text + _(", capped at %(cap)s → %(points)s", cap=human(cap, format="score"), points=points)
        if raw is not None and floor is not None and raw < floor:
            return text + _(", at least %(floor)s → %(points)s", floor=human(floor, format="score"), points=points)
        return f"{text} → {points}"
    if isinstance(rule, Tiered):
        shown = percent if rule.by == "completion" else lambda n: said(known, n)
        tiers = _(", ").join(f"≥ {shown(tier.start)}: {human(tier.points, decimals=1)}" for tier in rule.tiers)
        return _("%(tiers)s → %(points)s", tiers=tiers, points=points)
    if isinstance(rule, Ranked):
        bands = _(", ").join(
            _("best %(top)s: %(points)s", top=percent(band.top, 0), points=human(band.points, decimals=1))
            for band in rule.bands
        )
        place = _("No. %(n)s of %(all)s", n=human(row["position"]), all=human(row["peers"]))
        return _(
            "%(place)s in the %(unit)s (%(bands)s) → %(points)s",
            place=place,
            unit=_unit(item),
            bands=bands,
            points=points,
        )
    if isinstance(rule, Deduction):
        return _(
            "%(weight)s − %(each)s × %(value)s, %(most)s at most → %(points)s",
            weight=weight,
            each=human(rule.per_unit, decimals=1),
            value=said(known, row["value"]),
            most=human(rule.most, decimals=1),
            points=points,
        )
    if isinstance(rule, Veto):
        limit = said(known, rule.above if rule.above is not None else rule.below)
        sign = ">" if rule.above is not None else "<"
        state = (
            _("holds: the total is %(n)s at most", n=human(rule.total_cap, decimals=0))
            if as_number(row["total_cap"]) is not None
            else _("does not hold")
        )
        return _("Veto when %(sign)s %(limit)s: %(state)s", sign=sign, limit=limit, state=state)
    return points


def segment_words(row: Mapping[str, Any]) -> str:
    """Whose segment of a month it is."""
    return f"{row.get('branch_name') or ''} {code_label('post', row['post_code'])}".strip()
