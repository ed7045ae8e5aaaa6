"""How right the checks of visits are, drawn: rates with their intervals, by kind and by month. Rates in, components out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from dash import html

from components.cards import number_card
from components.states import empty
from components.still import Still
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import human, percent
from data.integrity.quality import Rate

PROMISED_RECALL, PROMISED_FALSE = 0.90, 0.005
WIDE, NARROW = 1.0, 0.02  # where axes end: shares of what is to be found, and of what should not happen


class Told(NamedTuple):
    """Of visits of one kind found, or flagged for one reason (``code``), how many the checks were right about."""

    code: str
    rate: Rate


class Month(NamedTuple):
    """A month's rechecks."""

    label: str
    checked: int
    recall: Rate
    false: Rate


def rate_card(metric: str, rate: Rate, promised: float | None, end: float) -> html.Div:
    """A rate as a number card, with its interval on an axis and how many it stands on."""
    said = _("95%% between %(low)s and %(high)s · %(hits)s of %(n)s", **_said(rate, end))
    words = said if rate.total else _("none in the sample yet")
    note = html.Div([axis(rate, promised, end), html.Span(words)], className="audit-note")
    return number_card(f"quality-{metric.replace('_', '-')}", metric, rate.value, note=note)


def _said(rate: Rate, end: float) -> dict[str, str]:
    places = 2 if end < WIDE else 1
    return {
        "low": percent(rate.low, places), "high": percent(rate.high, places), "hits": human(rate.hits), "n": human(rate.total),
    }  # fmt: skip


def axis(rate: Rate, promised: float | None, end: float) -> html.Span:
    """A point with its interval from 0 to ``end``; a line where the promise lies, if there is one; empty of nothing."""
    at = lambda one: 100 * min(1.0, max(0.0, one / end))  # noqa: E731
    marks: list[Any] = []
    if promised is not None:
        marks.append(html.I(className="promise", style={"left": f"{at(promised):.1f}%"}))
    if rate.value is not None:
        span = {"left": f"{at(rate.low):.1f}%", "width": f"{at(rate.high) - at(rate.low):.1f}%"}
        marks += [
            html.I(className="line", style=span),
            html.I(className="point", style={"left": f"{at(rate.value):.1f}%"}),
        ]
    tip = _("95%% between %(low)s and %(high)s · %(hits)s of %(n)s", **_said(rate, end)) if rate.total else ""
    return html.Span(marks, className="audit-axis", title=tip)


def by_kind(kinds: Sequence[Told]) -> Any:
    """A row per kind: found by audit, flagged of these, recall with interval."""
    if not kinds:
        return empty(_("Nothing found"), _("In the sample every visit took place as recorded."))
    titles = [_("What audit found"), _("Found"), _("Flagged"), _("Recall")]
    return _rated("recheck_kind", kinds, titles, PROMISED_RECALL)


def by_reason(reasons: Sequence[Told]) -> Any:
    """A row per reason of flags: rechecked, confirmed of these, precision with interval; none is promised."""
    if not reasons:
        return empty(_("No flag with its reason in the sample"), _("Precision is told once there are some."))
    titles = [_("Main reason of the flag"), _("Flagged"), _("Confirmed"), _("Precision")]
    return _rated("trust_reason", reasons, titles, None)


def _rated(dimension: str, told: Sequence[Told], titles: Sequence[str], promised: float | None) -> Any:
    head = [(title, "num" if place else "") for place, title in enumerate(titles)] + [(_("with 95% interval"), "wide")]
    lines = [
        html.Tr([
            html.Td(code_label(dimension, one.code)),
            html.Td(human(one.rate.total), className="num"),
            html.Td(human(one.rate.hits), className="num"),
            html.Td(html.B(percent(one.rate.value, 0)), className="num"),
            html.Td(axis(one.rate, promised, WIDE), className="wide"),
        ])
        for one in told
    ]  # fmt: skip
    return _table(head, lines)


def by_month(months: Sequence[Month]) -> Any:
    """A row per month of the visits: rechecked, recall, false flags."""
    if not months:
        return empty(_("No rechecks yet"), _("Audit calls customers a few days after a visit."))
    head = [
        (_("Month of the visit"), ""), (_("Rechecked"), "num"), (_("Recall"), "num"), ("", "wide"), (_("False flags"), "num"),
        ("", "wide"),
    ]  # fmt: skip
    lines = [
        html.Tr([
            html.Td(one.label),
            html.Td(human(one.checked), className="num"),
            html.Td(html.B(percent(one.recall.value, 0)), className="num"),
            html.Td(axis(one.recall, PROMISED_RECALL, WIDE), className="wide"),
            html.Td(html.B(percent(one.false.value, 2)), className="num"),
            html.Td(axis(one.false, PROMISED_FALSE, NARROW), className="wide"),
        ])
        for one in months
    ]  # fmt: skip
    return _table(head, lines)


def _table(head: Sequence[tuple[str, str]], lines: Sequence[html.Tr]) -> Still:
    titles = html.Tr([html.Th(title, className=kind) for title, kind in head])
    return Still(
        html.Table([html.Thead(titles), html.Tbody(list(lines))], className="table audit-table"), className="table-wrap"
    )
