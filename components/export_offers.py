"""The list of the explorer as an Excel file: the columns and the order of the screen, names masked as there.

Like a chart's ``Question``, ``Offers`` travels with what it shows: the page's choice. The export makes the list again under
the asker's own scope.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from components import recommend_left_out as away
from components.export import File, data_sheet, headed
from components.export_period import file_name
from components.recommend_choice import Choice
from components.recommend_data import left_out, offered
from components.recommend_list import columns
from components.recommend_small import rounded
from data.i18n import _
from data.i18n.numbers import human
from data.serving import reading

MOST_LEFT_OUT = 10_000  # rows of a file of those left out


@dataclass(frozen=True)
class Offers:
    """``offers``: the words of the page's choice."""

    offers: Mapping[str, Any]
    title: str = ""

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Offers:
        """From JSON; the choice is checked by whoever lists."""
        return cls(dict(raw["offers"]) if isinstance(raw.get("offers"), dict) else {}, headed(raw)["title"])

    def as_question(self) -> str:
        """For the page."""
        return json.dumps({"offers": dict(self.offers), "title": self.title}, ensure_ascii=False)


def offers_file(asked: Offers) -> File:
    """An .xlsx of one sheet: the rows below title, filters, scope and the day of the forecasts."""
    choice = Choice.parse(asked.offers)
    frame = rounded(left_out(choice, MOST_LEFT_OUT) if choice.left else offered(choice, choice.top))
    file, name = BytesIO(), asked.title if choice.left else _("List of recommendations")
    day = str(frame["as_of"].iloc[0])[:10] if len(frame) else ""
    with reading() as state:
        snapshot_id = state.snapshot.snapshot_id
    lines = [
        (_("Filters"), choice.sentence()),
        (_("Scope"), choice.node.name),
        (_("Data as of"), day),
        (_("Snapshot"), snapshot_id),
        (_("Rows"), _("%(n)s, names masked", n=human(len(frame), compact=False))),
    ]
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        data_sheet(book, _("Data"), asked.title or name, lines, frame, away.columns() if choice.left else columns())
    return File(file_name(name, "" if choice.left else choice.sentence(), day), file.getvalue())
