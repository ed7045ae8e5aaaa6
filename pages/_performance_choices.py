"""What can be chosen on the performance page: what is listed, compared with, and looked at; who is like whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dash import html

from components.icons import icon
from components.performance_alike import county_kinds, unit_sizes
from components.performance_choice import ALL, COMPARED, MONTHS_BACK, Choice, month_beside, months_before
from components.performance_filters import KINDS, SIZES, kind_words, size_words
from components.performance_ranking import UNIT
from data.i18n import _
from data.i18n.codes import code_labels
from pages import _performance_questions as ask_for
from pages._performance_seen import Seen

Link = tuple[str, str, str, bool]  # its text, what stands beside it, where it leads, whether it is the one chosen


def switches(seen: Seen) -> html.Div:
    """What is listed, what it is compared with, and the other views of the unit."""
    choice = seen.choice
    found: list[Any] = []
    if len(choice.node.levels_below) > 1 and choice.view in LISTED:
        titles = {"entity": _("Entities"), "branch": _("Outlets"), "staff": _("People")}
        found += _either([(titles[level], "", choice.address(by=level, post=None), level == choice.by)
                          for level in choice.node.levels_below])  # fmt: skip
    if choice.by == "staff" and choice.view in LISTED:
        found.append(post_menu(choice))
    found.append(compare_menu(seen))
    if choice.view in LISTED and (menu := alike_menu(seen)):
        found.append(menu)
    if choice.view == "steps" and (others := ask_for.peers(seen)):
        found.append(peer_menu(seen, others))
    views = views_of(choice)
    if len(views) > 1:
        found += _either([(text, "", choice.address(view=name, indicator=None), name == choice.view)
                          for name, text in views.items()])  # fmt: skip
    return html.Div(found, className="performance-switches")


LISTED = ("ranking", "heat")  # the views of the units below


def views_of(choice: Choice) -> dict[str, str]:
    """View → its name. The province has no score of its own, and so no steps; a person has nobody below."""
    named = {"ranking": _("Places"), "steps": _("Indicators"), "heat": _("Heat map")}
    kept = {"province": LISTED, "staff": ("steps",)}.get(choice.node.level, tuple(named))
    return {name: named[name] for name in kept}


def compare_menu(seen: Seen) -> html.Details:
    """The earlier months by name, the version before, full points."""
    choice = seen.choice
    words = {
        "last_month": _("last month"),
        "last_quarter": _("three months before"),
        "last_year": _("a year before"),
        "version": _("last version"),
        "target": _("full points"),
    }
    fits = {"target": choice.view == "ranking", "version": choice.view == "steps" and seen.former_scheme is not None}
    links = [
        (_("vs %(name)s", name=words[name]), _month(seen, name), choice.address(compare=name, peer=None),
         name == choice.compare and not choice.peer)
        for name in COMPARED if fits.get(name, True)
    ]  # fmt: skip
    face = _month(seen, choice.compare) or words[choice.compare]
    is_on = choice.compare != COMPARED[0] and not choice.peer
    return _menu(_("vs %(name)s", name=face), links, is_on)


def _month(seen: Seen, compare: str) -> str:
    """The month compared with; empty where it is not a month."""
    back = MONTHS_BACK.get(compare)
    return month_beside(months_before(seen.month, back), seen.month) if back else ""


def peer_menu(seen: Seen, others: list[tuple[str, str, str]]) -> html.Details:
    """The units beside this one, to compare with in the place of an earlier month."""
    chosen = seen.choice.peer
    link = seen.choice.address(peer=UNIT)
    links = [
        (name, score, link.replace(UNIT, key), chosen is not None and key == chosen.id) for key, name, score in others
    ]
    return _menu(_("vs %(name)s", name=chosen.name) if chosen else _("vs a peer"), links, chosen is not None)


def post_menu(choice: Choice) -> html.Details:
    """People of one post, or of all: places are fair inside a post only."""
    labels = code_labels("post")
    links = [(label, "", choice.address(post=code), code == choice.listed_post) for code, label in labels.items()]
    links = [(_("All posts"), "", choice.address(post=ALL), not choice.listed_post), *links]
    return _menu(labels.get(choice.listed_post) or _("All posts"), links, bool(choice.post))


def alike_menu(seen: Seen) -> html.Details | None:
    """Like with like: the kind of county, the size; only what there is more than one of."""
    choice, level = seen.choice, seen.narrowed
    if not level:
        return None
    kinds, sizes = county_kinds(level, seen.as_of), unit_sizes(level, seen.as_of)
    parts = [
        *_part(_("Kind of county"), "kind", choice, kinds.values(), KINDS, kind_words),
        *_part(sized(level), "size", choice, sizes.values(), SIZES, size_words),
    ]
    return _folded(alike_words(choice) or _("Like with like"), parts, bool(alike_words(choice))) if parts else None


def sized(level: str) -> str:
    """Whose size it is, and what it is told by."""
    return _("Size of the entity, by managers") if level == "entity" else _("Size of the outlet, by managers")


def alike_words(choice: Choice) -> str:
    """cities · large; empty where neither was chosen."""
    kind, size = choice.kind and kind_words(choice.kind), choice.size and size_words(choice.size)
    return " · ".join(word for word in (kind, size) if word)


def _part(
    title: str, name: str, choice: Choice, held: Any, all_of: Sequence[str], words: Callable[[str], str]
) -> list[Any]:
    """A title in the menu and the links below it."""
    offered, chosen = [one for one in all_of if one in set(held)], getattr(choice, name)
    if len(offered) < 2:
        return []
    links = [(_("all"), "", choice.address(**{name: None}), not chosen)]
    links += [(words(one), "", choice.address(**{name: one}), one == chosen) for one in offered]
    return [html.Div(title, className="menu-title"), *map(_item, links)]


def _either(links: list[Link]) -> list[Any]:
    """A switch where there is room, the same as a menu on the phone."""
    switch = html.Div(
        [html.A(text, href=href, **({"aria-current": "true"} if is_on else {})) for text, _aside, href, is_on in links],
        className="switch",
    )
    face = next((text for text, _aside, _href, is_on in links if is_on), links[0][0])
    return [switch, _menu(face, links, False)]


def _menu(face: str, links: list[Link], is_chosen: bool) -> html.Details:
    return _folded(face, list(map(_item, links)), is_chosen)


def _item(link: Link) -> html.A:
    text, aside, href, is_on = link
    return html.A([html.Span(text), html.Span(aside, className="aside") if aside else None], href=href,
                  className="menu-item current" if is_on else "menu-item")  # fmt: skip


def _folded(face: str, items: list[Any], is_chosen: bool) -> html.Details:
    """A menu below its face, which stands out when something but the usual is chosen."""
    name = "switch-menu current" if is_chosen else "switch-menu"
    return html.Details(
        [
            html.Summary([html.Span(face), icon("down")], className=name, title=face),
            html.Div(items, className="menu-panel"),
        ],
        className="menu end",
    )
