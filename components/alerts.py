"""What needs a look today, computed: deliveries that failed or are late, rows in quarantine, units far behind.

Each alert leads to where it can be judged. The bell counts those that ask for something.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dash import Dash, Input, Output, dcc, html

from components.icons import icon
from components.quarantine import feed_title
from components.short_names import short_name
from components.states import empty
from data.clock import now
from data.errors import QianhuiError
from data.i18n import _, n_
from data.i18n.numbers import clock_text, day_text, human, percent
from data.integrity import cases
from data.query import ask
from data.scope import Node, current_asker
from data.serving import snapshot
from data.trust import deliveries

SIGNS = {"bad": "▼", "warn": "!", "info": "i", "good": "✓"}
FEW = 2  # units named
BOARD = "/catalog?view=feeds"
LOW_RATE = 0.7  # of the level's own rate: below it a unit is far behind
DELIVERED_BY = 9  # o'clock: the night's delivery is loaded when work begins; before, it is not missing
AWAKE_FROM = 10  # o'clock: earlier, low rates say nothing
OUT_AT_ALL = 0.05  # of the whole: on a day when next to nobody goes out nobody is behind


@dataclass(frozen=True)
class Alert:
    """``tone`` bad, warn, info or good; ``place`` the part of the product; ``at`` when, in words."""

    tone: str
    title: str
    detail: str
    place: str
    at: str
    href: str


def alerts() -> list[Alert]:
    """All alerts of the asker, gravest first."""
    found = _cases() + _behind()
    if current_asker().may("page:quality"):
        found += _late() + _broken() + _aside() + _published()
    order = list(SIGNS)
    return sorted(found, key=lambda alert: order.index(alert.tone))


def rows(found: list[Alert]) -> list[Any]:
    """One line each, linked."""
    return [_row(alert) for alert in found] or [empty(_("Nothing to see to"), _("All is as it should be."))]


def bell() -> html.Details:
    """The bell of the top bar; its menu is filled by ``update_bell`` after the page stands."""
    face = html.Summary(
        [icon("bell"), html.Span(id="shell-alert-count", className="bar-count")],
        className="bar-button",
        **{"aria-label": _("Alerts")},
    )
    panel = html.Div(id="shell-alerts", className="menu-panel")
    return html.Details([face, panel, dcc.Interval(id="shell-alert-clock", interval=300_000)], className="menu end")


def register(app: Dash) -> None:
    """Fill the bell, and again every five minutes."""

    @app.callback(
        Output("shell-alerts", "children"),
        Output("shell-alert-count", "children"),
        Input("shell-alert-clock", "n_intervals"),
    )
    def update_bell(_ticks: int | None) -> tuple[list[Any], str]:
        try:
            found = alerts()
        except QianhuiError:
            found = []
        urgent = sum(alert.tone in {"bad", "warn"} for alert in found)
        return rows(found), str(urgent) if urgent else ""


def _row(alert: Alert) -> html.A:
    return html.A(
        [
            html.Span(SIGNS[alert.tone], className=f"sign {alert.tone}", **{"aria-hidden": "true"}),
            html.Span([html.B(alert.title), html.Span(alert.detail)], className="what"),
            html.Span([alert.place, html.Br(), alert.at], className="when"),
        ],
        href=alert.href,
        className="alert-row",
    )


def _behind() -> list[Alert]:
    """Units of the next level whose share of managers out is far below the whole's."""
    node, moment = Node.top(), now()
    below = node.children_dimension
    if below is None or below == "staff" or moment.hour < AWAKE_FROM:
        return []
    page = "/visits" if current_asker().may("page:visits") else "/"
    whole = ask(["out_rate_today"], where=node.where()).value("out_rate_today") or 0
    if whole < OUT_AT_ALL:
        return []
    frame = ask(["out_rate_today", "managers"], by=[below], where=node.where(), order="out_rate_today", limit=FEW).frame
    low = frame[frame["out_rate_today"] < whole * LOW_RATE]
    return [
        Alert(
            "bad",
            short_name(row[f"{below}_name"], node.name),
            _(
                "%(rate)s of managers out (all %(whole)s)",
                rate=percent(row["out_rate_today"]),
                whole=percent(whole),
            ),
            _("Visits"),
            clock_text(moment),
            f"{page}?node={below}:{row[below]}",
        )
        for row in low.to_dict("records")
    ]


def _cases() -> list[Alert]:
    """Visits under review in which the asker is asked to act."""
    waiting = cases.waiting()
    if not waiting:
        return []
    is_own = all(case["is_own"] for case in waiting)
    title = n_("%(count)s visit under review waits for you", "%(count)s visits under review wait for you", len(waiting))
    due = [case["due_at"] for case in waiting if case["due_at"]]
    until = _("you can answer until %(day)s", day=day_text(min(due).date())) if due and is_own else ""
    since = _("the oldest since %(day)s", day=day_text(waiting[0]["opened_at"].date()))
    at = clock_text(waiting[0]["opened_at"], today=now().date())
    return [Alert("warn", title, until or since, _("Review"), at, "/visits/review")]


def days_late(moment: datetime, history_ends: date) -> int:
    """Days missing from history. Yesterday's delivery is due in the night and loaded early: late only after
    ``DELIVERED_BY``."""
    due = 1 if moment.hour >= DELIVERED_BY else 2
    return max(0, (moment.date() - history_ends).days - due)


def _late() -> list[Alert]:
    shown = snapshot()
    late = days_late(now(), shown.as_of_date)
    if late < 1:
        return []
    title = n_("Deliveries are %(count)s day late", "Deliveries are %(count)s days late", late)
    detail = _("history ends on %(day)s", day=day_text(shown.as_of_date))
    return [Alert("warn", title, detail, _("Data"), clock_text(shown.published_at, today=now().date()), BOARD)]


def _broken() -> list[Alert]:
    return [
        Alert(
            "bad",
            _("Feed %(feed)s was not loaded", feed=feed_title(delivery.feed)),
            _("figures stay as of the delivery before"),
            _("Data"),
            clock_text(delivery.loaded_at, today=now().date()),
            BOARD,
        )
        for delivery in deliveries()
        if not delivery.is_sound
    ]


def _aside() -> list[Alert]:
    """One alert for all rows the last deliveries had put aside."""
    held = [delivery for delivery in deliveries() if delivery.rows_rejected]
    if not held:
        return []
    rows = sum(delivery.rows_rejected for delivery in held)
    feeds = _(", ").join(f"{feed_title(delivery.feed)} {human(delivery.rows_rejected)}" for delivery in held)
    day = max(delivery.business_date for delivery in held)
    title = n_(
        "%(n)s new row put aside",
        "%(n)s new rows put aside",
        rows,
        n=human(rows),
    )
    return [Alert("warn", title, _("feeds %(feeds)s", feeds=feeds), _("Data"), day_text(day, weekday=False), BOARD)]


def _published() -> list[Alert]:
    shown = snapshot()
    title = _("Published to %(day)s", day=day_text(shown.as_of_date, weekday=False))
    detail = _("%(n)s feeds, one snapshot", n=len(deliveries()))
    return [Alert("good", title, detail, _("Data"), clock_text(shown.published_at, today=now().date()), BOARD)]
