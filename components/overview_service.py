"""Overview, service: what visits came to this month: results, satisfaction, time spent."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from components.cards import number_card
from components.charts import ranking
from components.comparator import Comparator, comparator
from components.export import Question
from components.overview_frames import shares
from components.overview_row import drawing, scenario
from components.tables import twin
from components.view import View
from data.i18n import _
from data.i18n.numbers import human, percent
from data.query import ask

VISITS = "visits_mtd"
NAMES = ["visits_per_manager_mtd", "satisfaction_mtd", "dwell_minutes_mtd"]


def service_row(view: View) -> html.Section:
    """The row for the month of the view's period."""
    than = comparator(VISITS, view.moment, view.period.end)
    now = ask([VISITS, *NAMES], where=view.where, as_of=view.as_of)
    before = ask([VISITS, *NAMES], where=view.where, as_of=than.as_of) if than else None
    asked = Question((VISITS,), ("result",), view.where, order=f"-{VISITS}", as_of=str(view.as_of or "") or None)
    answer = asked.ask()
    mix = shares(answer.frame, VISITS)
    earlier = ask(VISITS, by="result", where=view.where, as_of=than.as_of).frame if than else None
    return scenario(
        "service",
        "star",
        _("Service"),
        _sentence(now, mix, shares(earlier, VISITS) if earlier is not None else None, than),
        [_card(name, now, before, than) for name in NAMES],
        _drawing(mix, twin(answer, asked)),
        href=view.lead("/visits", "province", "province"),
        more=_("To the visit map"),
    )


def _card(name: str, now: Any, before: Any, than: Comparator | None) -> html.Div:
    earlier = before.value(name) if before else None
    return number_card(f"overview-{name}", name, now.value(name), before=earlier, comparator=than.words if than else "")


def _drawing(mix: pd.DataFrame, table: Any) -> html.Section:
    caption = _("Results of visits this month, % of visits")
    shown = mix.head(5).assign(percent=lambda frame: frame["share"] * 100)
    figure = ranking(shown, label="result_name", value="percent", unit="%", format="percentage") if len(mix) else None
    return drawing("overview-service-chart", caption, figure, table, metric=VISITS)


def _sentence(now: Any, mix: pd.DataFrame, before: pd.DataFrame | None, than: Comparator | None) -> list[Any]:
    said: list[Any] = [_("%(n)s visits this month.", n=human(now.value(VISITS)))]
    if mix.empty:
        return said
    first = mix.iloc[0]
    said += [" ", _("Most often: %(result)s, %(share)s.", result=first["result_name"], share=percent(first["share"]))]
    if before is None or before.empty or than is None:
        return said
    both = mix.merge(before, on="result", suffixes=("", "_before"))
    both["points"] = (both["share"] - both["share_before"]) * 100
    row = both.loc[both["points"].abs().idxmax()]
    points = human(row["points"], decimals=1, signed=True)
    text = _("%(result)s moved most, %(points)s points against %(then)s.")
    return [*said, " ", text % {"result": row["result_name"], "points": points, "then": than.words}]
