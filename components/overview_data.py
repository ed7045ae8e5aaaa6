"""Overview, data: feeds taken in, rows put aside and why, up to when history reaches."""

from __future__ import annotations

from typing import Any

from dash import html

from components.cards import number_card
from components.charts import ranking
from components.export import Question
from components.overview_row import drawing, scenario
from components.quarantine import feed_title, reason_text
from components.tables import twin
from data.clock import now
from data.i18n import _, n_
from data.i18n.numbers import clock_text, day_text, human
from data.serving import snapshot
from data.trust import Delivery, days_behind, deliveries, rejected, rejected_before, sound_feeds, totals
from data.trust_figures import described

BOARD = "/catalog?view=feeds"
MOST_FEEDS = 5
ASIDE = "rows_quarantined"


def data_row() -> html.Section:
    """The row; the same for everybody who may see the data's quality."""
    held = deliveries()
    figures = [_loaded(held), _aside(), _behind()]
    return scenario("data", "data", _("Data"), _sentence(held), figures, _drawing(), href=BOARD, more=_("To the feeds"))


def _loaded(held: list[Delivery]) -> html.Div:
    sound, before = sound_feeds()
    return number_card(
        "overview-feeds_loaded",
        "feeds_loaded",
        sound,
        before=before,
        comparator=_("the business day before"),
        of=f"/ {human(len(held), described('feeds_loaded').unit.text())}",
    )


def _aside() -> html.Div:
    aside = totals().rejected
    return number_card(
        "overview-rows_quarantined",
        "rows_quarantined",
        aside,
        before=rejected_before(),
        comparator=_("the 30 days before"),
    )


def _behind() -> html.Div:
    shown = snapshot()
    ends = _("complete to %(day)s", day=day_text(shown.as_of_date, weekday=False))
    published = _("published %(when)s", when=clock_text(shown.published_at, today=now().date()))
    note = html.Div(f"{ends} · {published}", className="change")
    return number_card("overview-days_behind", "days_behind", days_behind(), note=note)


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
    caption = _("Rows in quarantine in 30 days, by feed")
    asked = Question((ASIDE,), ("feed",), limit=MOST_FEEDS, title=caption, shape="quarantine")
    answer = asked.ask()
    shown = answer.frame.assign(href=BOARD, name=[feed_title(feed) for feed in answer.frame["feed"]])
    unit = described(ASIDE).unit.text()
    figure = ranking(shown, label="name", value=ASIDE, unit=unit, tone="neutral") if len(shown) else None
    none = _("Every row delivered keeps its contract.")
    return drawing("overview-data-chart", caption, figure, twin(answer, asked), metric=ASIDE, none=none)
