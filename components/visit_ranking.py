"""The ranking of entities, branches or managers: rank, name with bar, measure, managers out, movement. Pure."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from components.icons import icon
from components.states import empty
from data.i18n import _
from data.i18n.numbers import as_number, human, percent
from data.metrics.registry import metric

MOST = 300  # rows on the page; the export has them all


def ranking(frame: pd.DataFrame, level: str, name: str, *, out: str, own: frozenset[str] = frozenset()) -> Any:
    """The table. ``frame`` as ``data.query.ranking`` gives it, with ``out`` and ``managers``; ``own``: ids kept in view.

    A row carries its node; a click chooses it, a second one goes down (assets/drawer.js).
    """
    if frame.empty:
        return empty(_("No visits here yet"), _("Choose another period or a wider scope."))
    most = max((as_number(value) or 0.0 for value in frame[name]), default=0.0) or 1.0
    shown = frame.head(MOST)
    rows = [_row(row, level, name, most, out, own) for row in shown.to_dict("records")]
    return html.Table([_head(level, name), html.Tbody(rows)], className=f"ranking ranking-{level}")


def _head(level: str, name: str) -> html.Thead:
    meant = metric(name)
    titles = {"entity": _("Entity"), "branch": _("Outlet"), "staff": _("Manager")}
    last = [html.Th(_("Out"), className="num ranking-out", scope="col")] if level != "staff" else []
    cells = [
        html.Th("#", className="ranking-place", scope="col"),
        html.Th(titles[level], scope="col"),
        html.Th(meant.short.text(), className="num", scope="col", title=meant.label.text()),
        *last,
        html.Th(_("Moved"), className="num ranking-moved", scope="col", title=_("Places gained since yesterday")),
    ]
    return html.Thead(html.Tr(cells))


def _row(row: dict[str, Any], level: str, name: str, most: float, out: str, own: frozenset[str]) -> html.Tr:
    key = str(row[level])
    share = max(0.0, (as_number(row[name]) or 0.0) / most)
    bar = html.Span(
        html.Span(style={"width": f"{share * 100:.1f}%"}), className="ranking-bar", **{"aria-hidden": "true"}
    )
    label = html.Span(str(row[f"{level}_name"]), className="ranking-name", title=str(row[f"{level}_name"]))
    last = [html.Td(_out(row, out), className="num ranking-out")] if level != "staff" else []
    cells = [
        html.Td(human(row["rank"]), className="ranking-place"),
        html.Td(html.Button([label, bar], type="button", className="ranking-button"), className="ranking-who"),
        html.Td([html.B(_value(row[name], name)), _down(level)], className="num ranking-value"),
        *last,
        html.Td(_moved(row["rank_change"]), className="num ranking-moved"),
    ]
    return html.Tr(cells, className="own" if key in own else "", **{"data-node": f"{level}:{key}"})


def _down(level: str) -> html.Span | None:
    if level == "staff":
        return None
    return html.Span(icon("right"), className="ranking-down", title=_("Go down a level"), **{"data-down": "1"})


def _value(value: Any, name: str) -> str:
    meant = metric(name)
    return human(value, "%" if meant.format == "percent" else "", meant.format, decimals=meant.decimals, compact=False)


def _out(row: dict[str, Any], out: str) -> list[Any]:
    return [human(row[out]), html.Span(f"/{human(row['managers'])}", className="muted")]


def _moved(places: Any) -> html.Span:
    """▲4 in words for screen readers too; a dash when it stands or was not there."""
    moved = as_number(places)
    if not moved:
        return html.Span("—", className="muted", title=_("unchanged") if moved == 0 else _("not ranked yesterday"))
    up, count = moved > 0, human(abs(moved))
    text = _("up %(n)s", n=count) if up else _("down %(n)s", n=count)
    return html.Span(
        f"{'▲' if up else '▼'}{count}", className="good" if up else "bad", title=text, **{"aria-label": text}
    )


def foot_line(level: str, units: int, out: Any, managers: Any, rate: Any) -> list[Any]:
    """84 entities · out 8,962/11,026 (81.3 %)."""
    words = {
        "entity": _("%(n)s entities", n=human(units)),
        "branch": _("%(n)s outlets", n=human(units)),
        "staff": _("%(n)s managers", n=human(units)),
    }
    return [
        html.Span(
            [f"{words[level]} · {_('out')} ", html.B(human(out)), f"/{human(managers)} ({percent(rate)})"],
            className="ranking-sum",
        )
    ]
