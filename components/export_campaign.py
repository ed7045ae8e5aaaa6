"""The customers a campaign addresses, as table and file: of the asker's part, names masked; the control group is not named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from components.export import File, data_sheet, headed
from components.export_period import file_name
from components.recommend_campaign import answer_words, period
from components.recommend_small import chance_text, rounded, value_text
from components.tables import Column
from data import campaigns
from data.campaign_changes import owner_of
from data.clock import now
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import human
from data.listing import listing
from data.scope import Node, current_asker


@dataclass(frozen=True)
class Members:
    """``campaign``: whose members."""

    campaign: str
    title: str = ""

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Members:
        """From JSON."""
        return cls(str(raw.get("campaign") or ""), headed(raw)["title"])

    def as_question(self) -> str:
        """For the page."""
        return json.dumps({"campaign": self.campaign, "title": self.title}, ensure_ascii=False)


def rows_of(key: str) -> pd.DataFrame:
    """Those addressed, the best first, with who they are (masked) and what they answered."""
    rows = [row for row in campaigns.members(key) if not row["is_control"]]
    keys = [row["customer_id"] for row in rows]
    frame = pd.DataFrame(
        rows, columns=["place", "customer_id", "probability", "expected", "staff_id", "answer", "answered_at"]
    )
    if not keys:
        return frame.assign(name=[], village_name=[], staff_name=[])
    who = listing("customer", {"customer": keys}, limit=len(keys)).frame[
        ["customer_id", "name", "village_name", "staff_name"]
    ]
    return frame.merge(who, on="customer_id", how="left")


def columns() -> list[Column]:
    """Of table and file."""
    words = answer_words()
    return [
        Column("place", "#", "count"),
        Column("customer_id", _("Customer id")),
        Column("name", _("Name")),
        Column("village_name", _("Village")),
        Column("probability", _("Probability"), "percent", decimals=2, draw=lambda value, _row: chance_text(value, 2)),
        Column("expected", _("Expected value (yuan)"), "decimal", draw=lambda value, _row: value_text(value)),
        Column(
            "staff_id", _("Task of"), draw=lambda value, row: (row.get("staff_name") or value) if value else _("nobody")
        ),
        Column("answer", _("Answer"), draw=lambda value, _row: words.get(str(value), "")),
    ]


def members_file(asked: Members) -> File:
    """An .xlsx of one sheet."""
    row, frame, file = campaigns.one(asked.campaign), rounded(rows_of(asked.campaign)), BytesIO()
    at = now()
    lines = [
        (_("Campaign"), row["name"]),
        (_("Product"), code_label("product_code", row["product_code"])),
        (_("Period"), period(row)),
        (_("Scope"), _scope(row).name),
        (_("Data as of"), f"{at:%Y-%m-%d %H:%M}"),
        (_("Rows"), _("%(n)s, names masked", n=human(len(frame), compact=False))),
    ]
    title = _("Campaign: %(name)s", name=row["name"])
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        data_sheet(book, _("Data"), title, lines, frame, columns())
    return File(file_name(title, f"{at:%Y-%m-%d}"), file.getvalue())


def _scope(row: Mapping[str, Any]) -> Node:
    """The part of the campaign the file holds: the asker's, or what the campaign was made for when that is smaller."""
    made_for, own = owner_of(row), Node.top(current_asker())
    return made_for if made_for.is_within(current_asker()) else own
