"""The right of the performance page: how peers spread, where the change comes from, suspicious patterns."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components import performance_change as change
from components import performance_spread as spreading
from components import performance_steps as steps
from components.cards import card, tool_button
from components.performance_choice import month_beside
from components.short_names import short_name
from components.states import waiting
from components.still import Still
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human
from data.metrics.registry import metric
from data.performance.indicators import GROUPS, indicators
from data.scope import Node, current_asker
from pages import _performance_flags as flags
from pages._performance_detail import item_card
from pages._performance_seen import Seen

MOST_FLAGS = 4


def side(seen: Seen) -> list[Any]:
    """How peers spread and what changed; of an indicator chosen its formula and accounts."""
    if seen.choice.indicator and seen.choice.view == "steps" and seen.now_steps:
        behind = html.Div(waiting(), id="performance-behind", className="slot")
        return [Still(item_card(seen), className="slot"), behind, dcc.Store(id="performance-behind-late", data=True)]
    parts = [part for part in (spread_card(seen), change_card(seen), flags_card(seen)) if part is not None]
    return [Still(parts, className="slot")]


def spread_card(seen: Seen) -> html.Section:
    """Peers of the whole province, without names."""
    own = seen.points(seen.month) if seen.choice.node.level != "province" else {}
    total = seen.spread()
    kinds = {"entity": _("%(n)s entities"), "branch": _("%(n)s outlets"), "staff": _("%(n)s people of the post")}
    title = kinds[seen.choice.level] % {"n": human(len(total.points))}
    body = [spreading.drawing(total, own.get("score"), _short(seen.choice.node) if own else "")]
    body += [
        spreading.group_line(metric(f"score_{name}").short.text(), name, seen.spread(name), own.get(f"score_{name}"))
        for name in GROUPS
    ]
    return card("performance-spread", title, html.Div(body, className="chart"), subtitle=_("shaded: the middle half"),
                metric="score", tools=[tool_button("full")])  # fmt: skip


def _short(node: Node) -> str:
    above = node.ancestors()
    return short_name(node.name, above[-1].name if above else "")


def change_card(seen: Seen, id: str = "performance-change") -> html.Section | None:
    """What changed by indicator."""
    before = seen.before
    if seen.choice.node.level == "province" or not seen.own or not before:
        return None
    if not seen.base_steps or not seen.now_steps:
        return None
    names = {
        row["indicator"]: indicators()[row["indicator"]].label.text() for row in (*seen.now_steps, *seen.base_steps)
    }
    moved = {names[name]: size for name, size in steps.gained(seen.now_steps, seen.base_steps).items()}
    moved |= _rest(seen, before)
    was, is_now = float(before["total"]), float(seen.own["total"])
    last = seen.choice.node.name if seen.peer else month_beside(seen.month, seen.base or seen.month)
    if seen.former and seen.scheme:
        last = _("v%(version)s", version=seen.scheme.version)
    found = change.lines(was, is_now, moved, seen.comparator, last)
    return card(
        id,
        _("What differs from %(name)s", name=seen.comparator)
        if seen.peer or seen.former
        else _("What changed since %(month)s", month=seen.comparator),
        html.Div(change.waterfall(found), className="chart"),
        subtitle=change.sum_words(was, is_now),
        metric="score",
        tools=[tool_button("full")],
    )


def _rest(seen: Seen, before: dict[str, Any]) -> dict[str, float]:
    """What a veto withholds and what closed months bring, less what they did before."""
    if seen.by_former:
        return {}
    signs = {"withheld": (_("Withheld by a veto"), -1), "balance": (_("Closed months"), 1)}
    return {
        name: sign * ((as_number(seen.own.get(column)) or 0.0) - (as_number(before.get(column)) or 0.0))
        for column, (name, sign) in signs.items()
    }


def flags_card(seen: Seen) -> html.Section | None:
    """Patterns that make indicators look better than they are; for those who study them."""
    if "page:explore" not in current_asker().rights:
        return None
    found = flags.brief(seen)
    if not found:
        return None
    lines = []
    for row in found[:MOST_FLAGS]:
        who = row.get("branch_name") or row.get("staff_name") or ""
        value = (
            human(row["amount"], _("yuan"), "money") if as_number(row["amount"]) else human(row["times"], _("times"))
        )
        lines.append(
            html.Div(
                [html.Span(f"{code_label('flag_kind', row['kind'])} · {who}"), html.Span(value)], className="flag-row"
            )
        )
    return card(
        "performance-flags",
        _("Suspicious patterns"),
        lines,
        subtitle=_("%(n)s in the month", n=human(len(found))),
        tools=[html.A(_("Evidence"), href=seen.choice.address(view="flags", indicator=None), className="link")],
        head_icon="warning",
    )
