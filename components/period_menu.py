"""The period of the page and the menu to change it: running periods, a past day, a past month."""

from __future__ import annotations

from calendar import Calendar
from datetime import date, timedelta
from typing import Any

from dash import html

from components.breadcrumb import address, query_of
from components.icons import icon
from components.period import Period, last_day, months_back
from data.clock import now
from data.i18n import _, current_language
from data.i18n.numbers import WEEKDAYS_ZH, month_short, month_text

MONTHS_SHOWN = 12
DAYS_EN = "MTWTFSS"


def menu(pathname: str, search: str | None) -> html.Details:
    """The period as the address has it, with links to others."""
    today, text = now().date(), search or ""
    chosen = Period.parse(query_of(text).get("period"))
    face = html.Summary(
        [icon("calendar"), html.Span(chosen.text(today)), icon("down")],
        className="period" if chosen.is_live else "period past",
    )
    panel = [
        _running(chosen, pathname, text),
        *_days(chosen, today, pathname, text),
        _months(chosen, today, pathname, text),
    ]
    return html.Details([face, html.Div(panel, className="menu-panel")], className="menu")


def _link(text: str, wish: Period, chosen: Period, pathname: str, search: str, className: str = "") -> html.A:
    now_chosen = " current" if wish == chosen else ""
    value = None if wish.kind == "today" else str(wish)
    return html.A(text, href=address(pathname, search, period=value), className=f"{className}{now_chosen}".strip())


def _running(chosen: Period, pathname: str, search: str) -> html.Div:
    words = {"today": _("Today"), "month": _("This month"), "year": _("This year")}
    chips = [_link(text, Period(kind), chosen, pathname, search, "chip") for kind, text in words.items()]
    return html.Div(chips, className="period-chips")


def _days(chosen: Period, today: date, pathname: str, search: str) -> list[Any]:
    """A calendar of the chosen day's month, or of this one; the first week shows the month before."""
    shown = chosen.end if chosen.kind == "day" and chosen.end else today
    weeks = Calendar(firstweekday=0).monthdatescalendar(shown.year, shown.month)
    if shown.day <= 7 and (shown.year, shown.month) == (today.year, today.month):
        weeks = [[weeks[0][0] - timedelta(days=7 * back - i) for i in range(7)] for back in (2, 1)] + weeks
    heads = [html.Span(day, className="head") for day in (WEEKDAYS_ZH if current_language() == "zh" else DAYS_EN)]
    days = [_day(day, shown, today, chosen, pathname, search) for week in weeks for day in week]
    return [html.Div(month_text(shown), className="menu-title"), html.Div([*heads, *days], className="calendar")]


def _day(day: date, shown: date, today: date, chosen: Period, pathname: str, search: str) -> Any:
    if day > today:
        return html.Span(str(day.day), className="off")
    wish = Period("today") if day == today else Period("day", day)
    tone = "rest" if day.weekday() >= 5 or day.month != shown.month else ""
    return _link(str(day.day), wish, chosen, pathname, search, tone)


def _months(chosen: Period, today: date, pathname: str, search: str) -> html.Div:
    links = [
        _link(month_short(first), Period("past_month", last_day(first)), chosen, pathname, search)
        for first in months_back(today, MONTHS_SHOWN)
    ]
    return html.Div([html.Div(_("Past months"), className="menu-title"), html.Div(links, className="months")])
