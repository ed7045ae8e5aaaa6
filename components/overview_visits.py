"""Overview, visits: households, managers out, satisfaction; who moved most against the comparator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
from dash import html

from components.cards import brief_unit, fitting_label, number_card
from components.change import no_base
from components.charts import signed_bars, trend
from components.export import Question
from components.overview_frames import MOST_BARS, labelled, moved
from components.overview_row import SPARK, drawing, scenario, unit_link, woven
from components.tables import twin
from components.view import View
from data.i18n import _
from data.i18n.numbers import human, percent
from data.metrics.dimensions import DIMENSIONS
from data.query import ask
from data.query.compare import Comparison, compare
from data.trust import history_start

COURSE_DAYS = 30


def visits_row(view: View) -> html.Section:
    """The row for the view's unit and period."""
    name, split = view.metric("households"), view.split
    names = [name, view.metric("managers_out"), view.metric("satisfaction")]
    found = compare([*names, "managers"], view.where, as_of=view.as_of)
    course, main = _course(view), found[name]
    frame = _moves(view, main, split) if split and main.base else None
    return scenario(
        "visits",
        "pin",
        _("Visits"),
        _sentence(view, main, frame),
        [_card(found[each], found["managers"], course) for each in names],
        _drawing(view, main, split, course),
        href=view.lead("/visits", "province", "province"),
        more=_("To the visit map"),
    )


def _card(one: Comparison, managers: Comparison, course: pd.DataFrame) -> html.Div:
    base = one.metric.base
    return number_card(
        f"overview-{one.metric.name}",
        one.metric.name,
        one.value,
        label=fitting_label(one.metric),
        before=one.base,
        comparator=one.name,
        of=f"/ {human(managers.value, brief_unit(managers.metric))}" if base == "managers_out" else "",
        series=course[base].tolist(),
        spark_width=SPARK,
    )


def _course(view: View) -> pd.DataFrame:
    """The full workdays of the last month, by day: a day still running would look like a fall."""
    until = view.day - timedelta(days=1) if view.period.is_live else view.day
    names = ["households", "managers_out", "satisfaction"]
    first = history_start()
    if first is None or until < first:
        return pd.DataFrame(columns=["day", *names])
    days = {"from": until - timedelta(days=COURSE_DAYS), "to": until}
    frame = ask(names, by="day", where=view.where | {"day": days}, order="day").frame
    return frame[frame["managers_out"] > frame["managers_out"].max() / 4] if len(frame) else frame


def _moves(view: View, main: Comparison, split: str) -> pd.DataFrame:
    name = main.metric.name
    now = ask(name, by=split, where=view.where, as_of=view.as_of, complete=True).frame
    before = ask(name, by=split, where=view.where, as_of=main.base_as_of, complete=True).frame
    return _led(view, moved(now, before, split, name), split)


def _led(view: View, frame: pd.DataFrame, split: str) -> pd.DataFrame:
    return labelled(frame, split, view.short, lambda key: view.lead("/visits", split, key))


def _drawing(view: View, main: Comparison, split: str | None, course: pd.DataFrame) -> html.Section:
    unit = main.metric.unit.text()
    if split is None:
        caption = _("Households a day, %(unit)s", unit=unit)
        asked = Question(("households",), ("day",), view.where | {"day": _days(course)}, order="day")
        answer = asked.ask()
        figure = trend(answer.frame, x="day", values={"households": ""}, unit=unit) if len(course) > 1 else None
        return drawing("overview-visits-chart", caption, figure, twin(answer, asked), metric="households")
    caption = _("Against %(what)s, %(unit)s, by %(split)s", what=main.name, unit=unit, split=_dimension(split))
    asked = Question((main.metric.name,), (split,), view.where, limit=MOST_BARS, as_of=view.as_of_text, shape="moves")
    answer = asked.ask()
    marks = _led(view, answer.frame, split)
    figure = signed_bars(marks, label="label", value="difference", unit=unit) if len(marks) else None
    none = no_base(main.base, main.name)
    return drawing("overview-visits-chart", caption, figure, twin(answer, asked), metric=main.metric.name, none=none)


def _sentence(view: View, main: Comparison, frame: pd.DataFrame | None) -> list[Any]:
    more = _largest(frame) + _lowest(view, main) if frame is not None and len(frame) > 1 else []
    if view.period.is_live:  # the card beside says the figure, and moves while the sentence stands
        return more or _lowest(view, main) or ([] if main.value else [_("No visit yet today.")])
    number = human(main.value or 0, brief_unit(main.metric))
    said: list[Any] = [_("%(label)s: %(n)s", label=main.metric.label.text(), n=number)]
    if main.ratio is not None:
        said += [_(", "), _against(main.ratio, main.name)]
    return [*said, _("."), *more]


def _against(ratio: float, then: str) -> str:
    if abs(ratio) < 0.0005:
        return _("as many as %(then)s", then=then)
    text = _("%(size)s more than %(then)s") if ratio > 0 else _("%(size)s fewer than %(then)s")
    return text % {"size": percent(abs(ratio)), "then": then}


def _largest(frame: pd.DataFrame) -> list[Any]:
    """The unit that moved most, up or down."""
    row = frame.loc[frame["difference"].abs().idxmax()]
    if not row["difference"]:
        return []
    text = _("%(unit)s gained most, %(n)s.") if row["difference"] > 0 else _("%(unit)s lost most, %(n)s.")
    size = html.B(human(row["difference"], "", signed=True))
    return [" ", *woven(text, unit=unit_link(row["label"], row["href"]), n=size)]


def _lowest(view: View, main: Comparison) -> list[Any]:
    """The unit with the lowest share of managers out; nothing while nobody was out anywhere."""
    below, name = view.node.children_dimension, view.metric("out_rate")
    if below in {None, "staff"}:
        return []
    frame = ask(name, by=below, where=view.where, as_of=view.as_of, order=name, limit=1).frame
    if frame.empty or not frame[name].iloc[0] < 1 or not main.value:
        return []
    row = frame.iloc[0]
    link = unit_link(view.short(row[f"{below}_name"]), view.lead("/visits", str(below), row[below]))
    return [
        " ",
        *woven(_("%(unit)s has the fewest managers out, %(rate)s."), unit=link, rate=html.B(percent(row[name]))),
    ]


def _days(course: pd.DataFrame) -> list[str]:
    """The days of the course, one by one: it leaves out days off."""
    return [str(day)[:10] for day in course["day"]] if len(course) else []


def _dimension(split: str) -> str:
    return DIMENSIONS[split].label.text().lower()
