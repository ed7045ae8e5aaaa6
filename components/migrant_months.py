"""The months of the page: what the slider shows, which one is chosen, what it is compared with. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from dash import html

from components.icons import icon
from components.period import last_day
from data.i18n import _, current_language
from data.i18n.numbers import as_number, human, month_name, month_text
from data.metrics.registry import metric

SERVICES = "migrant_services"


@dataclass(frozen=True)
class Months:
    """``frame``: a row per month (``2026-10``), oldest first, with the figures; ``chosen`` is one of its months."""

    frame: pd.DataFrame
    chosen: str

    @classmethod
    def of(cls, frame: pd.DataFrame, wish: str | None) -> Months:
        """The wished month where there is one, else the newest."""
        held = [str(month) for month in frame["month"]]
        return cls(frame, wish if wish and wish in held else held[-1] if held else "")

    @property
    def is_newest(self) -> bool:
        """Nothing later is held."""
        return self.chosen == self.frame["month"].iloc[-1]

    @property
    def first_day(self) -> date:
        """Of the chosen month."""
        return date.fromisoformat(f"{self.chosen}-01")

    @property
    def end(self) -> date | None:
        """For ``as_of``: None is the newest."""
        return None if self.is_newest else last_day(self.first_day)

    @property
    def text(self) -> str:
        """2026 年 10 月."""
        return month_text(self.first_day) if self.chosen else ""

    @property
    def short(self) -> str:
        """2026 年 11 月, Nov 2026: where there is little room."""
        zh = current_language() == "zh"
        return (self.text if zh else f"{month_name(self.first_day)} {self.first_day.year}") if self.chosen else ""

    @property
    def named(self) -> list[tuple[str, str]]:
        """Every month held as (2026-10, 2026 年 10 月), oldest first."""
        return [(month, month_text(date.fromisoformat(f"{month}-01"))) for month in map(str, self.frame["month"])]

    def value(self, name: str) -> float | None:
        """A figure of the chosen month."""
        return self._at(self.chosen, name)

    def course(self, name: str) -> list[Any]:
        """The figure up to the chosen month."""
        return self.frame.loc[self.frame["month"] <= self.chosen, name].tolist()

    @property
    def span(self) -> tuple[str, str]:
        """First month of the course and the chosen one, as 2026-10."""
        return (str(self.frame["month"].iloc[0]), self.chosen) if len(self.frame) else ("", "")

    def before(self, name: str) -> tuple[float | None, str]:
        """The figure of the same month last year, else of the month before, with the comparator's name."""
        day = self.first_day
        year_ago = self._at(f"{day.year - 1}-{day:%m}", name)
        if year_ago:
            return year_ago, _("a year ago")
        last = date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)
        return self._at(f"{last:%Y-%m}", name), _("the month before")

    def _at(self, month: str, name: str) -> float | None:
        row = self.frame[self.frame["month"] == month]
        return as_number(row[name].iloc[0]) if len(row) else None


def slider(months: Months) -> html.Div:
    """Play button, what the month came to, a bar per month; ``assets/migrants_months.js`` draws and plays."""
    button = html.Button(
        icon("play"),
        type="button",
        className="months-play",
        title=_("Play the months"),
        **{"data-months-play": "1", "aria-label": _("Play the months"), "aria-pressed": "false"},
    )
    return html.Div(
        [
            button,
            html.Div(className="months-said", **{"aria-live": "polite"}),
            html.Div(className="months-bars", **{"aria-label": _("Month")}),
        ],
        id="migrants-months",
        className="months-slider",
        **{"data-months": told(months)},
    )


def told(months: Months) -> str:
    """JSON for ``data-months``."""
    most = max((as_number(value) or 0.0 for value in months.frame[SERVICES]), default=0.0) or 1.0
    rows = [_bar(row, most, place == 0) for place, row in enumerate(months.frame.to_dict("records"))]
    said = {
        "chosen": months.chosen,
        "months": rows,
        "newest": "" if months.frame.empty else months.frame["month"].iloc[-1],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _bar(row: Mapping[str, Any], most: float, is_first: bool) -> dict[str, Any]:
    month, count = str(row["month"]), as_number(row[SERVICES]) or 0.0
    return {
        "month": month,
        "text": month[2:] if is_first or month.endswith("-01") else month[5:],
        "share": round(count / most, 3),
        "said": human(count, metric(SERVICES).unit.text()),
        "words": _("that month"),
        "name": month_text(date.fromisoformat(f"{month}-01")),
    }
