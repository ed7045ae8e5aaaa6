"""Overview, coverage: households reached this year, share reached, villages nobody went to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from dash import html

from components.cards import brief_unit, number_card
from components.charts import bars
from components.export import Question
from components.overview_frames import MOST_BARS, labelled
from components.overview_row import SPARK, drawing, scenario, unit_link, woven
from components.tables import twin
from components.view import View
from data.i18n import _, lazy
from data.i18n.numbers import as_number, human, month_name, percent
from data.metrics.dimensions import DIMENSIONS
from data.metrics.registry import metric
from data.query import ask
from data.trust import history_start

RATE, GAPS = "reach_rate_ytd", "villages_untouched_ytd"
LABELS = {
    "households_ytd": lazy("Reached this year"),
    RATE: lazy("Share reached"),
    GAPS: lazy("Villages not reached"),
}
NAMES = list(LABELS)


def reach_row(view: View) -> html.Section:
    """The row for the view's unit, up to its period's end."""
    now = ask([*NAMES, "households_total", "villages_total"], where=view.where, as_of=view.as_of)
    end = view.month_end_before
    before = ask(NAMES, where=view.where, as_of=end) if end else None
    words = _("the end of %(month)s", month=month_name(end)) if end else ""
    split = view.split
    frame = _frame(view, split) if split else None
    return scenario(
        "reach",
        "layers",
        _("Coverage"),
        _sentence(now, before, frame, words),
        _numbers(view, now, before, words),
        _drawing(view, frame, split),
        href=view.lead("/visits", "province", "province"),
        more=_("To the coverage map"),
    )


def _numbers(view: View, now: Any, before: Any, words: str) -> list[Any]:
    wholes = {"households_ytd": "households_total", GAPS: "villages_total"}
    courses = _courses(view)

    def card(name: str) -> html.Div:
        whole = wholes.get(name)
        return number_card(
            f"overview-{name}",
            name,
            now.value(name),
            before=before.value(name) if before else None,
            comparator=words,
            of=f"/ {human(now.value(whole), brief_unit(metric(whole)))}" if whole else "",
            series=courses[name],
            label=str(LABELS[name]),
            spark_width=SPARK,
        )

    return [card(name) for name in NAMES]


def _courses(view: View) -> dict[str, list[Any]]:
    """Each figure at the month ends of this year, and now."""
    first = history_start()
    ends = [date(view.day.year, month, 1) - timedelta(days=1) for month in range(2, view.day.month + 1)]
    ends = [end for end in ends if first and end >= first]
    answers = [ask(NAMES, where=view.where, as_of=end) for end in [*ends, view.as_of]]
    return {name: [answer.value(name) for answer in answers] for name in NAMES}


def _frame(view: View, split: str) -> pd.DataFrame:
    frame = ask([RATE, GAPS], by=split, where=view.where, as_of=view.as_of, order=f"-{RATE}").frame
    return _led(view, frame, split)


def _led(view: View, frame: pd.DataFrame, split: str) -> pd.DataFrame:
    return labelled(frame, split, view.short, lambda key: view.lead("/visits", split, key))


def _drawing(view: View, frame: pd.DataFrame | None, split: str | None) -> html.Section:
    by = split or "month"
    label = DIMENSIONS[by].label.text().lower()
    caption = _("%(label)s in %(unit)s, by %(split)s", label=metric(RATE).label.text(), unit="%", split=label)
    if frame is None:
        return _months_drawing(view)
    asked = Question((RATE, GAPS), (by,), view.where, limit=MOST_BARS, as_of=view.as_of_text, shape="ends")
    answer = asked.ask()
    shown = _led(view, answer.frame, by).assign(percent=lambda f: f[RATE] * 100)
    figure = bars(shown, label="label", value="percent", unit="%", format="percentage") if len(shown) else None
    return drawing("overview-reach-chart", caption, figure, twin(answer, asked), metric=RATE)


def _months_drawing(view: View) -> html.Section:
    """Of a person: the last months, of whom there is nothing to split by."""
    last = view.day.replace(day=1)
    since = last.replace(year=last.year - 1) + timedelta(days=31)
    months = {"month": {"from": f"{since:%Y-%m}", "to": f"{last:%Y-%m}"}}
    asked = Question(("households",), ("month",), view.where | months, order="month", as_of=view.as_of_text)
    answer = asked.ask()
    unit = metric("households").unit.text()
    figure = bars(answer.frame, label="month", value="households", unit=unit) if len(answer.frame) else None
    return drawing("overview-reach-chart", _("Households a month"), figure, twin(answer, asked), metric="households")


def _sentence(now: Any, before: Any, frame: pd.DataFrame | None, words: str) -> list[Any]:
    rate = as_number(now.value(RATE))
    said: list[Any] = [_("%(rate)s of all households reached this year", rate=percent(rate))]
    earlier = as_number(before.value(RATE)) if before else None
    if earlier is not None and rate is not None and abs(rate - earlier) >= 0.0005:
        points = human((rate - earlier) * 100, decimals=1, signed=True)
        said += [_(", "), _("%(points)s points since %(then)s", points=points, then=words)]
    said.append(_("."))
    if frame is None or len(frame) < 2:
        return said
    best, gap = frame.iloc[0], frame.loc[frame[GAPS].fillna(0).idxmax()]
    top = woven(
        _("%(unit)s leads with %(rate)s."),
        unit=unit_link(best["label"], best["href"]),
        rate=html.B(percent(best[RATE])),
    )
    left = woven(
        _("%(unit)s has the most villages nobody went to, %(n)s."),
        unit=unit_link(gap["label"], gap["href"]),
        n=html.B(human(gap[GAPS])),
    )
    return [*said, " ", *top, *([" ", *left] if gap[GAPS] else [])]
