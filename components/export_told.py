"""Tables whose rows hold words computed from figures, as Excel files: what stands on the screen, reasons and steps too.

Like a chart's ``Question``, a ``ToldTable`` travels with what it shows: the name of the table and the page's choice. The export
makes the table again, under the asker's own scope; the figures come through the one query path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from components.export import File, data_sheet, definition_sheet, headed, heading
from components.export_period import file_name
from components.migrant_choice import Choice
from components.migrant_tables import Told, centre_table, gap_table
from data.errors import allowed_only
from data.i18n import _
from data.period import AsOf

TABLES: dict[str, Callable[[Choice, date | None], Told]] = {"migrant_gaps": gap_table, "migrant_centres": centre_table}


@dataclass(frozen=True)
class ToldTable:
    """``told``: one of ``TABLES``; ``view``: the words of the page's choice; ``as_of``: the end of its month."""

    told: str
    view: Mapping[str, Any]
    as_of: str | None = None
    title: str = ""

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> ToldTable:
        """From JSON. Raises BadRequest for a table there is none of; the view is checked by whoever makes the table."""
        return cls(
            told=allowed_only("told", str(raw.get("told")), TABLES),
            view=raw["view"] if isinstance(raw.get("view"), dict) else {},
            **headed(raw),
        )

    def as_json(self) -> dict[str, Any]:
        """For the page: only what is set."""
        return {key: value for key, value in asdict(self).items() if value} | {"view": dict(self.view)}


def told_file(asked: ToldTable) -> File:
    """An .xlsx, named after its day: sheet 1 the rows below title, filters, policy, scope and as-of; sheet 2 the definitions."""
    as_of = AsOf.parse(asked.as_of).day if asked.as_of else None
    found = TABLES[asked.told](Choice.parse(asked.view), as_of)
    lines = heading(found.answer)
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        lines.insert(1, (_("Policy"), found.policy))
        data_sheet(book, _("Data"), asked.title, lines, found.answer.frame, found.columns)
        definition_sheet(book, found.metrics)
    return File(file_name(asked.title, f"{found.answer.as_of:%Y-%m-%d}"), file.getvalue())
