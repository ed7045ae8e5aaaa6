"""One manager's answers as components."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
from dash import dcc, html, no_update

from components import visit_manager as parts
from components.cards import card
from components.period import Period, months_back
from components.states import skeleton
from components.visit_calendar import calendar
from components.visit_choice import Choice
from components.visit_figures import OF_A_MANAGER, figures
from components.visit_place import placed
from components.visit_track import track_of
from components.visit_trips import trips
from data import votes
from data.audit import record
from data.clock import now
from data.i18n import _
from data.listing import latest_live, listing
from data.query import ask
from data.scope import current_asker
from data.tracks import looked_lately, outlet_spot, positions_of_day
from pages import _visits_questions as ask_for
from pages import _visits_views as visits_views

MONTHS = 12
SORTS = {
    "-deposit_balance": lambda: _("most deposits"),
    "-loan_balance": lambda: _("most loans"),
    "-product_count": lambda: _("most products"),
    "customer_group": lambda: _("by group"),
    "village_code": lambda: _("by village"),
}


def top(staff_id: str, wish: str | None) -> list[Any]:
    """Head and figures, of now or of the end of a past period."""
    who, period = ask_for.person(staff_id), Period.parse(wish)
    found = ask_for.headline(OF_A_MANAGER, {"staff": staff_id}, period.as_of)
    return [
        parts.head(who),
        figures("manager", *found, period.end),
    ]


def to_come(part: str) -> html.Div:
    """Where a part that is asked for after the page will stand."""
    waiting = html.Section(skeleton(6), id=f"manager-{part}-card", className="card")
    return html.Div(waiting, id=f"manager-{part}-slot", className="manager-slot")


def day(staff_id: str, wish: str | None, *, is_again: bool = False) -> Any:
    """The day's hours and replay; the look is recorded (once, while the page is open), or refused in words."""
    shown = Period.parse(wish).end or now().date()
    if not current_asker().may("track:read"):
        return parts.day_denied(shown)
    if not (is_again and looked_lately(staff_id, shown)):  # that it is again is the browser's word alone
        record("track.view", "staff", staff_id, day=shown.isoformat())
    visits = placed(ask_for.visits_of_day(staff_id, shown))
    positions = positions_of_day(staff_id, shown)
    track = track_of(visits, positions)
    if visits.empty and not track.moments:
        return parts.no_day_card(staff_id, shown, ask_for.last_day_with_visits(staff_id, shown))
    return parts.day_card(track, shown, trips(visits, positions, outlet_spot(staff_id)))


def year(staff_id: str, wish: str | None) -> Any:
    """Thirteen months of days, each with visits leading to it; the one shown is marked."""
    last = now().date()
    first = months_back(last, MONTHS)[-1]
    where = {"staff": staff_id, "day": {"from": first.isoformat(), "to": last.isoformat()}}
    frame = ask(["visits"], by=["day"], where=where).frame
    counts = {as_date(day): int(count) for day, count in zip(frame["day"], frame["visits"], strict=True)}
    shown = Period.parse(wish).end or last
    the_days = calendar(counts, first, last, href=f"/visits/manager/{staff_id}?period=", shown=shown)
    return card("manager-year", _("Visits a day"), the_days, subtitle=_("thirteen months"))


def as_date(value: Any) -> date:
    """A day of a frame as a date."""
    return value if type(value) is date else pd.Timestamp(value).date()


def portfolio(staff_id: str) -> Any:
    """Households by group, customers and balances."""
    groups = ask(["households_total"], by=["customer_group"], where={"staff": staff_id}).frame
    customers = listing("customer", where={"staff": staff_id}, limit=10_000)
    return parts.portfolio_card(groups, customers.frame, customers.total)


def tables(staff_id: str) -> list[Any]:
    """Customers and visits, first pages."""
    customers, visits = customer_page(staff_id, 0, "-deposit_balance"), visit_page(staff_id, 0)
    sort = dcc.Dropdown(
        id="manager-customers-sort",
        options=[{"value": key, "label": text()} for key, text in SORTS.items()],
        value="-deposit_balance",
        clearable=False,
        searchable=False,
        className="visits-per",
    )
    return [
        parts.paged_card("manager-customers", _("Customers"), *customers, 0, tools=sort),
        parts.paged_card("manager-visits", _("Recent visits"), *visits, 0),
        dcc.Store(id="manager-at", data={"customers": 0, "visits": 0, "of": [customers[1], visits[1]]}),
    ]


def customer_page(staff_id: str, page: int, sort: str) -> tuple[Any, int]:
    """A page of customers with the last visit of each, and how many there are."""
    order = sort if sort in SORTS else "-deposit_balance"
    found = listing(
        "customer", where={"staff": staff_id}, order=order, limit=parts.PAGE_SIZE, offset=page * parts.PAGE_SIZE
    )
    return parts.customer_table(found.frame.assign(last_visit=last_visits(found.frame))), found.total


def last_visits(customers: pd.DataFrame) -> list[datetime | None]:
    """When each customer was visited last, as published or since."""
    live = latest_live("visit", "customer_id", {"customer": customers["customer_id"].tolist()})
    known = zip(customers["customer_id"].map(live), customers["last_visit_at"], strict=True)
    return [max((moment for moment in both if pd.notna(moment)), default=None) for both in known]


def visit_page(staff_id: str, page: int) -> tuple[Any, int]:
    """A page of visits, newest first, and how many there are."""
    where = {"staff": staff_id}
    found = listing("visit", where=where, order="-started_at", limit=parts.PAGE_SIZE, offset=page * parts.PAGE_SIZE)
    ratings = votes.ratings(found.frame["visit_id"].tolist()) if votes.may_read(staff_id) else None
    return parts.visit_table(found.frame, ratings, opens=current_asker().may("track:read")), found.total


def drawer(selected: str, staff_id: str) -> list[Any]:
    """The drawer of a visit of this person, as on the map's page."""
    return visits_views.drawer(selected, Choice.parse({"node": f"staff:{staff_id}"}), page="manager")


def unmasked(selected: str, staff_id: str) -> Any:
    """The visit shown with the customer's name in full."""
    return visits_views.unmasked(selected, Choice.parse({"node": f"staff:{staff_id}"}), page="manager")


def newest_visits(staff_id: str, at: dict[str, Any]) -> tuple[Any, Any, dict[str, Any]]:
    """The visits' page that is shown, anew: rows, its words, and how many there are."""
    rows, total = visit_page(staff_id, at["visits"])
    return rows, parts.page_words(at["visits"], total), at | {"of": [at["of"][0], total]}


def turned(staff_id: str, trigger: str, sort: str, at: dict[str, Any]) -> tuple[Any, Any, Any, Any, Any]:
    """What the two tables show after a button or another order. ``at``: the page of each, and ``of`` how many rows."""
    step = {"back": -1, "next": 1}.get(trigger.rsplit("-", 1)[-1], 0)
    of_customers, of_visits = at["of"]
    if trigger.startswith("manager-visits"):
        page = parts.turned(at["visits"], step, of_visits)
        rows, total = visit_page(staff_id, page)
        return no_update, no_update, rows, parts.page_words(page, total), at | {"visits": page}
    page = parts.turned(at["customers"] if step else 0, step, of_customers)
    rows, total = customer_page(staff_id, page, sort)
    return rows, parts.page_words(page, total), no_update, no_update, at | {"customers": page}
