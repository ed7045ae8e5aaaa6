"""Questions kept as values, and their answers as Excel files that say what they are.

A chart's ``Question`` travels with its table twin; the export asks it again through the one query path, under the
asker's own scope and the right ``export``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any, NamedTuple

import pandas as pd
import xlsxwriter

from components.export_period import file_name, periods_text, span_text
from components.performance_export import SCORES, plain, scored, scored_columns
from components.quarantine import feed_title
from components.shaped import SHAPES, shaped
from components.tables import Column, columns_of, titled
from data.errors import BadRequest, allowed_only
from data.i18n import _
from data.i18n.numbers import as_number
from data.listing import listing
from data.metrics.registry import Metric, metric
from data.period import Period
from data.query import ask, ranking
from data.query.spans import spans
from data.scope import Node
from data.trust_figures import Figure, described, figures

LONGEST = 100_000  # rows
RANKING = "ranking"  # the shape of a ranking: places and movement beside the metrics
NUMBER_FORMATS = {
    "count": "#,##0",
    "expected": '[=0]0;[<=0.5]"<1";#,##0',
    "decimal": "#,##0.0",
    "percent": "0.0%",
    "percentage": "0.0",
    "money": "#,##0.00",
    "score": "0.00",
}


@dataclass(frozen=True)
class Question:
    """What was asked: the arguments of ``ask``, the title the answer stands under, and what the marks make of it.

    ``shape`` (``components/shaped.py``): moves, ends or shares of one dimension; empty is the plain answer.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: dict[str, Any] | None = None
    order: str | None = None
    limit: int | None = None
    as_of: str | None = None
    title: str = ""
    shape: str = ""

    @classmethod
    def parse(cls, raw: Any) -> Question:
        """From JSON; raises BadRequest when it is no question. Names are checked by ``ask``."""
        if not isinstance(raw, dict) or not isinstance(raw.get("metrics"), list) or not raw["metrics"]:
            raise BadRequest("A question has metrics: a list of names")
        limit, shape = raw.get("limit"), str(raw.get("shape") or "")
        if shape and not raw.get("by"):
            raise BadRequest("A question with a shape has by: a list of one dimension")
        if shape:
            allowed_only("shape", shape, (*SHAPES, RANKING, SCORES))
        return cls(
            metrics=tuple(map(str, raw["metrics"])),
            by=tuple(map(str, raw.get("by") or ())),
            where=raw["where"] if isinstance(raw.get("where"), dict) else None,
            order=str(raw["order"]) if raw.get("order") else None,
            limit=min(limit, LONGEST) if isinstance(limit, int) else None,
            shape=shape,
            **headed(raw),
        )

    def ask(self) -> Any:
        """The answer, under the rights of whoever asks now."""
        if self.shape == RANKING:
            return self._ranked()
        if self.shape == SCORES:
            return scored(self.metrics, self.by[0], self.where or {})
        if self.shape:
            return shaped(self.shape, self.metrics, self.by[0], self.where or {}, self.as_of, self.limit)
        return ask(
            list(self.metrics),
            by=list(self.by),
            where=self.where or {},
            order=self.order,
            limit=self.limit,
            as_of=self.as_of,
        )

    def _ranked(self) -> Any:
        """Places and movement; of those who are managers also number, outlet and entity, which tell namesakes apart."""
        answer = ranking(self.metrics, self.by[0], self.where or {}, limit=self.limit, as_of=self.as_of)
        frame = answer.frame
        if self.by[0] == "staff":
            names = {"branch_name": "their_branch", "entity_name": "their_entity"}
            staff = listing("staff", limit=LONGEST).frame.set_index("staff_id")[list(names)].rename(columns=names)
            frame = frame.join(staff, on="staff")
            if "managers" in frame:  # 1 of each who is one: said by standing here
                frame = frame[frame["managers"] > 0].drop(columns="managers")
        return answer.with_frame(frame)

    def spans(self) -> dict[str, Period]:
        """Metric → the days it counts; none of numbers about the data themselves."""
        names = [name for name in self.metrics if name not in figures()]
        where = plain(self.where or {}) if self.shape == SCORES else self.where
        return spans(names, self.by, where, self.as_of) if names else {}

    def as_json(self) -> dict[str, Any]:
        """For the page: only what is set."""
        return {key: value for key, value in asdict(self).items() if value}


