"""Where one stands in the organisation: 全省 › 行社 › 网点 › 员工, each step a menu of what stands beside it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

from dash import dcc, html

from components.icons import icon
from components.short_names import short_name
from data.i18n import _, p_
from data.scope import Node
from data.serving import reading

LONG = 12  # a menu longer than this gets a field to search in
NEXT = "next "  # before a node: the menu of what lies below it


def breadcrumb(text: str | None) -> html.Nav:
    """The steps down to the node of the address, the one below it to choose, and the rest in grey."""
    node = Node.parse(text)
    way = [*node.ancestors(), node]
    parents = ["", *(one.name for one in way)]
    steps: list[Any] = [
        _menu(str(one), one.name, "here" if one is node else "above", parent)
        for one, parent in zip(way, parents, strict=False)
    ]
    below = node.levels_below
    if below:
        steps.append(_menu(f"{NEXT}{node}", _choose(below[0]), "next"))
        steps += [html.Span(_choose(level), className="crumb later") for level in below[1:]]
    gaps = [part for step in steps for part in (icon("right", f"crumb-gap {_gap(step)}".strip()), step)][1:]
    return html.Nav(gaps, className="crumbs", **{"aria-label": _("Scope")})


def _gap(step: Any) -> str:
    """An arrow goes with the step after it."""
    return "later" if "later" in str(step.className) else ""


def menu_items(wish: str, pathname: str, search: str) -> list[Any]:
    """Links to the siblings of a node, or to its children when the wish says next; long ones can be searched."""
    is_next = wish.startswith(NEXT)
    node = Node.parse(wish.removeprefix(NEXT))
    nodes = node.children() if is_next else node.siblings()
    found = [
        html.A(
            html.Span(one.name),
            href=address(pathname, search, node=str(one)),
            className="menu-item current" if one == node and not is_next else "menu-item",
            **{"data-known": known_as(one)},
        )
        for one in nodes
    ]
    field = dcc.Input(className="field", type="text", placeholder=_("Filter by name"), autoComplete="off")
    return ([field] if len(found) > LONG else []) + (found or [html.Div(_("Nothing below"), className="menu-title")])


def known_as(node: Node) -> str:
    """What a name can be searched by: both languages and pinyin initials."""
    if node.id is None:
        return ""
    with reading() as state:
        unit = state.names.units(node.level).get(node.id)
    return f"{unit.zh} {unit.en} {unit.initials}" if unit else ""


def query_of(search: str | None) -> dict[str, str]:
    """The query string as a dictionary, last value of each name."""
    return {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}


def address(pathname: str, search: str, **changes: str | None) -> str:
    """The address with some parameters changed; None takes one away."""
    query = dict(parse_qsl(search.lstrip("?"))) | changes
    text = urlencode({name: value for name, value in query.items() if value}, safe=":")
    return f"{pathname}?{text}" if text else pathname


def _menu(wish: str, text: str, kind: str, parent: str = "") -> html.Details:
    summary = html.Summary([html.Span(short_name(text, parent)), icon("down")], className=f"crumb {kind}", title=text)
    return html.Details(
        [
            summary,
            html.Div(
                html.Div(_("Loading …"), className="menu-title"),
                id={"type": "shell-siblings", "node": wish},
                className="menu-panel",
            ),
        ],
        id={"type": "shell-crumb", "node": wish},
        className=f"menu {kind}",
    )


def _choose(level: str) -> str:
    return {
        "entity": p_("choose", "Entity"),
        "branch": p_("choose", "Outlet"),
        "staff": p_("choose", "Staff"),
    }.get(level, level)
