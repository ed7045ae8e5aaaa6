"""Overview, data: feeds taken in, rows put aside and why, up to when history reaches."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from components.charts import ranking
from components.overview_row import drawing, scenario
from components.quarantine import feed_title, reason_text
from components.tables import Column, table
from data.clock import now
from data.i18n import _, n_
from data.i18n.numbers import clock_text, day_text, human, percent
from data.serving import snapshot
from data.trust import Delivery, deliveries, rejected, totals

BOARD = "/catalog?view=feeds"
MOST_FEEDS = 5


def data_row() -> html.Section:
    """The row; the same for everybody who may see the data's quality."""
    held, shown, sums = deliveries(), snapshot(), totals()
    sound, aside, read = sum(delivery.is_sound for delivery in held), sums["rejected"], sums["read"]
    figures = [
        _figure(
            _("Feeds loaded"), str(sound), f"/ {len(held)}", _("their last delivery, checked against its contract")
        ),
        _figure(
            _("Rows in quarantine"),
            human(aside),
            "",
            _("%(share)s of %(n)s rows", share=percent(aside / read if read else 0, 3), n=human(read)),
        ),
        _figure(
            _("History up to"),
            day_text(shown.as_of_date, weekday=False),
            "",
            _("published %(when)s", when=clock_text(shown.published_at, today=now().date())),
        ),
    ]
    return scenario("data", "data", _("Data"), _sentence(held), figures, _drawing(), href=BOARD, more=_("To the feeds"))


def _figure(label: str, number: str, unit: str, note: str) -> html.A:
    """A number about the data itself; its explanation is the feed board it leads to."""
    parts = [
        html.Div(label, className="number-label"),
        html.Div(
            [html.Span(number, className="number-value"), html.Span(unit, className="number-unit")],
            className="number-line",
        ),
        html.Div(note, className="change"),
    ]
    return html.A(parts, href=BOARD, className="number")


def _sentence(held: list[Delivery]) -> list[Any]:
    broken = [delivery.feed for delivery in held if not delivery.is_sound]
    said = (
        n_(
            "%(count)s feed was not loaded: %(feeds)s.",
            "%(count)s feeds were not loaded: %(feeds)s.",
            len(broken),
            feeds=_(", ").join(map(feed_title, broken)),
        )
        if broken
        else _("All %(n)s feeds loaded; read = loaded + quarantined, row by row.", n=len(held))
    )
    worst = rejected()
    if worst.empty:
        return [said]
    first = worst.iloc[0]
    more = _("Most often put aside: %(reason)s (%(feed)s), %(n)s rows.")
    return [
        said,
        " ",
        more % {"feed": feed_title(first["feed"]), "reason": reason_text(first["reason"]), "n": human(first["rows"])},
    ]


def _drawing() -> html.Section:
    frame = rejected()
    columns = [
        Column("feed", _("Feed"), draw=lambda value, _row: feed_title(value)),
        Column("reason", _("Reason"), draw=lambda value, _row: reason_text(value)),
        Column("rows", _("Rows"), "count"),
    ]
    sums = frame.groupby("feed", as_index=False)["rows"].sum().sort_values("rows", ascending=False).head(MOST_FEEDS)
    figure = ranking(_led(sums), label="feed", value="rows", unit=_("rows"), tone="neutral") if len(sums) else None
    caption = _("Rows in quarantine in 30 days, by feed")
    return drawing("overview-data-chart", caption, figure, table(frame, columns, caption=caption))


def _led(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(href=BOARD, feed=[feed_title(feed) for feed in frame["feed"]])
