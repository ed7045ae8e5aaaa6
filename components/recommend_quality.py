"""The model card's tables: every target against both simple models, fairness, versions, what it must not be used for. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components import recommend_effect as effects
from components.icons import icon
from components.recommend_choice import products
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human, percent

Rows = Mapping[tuple[str, str], Mapping[str, Any]]  # (measure, part) → row
TARGETS = ("leaves", "grows")
STABLE, SHIFTED = 0.1, 0.25  # population stability: below the one as before, above the other another population
AXIS = (0.4, 1.0)  # of AUC


def targets() -> tuple[str, ...]:
    """What is foretold: each product, and whether deposits leave or grow."""
    return (*products(), *TARGETS)


def target_name(target: str) -> str:
    """In words."""
    return code_label("model_target" if target in TARGETS else "product_code", target)


def value(rows: Rows, measure: str, part: str = "") -> float | None:
    """A measure's value."""
    return as_number(rows.get((measure, part), {}).get("value"))


def figures(rows: Rows) -> html.Div:
    """Six figures of one target."""
    auc = rows.get(("auc", "model"), {})
    drift = value(rows, "drift")
    interval = _(
        "95%% between %(low)s and %(high)s",
        low=human(auc.get("low"), decimals=3),
        high=human(auc.get("high"), decimals=3),
    )
    against = _(
        "popularity %(a)s, logistic %(b)s",
        a=human(value(rows, "auc", "popularity"), decimals=3),
        b=human(value(rows, "auc", "logistic"), decimals=3),
    )
    caught = _(
        "popularity %(a)s, logistic %(b)s",
        a=percent(value(rows, "captured_tenth", "popularity"), 0),
        b=percent(value(rows, "captured_tenth", "logistic"), 0),
    )
    error = value(rows, "calibration_error")
    parts = [
        ("AUC", human(auc.get("value"), decimals=3), interval),
        (_("AUC of simple models"), human(value(rows, "auc", "logistic"), decimals=3), against),
        (
            _("Base rate"),
            percent(value(rows, "base_rate"), 2),
            _("of %(n)s in the test month", n=human(rows.get(("base_rate", ""), {}).get("rows"))),
        ),
        (
            _("Calibration error"),
            _("%(n)s pt", n=human(None if error is None else 100 * error, decimals=2)),
            _("said less happened, on average"),
        ),
        (_("Takers in the first tenth"), percent(value(rows, "captured_tenth", "model"), 0), caught),
        (_("Drift (PSI)"), human(drift, decimals=3), drift_words(drift)),
    ]
    return html.Div(
        [html.Div([html.Small(label), html.B(number), html.Small(more)]) for label, number, more in parts],
        className="quality-figures",
    )


def drift_words(drift: float | None) -> str:
    """What the population stability index says."""
    if drift is None:
        return ""
    if drift < STABLE:
        return _("customers are as in training")
    return _("customers have shifted: watch") if drift < SHIFTED else _("another population: retrain")


def every(found: Mapping[str, Rows], chosen: str, link: Any) -> html.Table:
    """A row per target: AUC with interval beside both simple models on one axis, base rate, calibration, first tenth."""
    head = html.Tr(
        [
            html.Th(_("Target")),
            html.Th("AUC", className="num"),
            html.Th(_("model with interval, ○ popularity, ◇ logistic"), className="wide"),
            html.Th(_("Base rate"), className="num"),
            html.Th(_("Cal. error"), className="num"),
            html.Th(_("First tenth"), className="num"),
        ]
    )
    lines = [_line(target, rows, target == chosen, link(target)) for target, rows in found.items()]
    return html.Table([html.Thead(head), html.Tbody(lines)], className="table quality-every")


def _line(target: str, rows: Rows, is_chosen: bool, href: str) -> html.Tr:
    error = value(rows, "calibration_error")
    cells = [
        html.Td(html.A(target_name(target), href=href)),
        html.Td(html.B(human(value(rows, "auc", "model"), decimals=3)), className="num"),
        html.Td(_axis(rows), className="wide"),
        html.Td(percent(value(rows, "base_rate"), 2), className="num"),
        html.Td(_("%(n)s pt", n=human(None if error is None else 100 * error, decimals=2)), className="num"),
        html.Td(percent(value(rows, "captured_tenth", "model"), 0), className="num"),
    ]
    return html.Tr(cells, className="chosen" if is_chosen else "")


def _axis(rows: Rows) -> html.Span:
    low, high = AXIS
    at = lambda one: 100 * min(1.0, max(0.0, (one - low) / (high - low)))  # noqa: E731
    auc = rows.get(("auc", "model"), {})
    marks: list[Any] = [html.I(className="half", style={"left": f"{at(0.5):.1f}%"})]
    if (left := as_number(auc.get("low"))) is not None and (right := as_number(auc.get("high"))) is not None:
        marks.append(
            html.I(className="line", style={"left": f"{at(left):.1f}%", "width": f"{at(right) - at(left):.1f}%"})
        )
    for name in ("popularity", "logistic"):
        if (other := value(rows, "auc", name)) is not None:
            marks.append(html.I(className=name, style={"left": f"{at(other):.1f}%"}, title=f"{name} {other:.3f}"))
    if (own := value(rows, "auc", "model")) is not None:
        marks.append(html.I(className="point", style={"left": f"{at(own):.1f}%"}))
    return html.Span(marks, className="auc-axis")


def fairness(rows: Rows) -> html.Table:
    """Per segment what was said and what happened, with the interval of what happened."""
    parts = sorted({part for measure, part in rows if measure == "fair_happened"})
    head = html.Tr(
        [
            html.Th(_("Customers")),
            html.Th(_("n"), className="num"),
            html.Th(_("Said"), className="num"),
            html.Th(_("Happened"), className="num"),
            html.Th(_("95% interval"), className="num"),
            html.Th(""),
        ]
    )
    return html.Table([html.Thead(head), html.Tbody([_segment(rows, part) for part in parts])], className="table")


