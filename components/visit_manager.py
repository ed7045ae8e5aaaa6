"""One manager's page: head, hours and replay of the day, portfolio, customers, visits. Rows in, components out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html

from components.cards import card
from components.icons import icon
from components.short_names import short_name
from components.states import empty
from components.tables import Column, meter, table
from components.visit_choice import Chosen
from components.visit_drawer import between, distance, manager_page, name_of, track_words
from components.visit_map import region_map
from components.visit_track import Track, told_to_map
from components.visit_track_svg import hours_bar
from components.visit_verdict import grade_mark
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, day_text, human
from data.scope import Node, current_asker

PAGE_SIZE = 12


def head(who: dict[str, Any]) -> html.Section:
    """Who it is, and the way back to the map as it was left."""
    words = [
        code_label("post", who.get("post_code")),
        _("with us since %(day)s", day=f"{who['hired_date']:%Y-%m-%d}") if pd.notna(who.get("hired_date")) else "",
        _("No. %(id)s", id=who["staff_id"]),
    ]
    back = html.A([icon("left"), _("Back to the map")], href="/visits", className="button", **{"data-back-to-map": "1"})
    text = html.Div(
        [_way_up(who), html.H2(name_of(who)), html.Span(between().join(filter(None, words)), className="muted")]
    )
    return html.Section([html.Span(name_of(who)[:1], className="face"), text, back], className="card manager-head")


def _way_up(who: dict[str, Any]) -> html.Nav:
    """Visits › entity › outlet, each a link to its map; what lies outside the reader's part is words."""
    asker, parts = current_asker(), []
    for level in ("entity", "branch"):
        node, name = Node(level, str(who.get(f"{level}_id"))), str(who.get(f"{level}_name") or "")
        name = short_name(name, str(who.get("entity_name") or "") if level == "branch" else "")
        is_open = bool(who.get(f"{level}_id")) and node.is_within(asker)
        parts += [
            icon("right", "crumb-gap"),
            html.A(name, href=f"/visits?node={node}") if is_open else html.Span(name),
        ]
    return html.Nav(
        [html.A(_("Visits"), href="/visits"), *parts], className="manager-way", **{"aria-label": _("Scope")}
    )


def day_card(track: Track, day: Any, trips: Any = None) -> html.Section:
    """The day's hours, its way replayed on a map zoomed to it, and ``trips``: stops and ways in words."""
    body = [
        hours_bar(track),
        _replay(track) if track.moments else html.P(_("No position came with these visits."), className="muted"),
        trips,
    ]
    return card("manager-day", day_text(day), body, subtitle=track_words(track), className="manager-day")


def no_day_card(staff_id: str, day: date, last: date | None) -> html.Section:
    """A day without visits: one line, with the way to the last day that had some."""
    words = _("No visit on this day") if last else _("No visit on this day nor before")
    there = _("Show the last day with visits: %(day)s", day=day_text(last, year=True)) if last else ""
    link = dcc.Link([there, icon("right")], href=manager_page(staff_id, last), className="button") if last else None
    body = html.Div([html.Span(words, className="muted"), link], className="manager-no-day")
    return card("manager-day", day_text(day, year=True), body)


def day_denied(day: Any) -> html.Section:
    """Without ``track:read``."""
    text = _("Where a person was is open to those with a reason alone. Your role has no right to see tracks.")
    return card("manager-day", _("Day"), empty(_("Not open to you"), text), subtitle=day_text(day))


def _replay(track: Track) -> html.Div:
    told = told_to_map(track) | {"map": "manager-map"}
    first, last = (told["moments"][place][0] for place in (0, -1))
    bar = html.Div(
        [
            html.Button(
                icon("play"),
                type="button",
                className="tool",
                title=_("Replay"),
                **{"data-replay-play": "1", "aria-label": _("Replay")},
            ),
            html.Span(
                f"{first // 3600:02d}:{first % 3600 // 60:02d}", className="replay-time", **{"data-replay-time": "1"}
            ),
            html.Div(_slider(first, last), className="replay-slider"),
        ],
        className="replay-bar",
    )
    the_map = region_map(
        "manager-map",
        layers=("counties", "prefectures", "outline"),
        scale=True,
        deepest=800,
        clusters=False,
        legend=False,
        pad=24,
    )
    return html.Div([the_map, bar], className="replay", **{"data-replay": json.dumps(told, ensure_ascii=False)})


def _slider(first: int, last: int) -> dcc.Input:
    return dcc.Input(type="range", min=first, max=last, step=30, value=first, className="replay-range")