def headed(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Of anything asked for as a file: the day it is of and the title it stands under, as far as they are given."""
    return {"as_of": str(raw["as_of"]) if raw.get("as_of") else None, "title": str(raw.get("title") or "")[:120]}


class File(NamedTuple):
    """A file to save: its name with filters and period, and what is in it."""

    name: str
    content: bytes


def workbook(question: Question) -> bytes:
    """What is in the file of a question."""
    return exported(question).content


def exported(question: Question) -> File:
    """An .xlsx: sheet 1 the rows below title, period, filters, scope and as-of; sheet 2 the definitions."""
    answer, counted = question.ask(), question.spans()
    period = periods_text(counted.values())
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": False}) as book:
        title = question.title or ", ".join(_label(m) for m in question.metrics)
        lines = ([(_("Period"), period)] if period else []) + heading(answer)
        data_sheet(book, _("Data"), title, lines, answer.frame, _columns(question, answer.frame))
        definition_sheet(book, question.metrics, counted)
    is_said = question.shape == SCORES or period in answer.sentence  # scores: the month
    return File(file_name(title, answer.sentence, "" if is_said else period), file.getvalue())


def _columns(question: Question, frame: pd.DataFrame) -> list[Column]:
    """The answer's columns; a ranking's stand between its place and its movement."""
    if question.shape == SCORES:
        return scored_columns(question.by[0], question.where or {}, frame)
    if question.shape != RANKING:
        return columns_of(frame)
    who = []
    if question.by[0] == "staff":
        who = [
            Column("staff", _("Staff no.")),
            Column("their_branch", _("Outlet")),
            Column("their_entity", _("Entity")),
        ]
    moved = Column("rank_change", _("Places gained"), "count")
    return [Column("rank", _("Rank"), "count"), *columns_of(frame)[:1], *who, *columns_of(frame)[1:], moved]


def heading(answer: Any) -> list[tuple[str, str]]:
    """What the file says about itself, line by line."""
    return [
        (_("Filters"), answer.sentence or _("none")),
        (_("Scope"), Node.parse(answer.scope).name),
        (_("Data as of"), f"{answer.as_of:%Y-%m-%d %H:%M}" if hasattr(answer.as_of, "hour") else str(answer.as_of)),
        (_("Snapshot"), str(answer.snapshot_id)),
    ]


def data_sheet(
    book: xlsxwriter.Workbook,
    name: str,
    title: str,
    lines: list[tuple[str, str]],
    frame: pd.DataFrame,
    columns: list[Column],
) -> None:
    """A sheet: the title, the lines the file says about itself, then the rows."""
    sheet = book.add_worksheet(name)
    bold, grey = book.add_format({"bold": True, "font_size": 14}), book.add_format({"font_color": "#586A73"})
    sheet.write_string(0, 0, title, bold)
    for row, (label, text) in enumerate(lines, start=1):
        sheet.write_string(row, 0, label, grey)
        sheet.write_string(row, 1, text, grey)
    _rows(book, sheet, len(lines) + 2, frame, columns)


def _rows(book: xlsxwriter.Workbook, sheet: Any, top: int, frame: pd.DataFrame, columns: list[Column]) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E9F4F1"})
    rows = frame.to_dict("records")
    for position, column in enumerate(columns):
        style = book.add_format({"num_format": number_format(column)})
        sheet.write_string(top, position, titled(column), head)
        sheet.set_column(position, position, column.width or (16 if column.is_number else 24))
        for row, values in enumerate(rows, start=top + 1):
            _write(sheet, row, position, column, values, style)
    sheet.freeze_panes(top + 1, 1)


def number_format(column: Column) -> str:
    """How Excel shows the column's numbers."""
    if column.decimals is None or not column.is_number:
        return NUMBER_FORMATS.get(column.format, "General")
    places = f".{'0' * column.decimals}" if column.decimals else ""
    return f"#,##0{places}{'%' if column.format == 'percent' else ''}"


def _write(sheet: Any, row: int, position: int, column: Column, values: Mapping[str, Any], style: Any) -> None:
    number = as_number(values.get(column.name)) if column.is_number else None
    if number is not None:
        sheet.write_number(row, position, number, style)
    elif not column.is_number:
        sheet.write_string(row, position, str(column.cell(values.get(column.name), values)))


def definition_sheet(
    book: xlsxwriter.Workbook, names: tuple[str, ...], counted: Mapping[str, Period] | None = None
) -> None:
    """A sheet with what each metric means, and the days it counts where they are told."""
    sheet = book.add_worksheet(_("Definitions"))
    head = book.add_format({"bold": True, "bottom": 1})
    titles = [_("Metric"), _("Definition"), _("Formula"), _("Unit"), _("Owner"), _("Source")]
    for position, title in enumerate([*titles, _("Period")] if counted else titles):
        sheet.write_string(0, position, title, head)
        sheet.set_column(position, position, 40 if position in {1, 2} else 24)
    for row, name in enumerate(names, start=1):
        meant, span = described(name), (counted or {}).get(name)
        source = meant.source if isinstance(meant, Figure) else feed_title(meant.source)
        label = _label(name) if span else meant.label
        said = (
            label,
            meant.definition,
            meant.formula,
            meant.unit,
            meant.owner,
            source,
            span_text(span) if span else "",
        )
        for position, text in enumerate(said):
            sheet.write_string(row, position, as_text(text))


def _label(name: str) -> str:
    """A metric's name without its window: a file is read later, when today is another day."""
    meant = described(name)
    return (metric(meant.base) if isinstance(meant, Metric) else meant).label.text()


def as_text(value: Any) -> str:
    """A text of the registry, which may be in two languages, a list, or plain."""
    if hasattr(value, "text"):
        return str(value.text())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)


def question_key(question: Question) -> str:
    """For the audit: the question as one line."""
    return json.dumps(question.as_json(), ensure_ascii=False, sort_keys=True)
