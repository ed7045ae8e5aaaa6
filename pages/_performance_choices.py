"""What can be chosen on the performance page: what is listed, compared with, and looked at; who is like whom."""

from __future__ import annotations

from collections.abc import Callable

from dash import html

from components.icons import icon
from components.performance_choice import COMPARED, Choice
from components.performance_filters import KINDS, SIZES, kind_words, size_words
from data.i18n import _
from data.i18n.codes import code_labels
from data.scope import Node
from pages import _performance_questions as ask_for
from pages._performance_peers import county_kinds, unit_sizes
from pages._performance_seen import Seen


def switches(seen: Seen) -> html.Div:
    """What is listed, what it is compared with, and the other views of the unit."""
    choice = seen.choice
    compare = {
        "last_month": _("vs last month"),
        "last_quarter": _("vs last quarter"),
        "last_year": _("vs last year"),
        "version": _("vs last version"),
        "target": _("vs full points"),
    }
    found = []
    if len(choice.node.levels_below) > 1 and choice.view == "ranking":
        titles = {"entity": _("Entities"), "branch": _("Outlets"), "staff": _("People")}
        found.append(
            _switch(
                [
                    (titles[level], choice.address(by=level, post=None), level == choice.by)
                    for level in choice.node.levels_below
                ]
            )
        )
    more = {"target": choice.view == "ranking", "version": choice.view == "steps" and seen.former_scheme is not None}
    allowed = [name for name in COMPARED if more.get(name, True)]
    found.append(
        _switch(
            [
                (compare[name], choice.address(compare=name, peer=None), name == choice.compare and not choice.peer)
                for name in allowed
            ]
        )
    )
    if choice.view == "ranking":
        found += narrowing(seen)
    if choice.view == "steps" and (others := ask_for.peers(seen)):
        found.append(peer_menu(seen, others))
    if choice.node.level in {"entity", "branch"}:
        views = {"ranking": _("Places"), "steps": _("Indicators"), "heat": _("Heat map")}
        found.append(
            _switch(
                [(text, choice.address(view=name, indicator=None), name == choice.view) for name, text in views.items()]
            )
        )
    return html.Div(found, className="performance-switches")


def peer_menu(seen: Seen, others: list[tuple[Node, str]]) -> html.Details:
    """The units beside this one, to compare with in the place of an earlier month."""
    chosen = seen.choice.peer
    links = [(node.name, score, seen.choice.address(peer=node.id), node == chosen) for node, score in others]
    return _menu(_("vs %(name)s", name=chosen.name) if chosen else _("vs a peer"), links, chosen is not None)


def narrowing(seen: Seen) -> list[html.Details]:
    """Like with like: the kind of county, the size."""
    choice, level = seen.choice, seen.narrowed
    if not level:
        return []
    kinds, sizes = county_kinds(level, seen.as_of), unit_sizes(level, seen.as_of)
    return [
        _narrow(
            "kind", choice, choice.kind, [one for one in KINDS if one in kinds.values()], kind_words, _("All counties")
        ),
        _narrow(
            "size", choice, choice.size, [one for one in SIZES if one in sizes.values()], size_words, _("Any size")
        ),
    ]


def _narrow(
    name: str, choice: Choice, chosen: str, offered: list[str], words: Callable[[str], str], every: str
) -> html.Details:
    links = [(every, "", choice.address(**{name: None}), not chosen)]
    links += [(words(one), "", choice.address(**{name: one}), one == chosen) for one in offered]
    return _menu(words(chosen) if chosen else every, links, bool(chosen))


def _menu(face: str, links: list[tuple[str, str, str, bool]], is_chosen: bool) -> html.Details:
    """A menu of links: text, what stands beside it, address, whether it is the one chosen."""
    items = [
        html.A([html.Span(text), html.Span(aside, className="aside") if aside else None], href=href,
               className="menu-item current" if is_on else "menu-item")
        for text, aside, href, is_on in links
    ]  # fmt: skip
    name = "switch-menu current" if is_chosen else "switch-menu"
    return html.Details(
        [html.Summary([html.Span(face), icon("down")], className=name), html.Div(items, className="menu-panel")],
        className="menu end",
    )


def _switch(links: list[tuple[str, str, bool]]) -> html.Div:
    return html.Div(
        [html.A(text, href=href, **({"aria-current": "true"} if is_on else {})) for text, href, is_on in links],
        className="switch",
    )


def posts(seen: Seen) -> html.Span:
    """People of one post, or of all: places are fair inside a post only."""
    choice = seen.choice
    links = [(_("All posts"), choice.address(post=None), not choice.post)]
    links += [(label, choice.address(post=code), code == choice.post) for code, label in code_labels("post").items()]
    return html.Span(_switch(links), className="performance-posts")