def portfolio_card(groups: pd.DataFrame, customers: pd.DataFrame, total: int) -> html.Section:
    """Households served by group as bars, customers and their balances above."""
    numbers = [
        (_("Households served"), human(groups["households_total"].sum() if len(groups) else 0)),
        (_("Customers described"), human(total)),
        (_("Deposits"), human(customers["deposit_balance"].astype(float).sum(), _("yuan"), "money")),
        (_("Loans"), human(customers["loan_balance"].astype(float).sum(), _("yuan"), "money")),
    ]
    sums = html.Dl([html.Div([html.Dt(label), html.Dd(value)]) for label, value in numbers], className="portfolio-sums")
    most = max((as_number(value) or 0 for value in groups["households_total"]), default=0) or 1
    bars = [
        html.Div(
            [
                html.Span(row["customer_group_name"]),
                meter((as_number(row["households_total"]) or 0) / most),
                html.B(human(row["households_total"])),
            ],
            className="portfolio-bar",
        )
        for row in groups.sort_values("households_total", ascending=False).to_dict("records")
    ]
    return card(
        "manager-portfolio",
        _("Portfolio"),
        [sums, html.Div(bars, className="portfolio-bars")],
        subtitle=_("households by group"),
    )


def customer_table(frame: pd.DataFrame) -> Any:
    """A page of customers, names masked, with the last visit of each (``last_visit``)."""
    columns = [
        Column("name", _("Customer")),
        Column("customer_group_name", _("Group")),
        Column("village_name", _("Village")),
        Column("deposit_balance", _("Deposits"), "money", _("yuan")),
        Column("loan_balance", _("Loans"), "money", _("yuan")),
        Column("product_count", _("Products"), "count"),
        Column(
            "last_visit",
            _("Last visit"),
            draw=lambda value, _row: f"{value:%Y-%m-%d}" if pd.notna(value) else _("never"),
        ),
    ]
    return table(frame, columns, caption=_("Customers of this manager"))


def visit_table(frame: pd.DataFrame, ratings: Mapping[str, int] | None, *, opens: bool) -> Any:
    """A page of visits, newest first. ``ratings``: what customers voted, by visit; None for who may not read votes.

    ``opens``: a row leads to its visit's drawer (``assets/visits_manager.js``)."""
    by_customer = [Column("vote", _("Rated by the customer"), "count")] if ratings is not None else []
    columns = [
        Column("started_at", _("When"), draw=_opener if opens else _moment),
        Column("trust_grade", _("Verification"), draw=lambda _value, row: grade_mark(row)),
        Column("village_name", _("Place")),
        Column("customer", _("Customer")),
        Column("purpose_name", _("Purpose")),
        Column("result_name", _("Result")),
        Column("satisfaction", _("Rated by the manager"), "count"),
        *by_customer,
        Column("dwell_minutes", _("Minutes"), "count"),
        Column("distance_m", _("From the address"), draw=lambda _value, row: distance(row)),
    ]
    shown = frame.assign(
        customer=frame["customer_name"].where(frame["customer_name"].astype(bool), frame["household_name"]),
        vote=frame["visit_id"].map(ratings or {}),
    )
    return table(shown, columns, caption=_("Visits of this manager"), className="wide-head")


def _moment(value: Any, _row: Mapping[str, Any]) -> str:
    return f"{value:%Y-%m-%d %H:%M}"


def _opener(value: Any, row: Mapping[str, Any]) -> html.Button:
    """The button of a row; a click anywhere in the row is one on it."""
    key = Chosen(str(row["staff_id"]), value.date(), str(row["visit_id"]))
    return html.Button(_moment(value, row), type="button", className="row-open", **{"data-visit": str(key)})


def paged_card(id: str, title: str, body: Any, total: int, page: int, *, tools: Any = None) -> html.Section:
    """A table with pages: ``<id>-rows``, buttons ``<id>-back`` and ``<id>-next``; ``<id>-page`` says where one is."""
    pager = [
        tools,
        html.Span(page_words(page, total), id=f"{id}-page", className="muted"),
        html.Button(
            icon("left"),
            id=f"{id}-back",
            type="button",
            className="tool",
            n_clicks=0,
            **{"aria-label": _("Page before")},
        ),
        html.Button(
            icon("right"),
            id=f"{id}-next",
            type="button",
            className="tool",
            n_clicks=0,
            **{"aria-label": _("Next page")},
        ),
    ]
    return card(
        id,
        title,
        html.Div(body, id=f"{id}-rows", className="table-wrap"),
        tools=[part for part in pager if part is not None],
    )


def page_words(page: int, total: int) -> str:
    """1–12 of 240."""
    if not total:
        return ""
    first = page * PAGE_SIZE + 1
    return _(
        "%(first)s–%(last)s of %(total)s",
        first=human(first),
        last=human(min(first + PAGE_SIZE - 1, total)),
        total=human(total),
    )


def at_end(page: int, total: int) -> tuple[bool, bool]:
    """Whether there is no page before and none after."""
    return page <= 0, (page + 1) * PAGE_SIZE >= total


def turned(page: int, step: int, total: int) -> int:
    """The page after a step, within what there is."""
    return max(0, min(page + step, (max(total, 1) - 1) // PAGE_SIZE))