def _segment(rows: Rows, part: str) -> html.Tr:
    happened = rows[("fair_happened", part)]
    said, low, high = value(rows, "fair_said", part), as_number(happened["low"]), as_number(happened["high"])
    inside = said is not None and low is not None and high is not None and low <= said <= high
    mark = (
        html.Span(icon("check"), className="good", title=_("as said"))
        if inside
        else html.Span(icon("warning"), className="warn", title=_("differs"))
    )
    return html.Tr(
        [
            html.Td(segment_name(part)),
            html.Td(human(happened["rows"]), className="num"),
            html.Td(percent(said, 2), className="num"),
            html.Td(html.B(percent(happened["value"], 2)), className="num"),
            html.Td(f"{human((low or 0) * 100, decimals=1)}–{percent(high)}", className="num"),
            html.Td(mark),
        ]
    )


def segment_name(part: str) -> str:
    """``age:30-45`` → Age 30 to 44; ``sex:F``; ``county:minority``."""
    kind, _colon, code = part.partition(":")
    if kind == "sex":
        return code_label("sex", code)
    if kind == "county":
        return _("Autonomous counties") if code == "minority" else _("Other counties")
    low, _dash, high = code.partition("-")
    if not high:
        return _("Age not known")
    if low == "0":
        return _("Under %(high)s", high=high)
    return (
        _("Aged %(low)s and over", low=low)
        if high == "200"
        else _("Aged %(low)s to %(high)s", low=low, high=int(high) - 1)
    )


def versions(rows: Sequence[Mapping[str, Any]]) -> html.Table:
    """Every model kept, the one in use marked."""
    month = lambda day: f"{day:%Y-%m}" if day else "—"  # noqa: E731
    head = html.Tr(
        [
            html.Th(title)
            for title in (_("Version"), _("Trained on"), _("Calibrated"), _("Tested"), _("Features"), _("Hash"))
        ]
    )
    lines = [
        html.Tr(
            [
                html.Td(
                    [
                        html.Code(row["version"]),
                        html.Span(_("in use"), className="chip good") if row["is_current"] else None,
                    ]
                ),
                html.Td(f"{month(row['trained_from'])} – {month(row['trained_to'])}"),
                html.Td(month(row["calibrated_on"])),
                html.Td(month(row["tested_on"])),
                html.Td(human(row["features"])),
                html.Td(html.Code(str(row["hash"] or "")[:12])),
            ]
        )
        for row in rows
    ]
    return html.Table([html.Thead(head), html.Tbody(lines)], className="table")


def not_for() -> html.Ul:
    """What the model must not be used for."""
    lines = (
        _("Granting or refusing credit, limits or prices: it foretells interest, not the ability to repay."),
        _("Judging an employee: a forecast not fulfilled is no fault of the manager."),
        _("Leaving customers out of service: it orders offers, everybody keeps access to every product."),
        _("Contacting those who do not want it, or are held out as control."),
        _("Conclusions about persons from sex, ethnicity or where they live: none of these is an input."),
        _("Months far from its training: look at drift first."),
    )
    return html.Ul([html.Li([icon("close"), html.Span(line)]) for line in lines], className="quality-not")


def campaigns(rows: Sequence[Mapping[str, Any]], chosen: str, link: Any, name: Any) -> html.Table:
    """Earlier campaigns: addressed against control with the interval of the difference."""
    far = effects.reach([one for row in rows for one in (row["low"], row["high"])])
    head = html.Tr(
        [
            html.Th(_("Campaign")),
            html.Th(_("Product")),
            html.Th(_("Month")),
            html.Th(_("Addressed"), className="num"),
            html.Th(_("Control"), className="num"),
            html.Th(_("Uplift"), className="num"),
            html.Th(_("with 95% interval"), className="wide"),
        ]
    )
    lines = [
        html.Tr(
            [
                html.Td(html.A(name(row), href=link(row["campaign_id"]))),
                html.Td(code_label("product_code", row["product_code"])),
                html.Td(f"{row['start_date']:%Y-%m}"),
                html.Td(effects.share(row["treated_hits"], row["treated"]), className="num"),
                html.Td(effects.share(row["control_hits"], row["control"]), className="num"),
                html.Td(html.B(effects.points(row["uplift"])), className="num"),
                html.Td(effects.whisker(row["uplift"], row["low"], row["high"], far), className="wide"),
            ],
            className="chosen" if row["campaign_id"] == chosen else "",
        )
        for row in rows
    ]
    return html.Table([html.Thead(head), html.Tbody(lines)], className="table")


def parts(rows: Sequence[Mapping[str, Any]], label: Any, title: str) -> html.Table:
    """The effect by decile, group or entity."""
    far = effects.reach([one for row in rows for one in (row["low"], row["high"])])
    head = html.Tr(
        [
            html.Th(title),
            html.Th(_("Addressed"), className="num"),
            html.Th(_("Control"), className="num"),
            html.Th(_("Uplift"), className="num"),
            html.Th("", className="wide"),
        ]
    )
    lines = [
        html.Tr(
            [
                html.Td(label(row)),
                html.Td(f"{human(row['treated_hits'])} / {human(row['treated'])}", className="num"),
                html.Td(f"{human(row['control_hits'])} / {human(row['control'])}", className="num"),
                html.Td(effects.points(row["uplift"]), className="num"),
                html.Td(effects.whisker(row["uplift"], row["low"], row["high"], far), className="wide"),
            ]
        )
        for row in rows
    ]
    return html.Table([html.Thead(head), html.Tbody(lines)], className="table")
