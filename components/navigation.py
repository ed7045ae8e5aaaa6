"""Where one can go: the groups of the rail and the pages in them, as far as they exist and the role may open them.

A page joins by its registration: ``register_page(__name__, path=…, label=lazy("Visits"), icon="pin", group="visits")``;
``in_rail=False`` keeps it out (details), ``has_scope=False`` hides the scope breadcrumb and period on it;
``called=`` names its views: the query of the address in, the name out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import dash

from data.i18n import lazy
from data.rights import page_right


@dataclass(frozen=True)
class Group:
    """A place in the rail, with an icon of ``assets/icons``."""

    name: str
    label: lazy
    icon: str
    paths: tuple[str, ...]


GROUPS = (
    Group("overview", lazy("Overview"), "home", ("",)),
    Group("visits", lazy("Visits"), "pin", ("visits", "capture")),
    Group("migrants", lazy("Migrants"), "route", ("migrants",)),
    Group("offers", lazy("Offers"), "target", ("recommend",)),
    Group("scores", lazy("Scores"), "bars", ("performance", "me")),
    Group("data", lazy("Data"), "data", ("explore", "catalog", "quality", "archive", "exchange", "reports")),
    Group("admin", lazy("Admin"), "gear", ("maintain", "admin")),
)


@dataclass(frozen=True)
class Place:
    """A page one may open."""

    path: str
    label: str
    group: Group
    has_scope: bool


def group_of(path: str) -> Group:
    """The group a path belongs to, by its first part."""
    first = path.strip("/").split("/", 1)[0]
    return next((group for group in GROUPS if first in group.paths), GROUPS[0])


def label_of(page: dict) -> str:
    """The page's name in the reader's language."""
    return str(page.get("label") or page["name"])


def name_at(page: dict, search: str | None) -> str:
    """What the page is called at an address, in the reader's language."""
    return str(page["called"](search)) if page.get("called") else label_of(page)


def named(path: str) -> str:
    """The page of ``path`` in the reader's language; of a page not built, its group's name."""
    shown = page_at(path)
    return label_of(shown) if shown else str(group_of(path).label)


def page_at(path: str | None) -> dict | None:
    """The registered page of ``path``, also one with path variables."""
    return next((page for page in dash.page_registry.values() if _fits(page, path or "/")), None)


def places(rights: frozenset[str]) -> list[Place]:
    """Pages for the rail in order, without the ones ``rights`` do not reach."""
    pages = sorted(dash.page_registry.values(), key=lambda page: (page.get("order") or 0, page["path"] or ""))
    return [
        Place(page["path"], label_of(page), group_of(page["path"]), page.get("has_scope", True))
        for page in pages
        if page.get("in_rail", True) and not page.get("path_template") and page_right(page["path"]) in rights
    ]


def rail_groups(rights: frozenset[str]) -> list[tuple[Group, list[Place]]]:
    """Groups that hold at least one place, in the rail's order."""
    open_places = places(rights)
    sorted_out = [(group, [place for place in open_places if place.group == group]) for group in GROUPS]
    return [(group, inside) for group, inside in sorted_out if inside]


def titled(label: lazy) -> Callable[..., str]:
    """``title=`` of a page: the name in the reader's language, before the product's."""
    return lambda **_variables: f"{label} · {lazy('Qianhui')}"


def _fits(page: dict, path: str) -> bool:
    template = page.get("path_template")
    if not template:
        return page["path"] == path
    wanted, come = template.strip("/").split("/"), path.strip("/").split("/")
    return len(wanted) == len(come) and all(w == c or w.startswith("<") for w, c in zip(wanted, come, strict=True))
