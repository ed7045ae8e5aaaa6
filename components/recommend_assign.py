"""A task for one customer, given from the portrait: until when, what to do. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dash import html

from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import day_text

USUAL_DAYS = 7


def assign(who: Mapping[str, Any], product: str, given: Sequence[Mapping[str, Any]], today: date) -> html.Details:
    """The button with its form; ``given``: open tasks of the customer; ``product``: what is to be offered, or nothing."""
    told = [html.B(_("To %(name)s", name=who.get("staff_name") or who["staff_id"]))]
    if product:
        told.append(html.Span(_("Offer: %(product)s", product=code_label("product_code", product))))
    fields = [
        _field(_("Due"), "due_on", "date", f"{today + timedelta(days=USUAL_DAYS)}", **{"data-first": f"{today}"}),
        _field(_("Note"), "note", "note", ""),
    ]
    lines = [html.Li(_already(one)) for one in given]
    already = html.Ul(lines, className="muted") if lines else None
    save = html.Button(_("Assign"), type="submit", className="button primary")
    parts = [html.Div(told, className="task-to"), already, *fields, html.P(role="alert", className="bad"), save]
    carried = json.dumps({"customer_id": who["customer_id"], "product": product})
    said = {"data-change": "/api/v1/tasks", "data-given": carried, "data-done": _("The task is given")}
    form = html.Form([part for part in parts if part is not None], noValidate=True, **said)
    face = html.Summary(_("Assign a task"), className="button")
    return html.Details([face, html.Div(form, className="menu-panel")], className="menu offer-assign")


def _already(one: Mapping[str, Any]) -> str:
    what = one["note"] or code_label("product_code", one["product_code"])
    return _("Already given, due %(day)s: %(what)s", day=day_text(one["due_on"], weekday=False), what=what)


def _field(label: str, name: str, kind: str, value: str, **told: str) -> html.Label:
    place = html.Span(**{"data-field": name, "data-type": kind, "data-value": value}, **told)
    return html.Label([html.Span(label), place])
