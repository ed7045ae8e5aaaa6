"""Overview, migrants: workers away, share reached, their loans; where the service falls shortest of its part."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from components.breadcrumb import address
from components.cards import number_card
from components.charts import bars
from components.export import Question
from components.migrant_months import Months
from components.overview_frames import MOST_BARS
from components.overview_row import SPARK, drawing, scenario, unit_link, woven
from components.short_names import short_name
from components.tables import twin
from components.view import View
from data.i18n import _
from data.i18n.numbers import as_number, human, percent
from data.metrics.registry import metric
from data.query import ask
from data.trust import history_start

NAMES = ("migrant_workers", "migrant_coverage", "migrant_loan_balance")
BY = "destination_province"


def migrants_row(view: View) -> html.Section | None:
    """The row of the view's unit at its period's end; None where nobody is registered as working away."""
    months = _months(view)
    if months.frame.empty or not months.value(NAMES[0]):
        return None
    return scenario(
        "migrants",
        "route",
        _("Migrants"),
        _sentence(view, months),
        [_card(name, months) for name in NAMES],
        _drawing(view),
        href=lead(view),
        more=_("To the map of China"),
    )


def lead(view: View, **place: str) -> str:
    """The migrants page of the view's unit and month."""
    node = None if str(view.node) == "province" else str(view.node)
    month = f"{view.period.end:%Y-%m}" if view.period.end else None
    return address("/migrants", "", node=node, month=month, **place)


def _months(view: View) -> Months:
    """The figures at the month ends of a year, and at the view's end."""
    since = view.day.replace(year=view.day.year - 1, day=1)
    span = {"month": {"from": f"{max(since, history_start() or since):%Y-%m}", "to": f"{view.day:%Y-%m}"}}
    frame = ask(list(NAMES), by="month", where=view.where | span, as_of=view.as_of, order="month").frame
    return Months.of(frame.dropna(subset=[NAMES[0]]).reset_index(drop=True), None)


def _card(name: str, months: Months) -> html.Div:
    before, comparator = months.before(name)
    return number_card(
        f"overview-{name}",
        name,
        months.value(name),
        before=before,
        comparator=comparator,
        series=months.course(name),
        label=metric(name).short.text(),
        spark_width=SPARK,
    )


def _drawing(view: View) -> html.Section:
    by = "county" if view.node.level == "centre" else BY  # a centre's people are in one province
    asked = Question(
        ("migrant_workers", "migrants_reached"),
        (by,),
        view.where,
        order="-migrant_workers",
        limit=MOST_BARS,
        as_of=view.as_of_text,
    )
    answer = asked.ask()
    unit = metric("migrant_workers").unit.text()
    told = {BY: _("Workers away by destination, %(unit)s", unit=unit)}
    caption = told.get(by) or _("Workers here by origin, %(unit)s", unit=unit)
    marks = _led(view, answer.frame, by)
    figure = bars(marks, label="label", value="migrant_workers") if len(marks) else None
    return drawing("overview-migrants-chart", caption, figure, twin(answer, asked), metric="migrant_workers")


def _led(view: View, frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """With ``label`` and the address of the migrants page narrowed to the mark."""
    places = [{"place": f"province:{code}"} if by == BY else {"origin": str(code)} for code in frame[by]]
    names = [short_name(str(name)) for name in frame[f"{by}_name"]]
    return frame.assign(label=names, href=[lead(view, **place) for place in places])


def _sentence(view: View, months: Months) -> list[Any]:
    """How many are reached, and the province whose gap is widest."""
    said: list[Any] = [_("%(rate)s of those away are reached.", rate=percent(months.value("migrant_coverage")))]
    frame = ask(
        ["migrant_gap", "migrant_shortfall"], by=BY, where=view.where, as_of=view.as_of, order="-migrant_gap", limit=1
    ).frame
    if frame.empty or not (as_number(frame["migrant_gap"].iloc[0]) or 0) > 0:
        return said
    row = frame.iloc[0]
    text = _("%(place)s is served %(points)s points less than its share of workers, %(n)s short of the mean.")
    link = unit_link(row[f"{BY}_name"], lead(view, place=f"province:{row[BY]}"))
    parts = {
        "place": link,
        "points": html.B(human(row["migrant_gap"], decimals=1, format="decimal")),
        "n": html.B(human(row["migrant_shortfall"])),
    }
    return [*said, " ", *woven(text, **parts)]
