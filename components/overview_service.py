"""Overview, service: what visits came to this month: results, satisfaction, time spent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
from dash import html

from components.cards import number_card
from components.charts import ranking
from components.export import Question
from components.overview_frames import most_moved, shares
from components.overview_row import SPARK, drawing, scenario
from components.tables import twin
from components.view import View
from data.i18n import _, lazy
from data.i18n.numbers import human, percent
from data.metrics.registry import metric
from data.query import ask
from data.query.compare import Comparison, compare
from data.trust import history_start

VISITS = "visits_mtd"
LABELS = {
    "visits_per_manager_mtd": lazy("Visits per manager"),
    "satisfaction_mtd": lazy("Satisfaction this month"),
    "dwell_minutes_mtd": lazy("Minutes per visit"),
}
NAMES = list(LABELS)
MOST = 5  # bars
WORTH_SAYING = 0.3  # percentage points


def service_row(view: View) -> html.Section:
    """The row for the month of the view's period."""
    found = compare([VISITS, *NAMES], view.where, as_of=view.as_of)
    main, months = found[VISITS], _months(view)
    mix = shares(ask(VISITS, by="result", where=view.where, as_of=view.as_of, order=f"-{VISITS}").frame, VISITS)
    before = ask(VISITS, by="result", where=view.where, as_of=main.base_as_of).frame if main.base_as_of else None
    return scenario(
        "service",
        "star",
        _("Service"),
        _sentence(main, mix, shares(before, VISITS) if before is not None else None),
        [_card(found[name], months) for name in NAMES],
        _drawing(view),
        href=view.lead("/visits", "province", "province"),
        more=_("To the visit map"),
    )


def _card(one: Comparison, months: pd.DataFrame) -> html.Div:
    name = one.metric.name
    course = months[one.metric.base].tolist()
    return number_card(
        f"overview-{name}",
        name,
        one.value,
        before=one.base,
        comparator=one.name,
        series=course,
        label=str(LABELS[name]),
        spark_width=SPARK,
    )


def _months(view: View) -> pd.DataFrame:
    """The figures of the full months before, by month."""
    until = view.day.replace(day=1) - timedelta(days=1)
    since = max(until.replace(year=until.year - 1), history_start() or until)
    names = [metric(name).base for name in NAMES]
    if since > until:  # history began this month
        return pd.DataFrame(columns=names)
    return ask(names, by="month", where=view.where | {"day": {"from": since, "to": until}}, order="month").frame


def _drawing(view: View) -> html.Section:
    caption = _("Results of visits this month, % of visits")
    asked = Question((VISITS,), ("result",), view.where, limit=MOST, as_of=view.as_of_text, shape="shares")
    answer = asked.ask()
    shown = answer.frame.assign(percent=lambda frame: frame["share"] * 100)
    figure = ranking(shown, label="result_name", value="percent", unit="%", format="percentage") if len(shown) else None
    return drawing("overview-service-chart", caption, figure, twin(answer, asked), metric=VISITS)


def _sentence(main: Comparison, mix: pd.DataFrame, before: pd.DataFrame | None) -> list[Any]:
    said: list[Any] = [_("%(n)s this month.", n=human(main.value, main.metric.unit.text()))]
    if mix.empty:
        return said
    first = mix.iloc[0]
    said += [" ", _("Most often: %(result)s, %(share)s.", result=first["result_name"], share=percent(first["share"]))]
    if before is None or before.empty:
        return said
    row = most_moved(mix, before, "result")
    if abs(row["points"]) < WORTH_SAYING:
        return said
    points = human(row["points"], decimals=1, signed=True)
    text = _("%(result)s moved most, %(points)s points against %(then)s.")
    return [*said, " ", text % {"result": row["result_name"], "points": points, "then": main.name}]
