"""Bottom tabs of a phone: what the role does most there, as far as the page exists and the person may open it."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html

from components.icons import icon
from components.navigation import places
from components.user_menu import user_panel
from data.i18n import _, lazy
from data.scope import current_asker

MOST = 3  # and the person's own sheet


@dataclass(frozen=True)
class Tab:
    """A place at the bottom; the first page of ``path`` that is open to the person."""

    path: str
    label: lazy
    icon: str


TODAY = Tab("/", lazy("Today"), "calendar")
OVERVIEW = Tab("/", lazy("Overview"), "home")
VISITS = Tab("/visits", lazy("Visits"), "pin")
CAPTURE = Tab("/capture", lazy("Capture"), "camera")
TASKS = Tab("/recommend/tasks", lazy("Tasks"), "list")
SCORES = Tab("/performance", lazy("Scores"), "bars")
DATA = Tab("/catalog", lazy("Data"), "data")
MIGRANTS = Tab("/migrants", lazy("Migrants"), "route")
ADMIN = Tab("/admin", lazy("Admin"), "gear")

LED = (OVERVIEW, VISITS, SCORES, MIGRANTS)
BY_ROLE = {
    "manager": (TODAY, CAPTURE, TASKS, VISITS),
    "branch_head": (TODAY, VISITS, SCORES),
    "centre_head": (OVERVIEW, MIGRANTS, DATA),
    "executive": LED,
    "entity_head": LED,
}
OTHERS = (OVERVIEW, VISITS, SCORES, DATA, ADMIN)


def tabs() -> html.Nav:
    """The first places of the role, then the person's own sheet; ``shell.js`` marks the present one."""
    asker = current_asker()
    there = {place.path for place in places(asker.rights)}
    if "page:capture" in asker.rights:  # no page of Dash's
        there.add(CAPTURE.path)
    shown = [tab for tab in BY_ROLE.get(asker.role, OTHERS) if tab.path in there][:MOST]
    links = [
        html.A(
            [icon(tab.icon), html.Span(str(tab.label))],
            href=tab.path,
            className="tab",
            **_marks(tab),
        )
        for tab in shown
    ]
    return html.Nav([*links, _me("/me" in there)], className="tabs", **{"aria-label": _("Pages")})


def _marks(tab: Tab) -> dict[str, str]:
    """Where it leads; the capture page is a document of its own, loaded anew."""
    place = {"data-place": "/" + tab.path.strip("/").split("/", 1)[0]}
    return place | {"data-plain": "1"} if tab is CAPTURE else place


def _me(has_score: bool) -> html.Details:
    """The person's own sheet, with the way to the own page where there is one."""
    face = html.Summary([icon("user"), html.Span(_("Me"))], className="tab", **{"data-place": "/me"})
    panel = user_panel()
    if has_score:
        own = html.A([icon("bars"), _("My score")], href="/me", className="menu-item")
        panel.children = [panel.children[0], own, *panel.children[1:]]
    return html.Details([face, panel], className="menu tab-menu")
