"""Segments as the explorer's form shows them: those kept, as links, and the way to keep the traits chosen now. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.icons import icon
from components.recommend_choice import TRAITS, Choice
from data.i18n import _


def kept(choice: Choice, rows: Sequence[Mapping[str, Any]]) -> html.Details | None:
    """The menu of segments; the one whose traits are chosen is its face."""
    if not rows:
        return None
    now = traits_of(choice)
    face = next((row["name"] for row in rows if row["traits"] == now), _("Choose a segment"))
    lines = [_line(choice, row, is_on=row["traits"] == now) for row in rows]
    summary = html.Summary([html.Span(face), icon("down")], className="field offer-field")
    return html.Details([summary, html.Div(lines, className="menu-panel")], className="menu offer-segments")


def _line(choice: Choice, row: Mapping[str, Any], *, is_on: bool) -> html.Div:
    words = dict.fromkeys(TRAITS, "") | dict(row["traits"])
    said = Choice.parse(words | {"node": str(choice.node)}).kinds()
    shared = html.Span(_("shared"), className="chip") if row["shared_with"] else None
    link = html.A(
        [html.Span([html.B(row["name"]), html.Small(said)]), shared],
        href=choice.address(**words),
        className="menu-item current" if is_on else "menu-item",
        title=said,
    )
    return html.Div([link, _remove(row) if row["is_own"] else None], className="segment")


def _remove(row: Mapping[str, Any]) -> html.Form:
    name = _("Remove the segment %(name)s", name=row["name"])
    button = html.Button(icon("close"), type="submit", className="tool", title=name, **{"aria-label": name})
    path = f"/api/v1/segments/{row['segment_id']}/remove"
    return html.Form([button, html.P(role="alert", className="bad")], noValidate=True, **{"data-change": path})


def keep(choice: Choice) -> html.Details | None:
    """The way to keep the traits under a name; nothing without any chosen."""
    if not choice.traits:
        return None
    name = html.Label(
        [
            html.Span(_("Name of the segment")),
            html.Span(**{"data-field": "name", "data-type": "text", "data-value": choice.kinds()[:40]}),
        ]
    )
    shared = html.Label(
        [
            html.Span(**{"data-field": "shared", "data-type": "checkbox", "data-value": "1"}),
            html.Span(_("Colleagues of my entity see it too")),
        ],
        className="check",
    )
    note = html.Small(_("The traits are kept, not the customers: who fits is asked anew each time."), className="muted")
    save = html.Button(_("Save"), type="submit", className="button primary")
    parts = [name, shared, note, html.P(role="alert", className="bad"), save]
    carried = {"data-given": json.dumps({"traits": traits_of(choice)}, ensure_ascii=False)}
    form = html.Form(parts, noValidate=True, **{"data-change": "/api/v1/segments"}, **carried)
    face = html.Summary(_("Save as segment"), className="button")
    return html.Details([face, html.Div(form, className="menu-panel")], className="menu offer-keep")


def traits_of(choice: Choice) -> dict[str, str]:
    """Word → codes, of the traits alone."""
    return {word: ",".join(codes) for word, codes in choice.traits.items()}
