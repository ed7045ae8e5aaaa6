"""Overview, visits: households, managers out, satisfaction; who moved most against the comparator."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from components.cards import number_card
from components.charts import signed_bars, trend
from components.comparator import Comparator, comparator
from components.export import Question
from components.overview_frames import ends, labelled, moved
from components.overview_row import drawing, scenario, unit_link, woven
from components.tables import twin
from components.view import View
from data.i18n import _
from data.i18n.numbers import as_number, human, percent
from data.metrics.dimensions import DIMENSIONS
from data.metrics.registry import metric
from data.query import ask

COURSE_DAYS = 30


def visits_row(view: View) -> html.Section:
    """The row for the view's unit and period."""
    households = view.metric("households")
    than = comparator(households, view.moment, view.period.end)
    names = [households, view.metric("managers_out"), view.metric("satisfaction"), view.metric("out_rate"), "managers"]
    now = ask(names, where=view.where, as_of=view.as_of)
    before = ask(names, where=view.where, as_of=than.as_of) if than else None
    course = _course(view)
    split = view.split
    frame = _moves(view, households, than, split) if split and than else None
    return scenario(
        "visits",
        "pin",
        _("Visits"),
        _sentence(view, now, before, than, frame, split),
        _numbers(view, now, before, than, course),
        _drawing(view, households, than, frame, split, course),
        href=view.lead("/visits", "province", "province"),
        more=_("To the visit map"),
    )


def _numbers(view: View, now: Any, before: Any, than: Comparator | None, course: pd.DataFrame) -> list[Any]:
    def card(name: str, **more: Any) -> html.Div:
        earlier = before.value(name) if before else None
        words = than.words if than else ""
        return number_card(f"overview-{name}", name, now.value(name), before=earlier, comparator=words, **more)

    managers = human(now.value("managers"), metric("managers").unit.text())
    return [
        card(view.metric("households"), series=course["households"].tolist()),
        card(view.metric("managers_out"), of=f"/ {managers}", series=course["managers_out"].tolist()),
        card(view.metric("satisfaction"), series=course["satisfaction"].tolist()),
    ]


def _course(view: View) -> pd.DataFrame:
    """The workdays of the last month, by day."""
    since = view.day - pd.Timedelta(days=COURSE_DAYS)
    names = ["households", "managers_out", "satisfaction"]
    frame = ask(names, by="day", where=view.where | {"day": {"from": since, "to": view.day}}, order="day").frame
    return frame[frame["managers_out"] > frame["managers_out"].max() / 4] if len(frame) else frame


def _moves(view: View, name: str, than: Comparator, split: str) -> pd.DataFrame:
    now = ask(name, by=split, where=view.where, as_of=view.as_of, complete=True).frame
    before = ask(name, by=split, where=view.where, as_of=than.as_of, complete=True).frame
    return labelled(moved(now, before, split, name), split, view.short, lambda key: view.lead("/visits", split, key))


def _drawing(
    view: View, name: str, than: Comparator | None, frame: pd.DataFrame | None, split: str | None, course: pd.DataFrame
) -> html.Section:
    unit = metric(name).unit.text()
    if frame is None or than is None or split is None:
        caption = _("Households a day, %(unit)s", unit=unit)
        asked = Question(("households",), ("day",), view.where | {"day": _days(course)}, order="day")
        figure = trend(course, x="day", values={"households": ""}, unit=unit) if len(course) > 1 else None
        return drawing("overview-visits-chart", caption, figure, twin(asked.ask(), asked), metric="households")
    caption = _("Against %(what)s, %(unit)s, by %(split)s", what=than.words, unit=unit, split=_dimension(split))
    asked = Question((name,), (split,), view.where, order=f"-{name}", as_of=str(view.as_of or "") or None)
    figure = signed_bars(ends(frame, "difference"), label="label", value="difference", unit=unit)
    return drawing("overview-visits-chart", caption, figure, twin(asked.ask(), asked), metric=name)


def _sentence(
    view: View, now: Any, before: Any, than: Comparator | None, frame: pd.DataFrame | None, split: str | None
) -> list[Any]:
    name = view.metric("households")
    value, unit = as_number(now.value(name)) or 0, metric(name).unit.text()
    start = _("%(label)s: %(n)s", label=metric(name).label.text(), n=human(value, unit))
    earlier = as_number(before.value(name)) if before else None
    if than is None or not earlier:
        return [start, _(".")]
    size = percent(abs(value - earlier) / earlier)
    than_words = _("%(size)s more than %(then)s") if value >= earlier else _("%(size)s fewer than %(then)s")
    said: list[Any] = [start, _(", "), than_words % {"size": size, "then": than.words}, _(".")]
    return said + (_largest(frame) + _lowest(view) if frame is not None and len(frame) > 1 else [])


def _largest(frame: pd.DataFrame) -> list[Any]:
    """The unit that moved most, up or down."""
    row = frame.loc[frame["difference"].abs().idxmax()]
    if not row["difference"]:
        return []
    text = _("%(unit)s gained most, %(n)s.") if row["difference"] > 0 else _("%(unit)s lost most, %(n)s.")
    size = html.B(human(row["difference"], "", signed=True))
    return [" ", *woven(text, unit=unit_link(row["label"], row["href"]), n=size)]


def _lowest(view: View) -> list[Any]:
    """The unit with the lowest share of managers out."""
    below, name = view.node.children_dimension, view.metric("out_rate")
    if below in {None, "staff"}:
        return []
    frame = ask(name, by=below, where=view.where, as_of=view.as_of, order=name, limit=1).frame
    if frame.empty:
        return []
    row = frame.iloc[0]
    link = unit_link(view.short(row[f"{below}_name"]), view.lead("/visits", str(below), row[below]))
    return [
        " ",
        *woven(_("%(unit)s has the fewest managers out, %(rate)s."), unit=link, rate=html.B(percent(row[name]))),
    ]


def _days(course: pd.DataFrame) -> dict[str, str]:
    return {"from": str(course["day"].min())[:10], "to": str(course["day"].max())[:10]} if len(course) else {}


def _dimension(split: str) -> str:
    return DIMENSIONS[split].label.text().lower()
