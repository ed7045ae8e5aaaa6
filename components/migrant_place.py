"""Panels of a place gone down to: the cities of a province, a centre with its staff, cases and policies, the workers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from dash import dcc, html

from components.cards import info
from components.migrant_centres import due_words, signed_state
from components.migrant_names import masked
from components.short_names import short_name
from components.states import empty
from components.tables import Column, table
from data.i18n import _
from data.i18n.numbers import as_number, human, percent
from data.metrics.registry import metric

CITY_METRICS = ("migrant_workers", "migrants_reached", "migrant_coverage", "migrants_uncovered")
CENTRE_METRICS = ("centre_staff", "centre_cases_mtd", "centre_cases_open", "centre_case_days")
PAGE = 12


def cities(frame: pd.DataFrame, centres: Mapping[str, str]) -> Any:
    """A row a city, most workers first: workers, reached, coverage as a bar, not reached, its centre."""
    if frame.empty:
        return empty(_("Nobody is away here"), _("Choose another month or place."))
    names = ("migrant_workers", "migrants_reached", "migrants_uncovered")
    head = [html.Th(_("City"), scope="col"), *(_heading(name) for name in names), html.Th(_("Coverage"), colSpan=2)]
    rows = [_city(row, names, centres) for row in frame.to_dict("records")]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="table cities")


def _city(row: Mapping[str, Any], names: Sequence[str], centres: Mapping[str, str]) -> html.Tr:
    code, share = str(row["destination_city"]), as_number(row["migrant_coverage"]) or 0.0
    centre = centres.get(code)
    name = [html.Button(row["destination_city_name"], type="button", className="centre-link")]
    if centre:
        name.append(html.Span(centre, className="city-centre"))
    bar = html.Div(html.I(style={"width": f"{share * 100:.1f}%"}), className="rate-bar", **{"aria-hidden": "true"})
    cells = [html.Td(human(row[one]), className="num") for one in names]
    cells += [html.Td(bar, className="rate-cell"), html.Td(percent(share), className="num rate")]
    return html.Tr([html.Th(name, scope="row"), *cells], **{"data-choose": f"city:{code}"})


def _heading(name: str) -> html.Th:
    return html.Th(metric(name).short.text(), scope="col", className="num")


def centre_facts(found: Mapping[str, Any], centre: Mapping[str, Any], execution: Mapping[str, Any] | None) -> html.Div:
    """Staff, cases and days of a centre, its address, and how far its targets are. ``found``: ``CENTRE_METRICS``."""
    figures = [
        html.Div(
            [
                html.Dt([metric(name).short.text(), info(name)]),
                html.Dd(human(found.get(name), metric(name).unit.text(), metric(name).format)),
            ]
        )
        for name in CENTRE_METRICS
    ]
    parts: list[Any] = [html.Dl(figures, className="centre-facts")]
    if centre.get("address"):
        parts.append(
            html.P(
                _("%(address)s · opened %(day)s", address=centre["address"], day=str(centre["opened_date"])[:10]),
                className="muted small",
            )
        )
    if execution and execution["rate"] is not None:
        text = _(
            "%(rate)s of its target reached, %(mark)s due by now",
            rate=percent(execution["rate"]),
            mark=percent(execution["schedule"]),
        )
        state = execution["state"]
        sign = html.B(signed_state(state), className={"ok": "good", "near": "warn"}.get(state, "bad"))
        parts.append(html.P([sign, _("; "), text], className="centre-said", title=due_words()))
    return html.Div(parts, className="centre-panel")


def policies(frame: pd.DataFrame) -> Any:
    """A row a policy of the centre: target, reached, used, amount, rate. ``frame``: by ``policy``."""
    names = ("policy_target", "policy_reached", "policy_used", "policy_amount", "policy_rate")
    columns = [Column("policy_name", _("Policy"))]
    columns += [Column(n, metric(n).short.text(), metric(n).format, decimals=metric(n).decimals) for n in names]
    return table(frame, columns, caption=_("Policies of the centre"), className="policies")


def worker_columns(
    tick: Callable[[bool], Any] | None = None, name: Callable[[Any, Any], Any] | None = None
) -> list[Column]:
    """Name (masked by the listing), origin, where, trade, since when, what they hold. ``tick`` draws yes and no, ``name``
    the name."""

    def held(value: Any, _row: Any) -> Any:
        yes = bool(value) and value == value
        return tick(yes) if tick else _("yes") if yes else _("no")

    return [
        Column("name", _("Name"), draw=name),
        Column("county_name", _("From"), draw=lambda value, _row: short_name(str(value or ""))),
        Column("destination_city_name", _("Works in")),
        Column("trade_name", _("Trade")),
        Column("away_since", _("Away since"), draw=lambda value, _row: str(value)[:7]),
        Column("is_reached", _("Reached"), draw=held),
        Column("has_account", _("Account"), draw=held),
        Column("has_mobile", _("Mobile"), draw=held),
        Column("has_loan", _("Loan"), draw=held),
    ]


def workers(frame: pd.DataFrame, *, may_unmask: bool = False) -> Any:
    """A page of workers away; ``may_unmask``: a name can be asked for."""
    name = _asked_for if may_unmask else None
    return table(frame, worker_columns(_tick, name), caption=_("Workers away"), className="workers")


def _asked_for(name: Any, row: Any) -> Any:
    return masked("worker", str(row["worker_id"]), str(name))


def _tick(yes: bool) -> html.Span:
    words = _("yes") if yes else _("no")
    return html.Span("✓" if yes else "–", className="good" if yes else "muted", **{"aria-label": words})


def pager(offset: int, shown: int, total: int) -> html.Div:
    """Which rows these are, and the ways to the ones before and after."""
    before = html.Button(
        "‹", type="button", id="migrants-workers-before", className="tool", title=_("Rows before"), disabled=offset == 0
    )
    after = html.Button(
        "›",
        type="button",
        id="migrants-workers-after",
        className="tool",
        title=_("Rows after"),
        disabled=offset + shown >= total,
    )
    words = _(
        "%(first)s–%(last)s of %(total)s",
        first=human(offset + 1 if shown else 0),
        last=human(offset + shown),
        total=human(total, compact=False),
    )
    held = dcc.Store(id="migrants-offset", data=offset)
    return html.Div([before, html.Span(words), after, held], className="pager")
