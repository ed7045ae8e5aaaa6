"""Lists of people as Excel files: the columns and the order of the screen, names masked as there, filters and as-of printed.

Like a chart's ``Question``, ``Rows`` travels with what it shows; the export lists it again under the asker's own scope.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import Any

import xlsxwriter

from components.export import LONGEST, File, data_sheet, headed
from components.export_period import file_name
from components.migrant_feed import activity_columns
from components.migrant_place import worker_columns
from components.tables import Column
from data.errors import allowed_only
from data.i18n import _, p_
from data.i18n.numbers import human
from data.listing import Listing, listing
from data.query.ask import data_reaches
from data.scope import Node, current_asker
from data.serving import reading

LISTS: dict[str, Callable[[], list[Column]]] = {"worker": worker_columns, "worker_activity": activity_columns}


@dataclass(frozen=True)
class Rows:
    """The arguments of ``listing``, and the title the rows stand under."""

    listing: str
    where: Mapping[str, Any] = field(default_factory=dict)
    as_of: str | None = None
    limit: int = LONGEST
    title: str = ""

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Rows:
        """From JSON. Raises BadRequest for a list that is not shown as one; filters are checked by ``listing``."""
        limit = raw.get("limit")
        return cls(
            listing=allowed_only("listing", str(raw.get("listing")), LISTS),
            where=raw["where"] if isinstance(raw.get("where"), dict) else {},
            limit=min(limit, LONGEST) if isinstance(limit, int) else LONGEST,
            **headed(raw),
        )

    def as_json(self) -> dict[str, Any]:
        """For the page: only what is set."""
        return {key: value for key, value in asdict(self).items() if value}


def rows_file(rows: Rows) -> File:
    """An .xlsx of one sheet, named after its day: the rows below title, filters, scope and as-of."""
    found = listing(rows.listing, where=rows.where, as_of=rows.as_of, limit=rows.limit)
    reached, file = rows.as_of or _reached(), BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        data_sheet(book, _("Data"), rows.title, _heading(rows, found, reached), found.frame, LISTS[rows.listing]())
    return File(file_name(rows.title, reached[:10]), file.getvalue())


def _reached() -> str:
    """Until when there are data."""
    with reading() as state:
        return f"{data_reaches(state):%Y-%m-%d %H:%M}"


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _heading(rows: Rows, found: Listing, reached: str) -> list[tuple[str, str]]:
    """What the file says about itself, line by line."""
    with reading() as state:
        words = [
            p_("list", ", ").join(state.names.name(dimension, one) for one in _several(value))
            for dimension, value in rows.where.items()
        ]
    shown, total = human(len(found.frame), compact=False), human(found.total, compact=False)
    return [
        (_("Filters"), " · ".join(words) or _("none")),
        (_("Scope"), Node.top(current_asker()).name),
        (_("Data as of"), reached),
        (_("Snapshot"), found.snapshot_id),
        (_("Rows"), _("%(n)s of %(total)s, names masked", n=shown, total=total)),
    ]
