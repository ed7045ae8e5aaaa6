"""``POST /api/v1/export``: a question, a table told in words, or a list's rows, as an Excel file.

Needs the right ``export``; each one is audited.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request

from components.export import Question, question_key, workbook
from components.export_rows import Rows, rows_workbook
from components.export_told import Asked, told_workbook
from data.audit import record
from data.scope import current_asker

bp = Blueprint("export", __name__, url_prefix="/api/v1")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post("/export")
def export() -> Response:
    """The question of a chart, the table or the list shown, asked again under the asker's rights, as .xlsx."""
    current_asker().need("export")
    raw = request.get_json(silent=True)
    asked = raw if isinstance(raw, dict) else {}
    content = next((make for word, make in KINDS.items() if asked.get(word)), _question)(asked)
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": 'attachment; filename="qianhui.xlsx"'})


def _question(raw: dict[str, Any]) -> bytes:
    question = Question.parse(raw)
    content = workbook(question)
    record("export", "question", question_key(question)[:200], bytes=len(content))
    return content


def _told(raw: dict[str, Any]) -> bytes:
    asked = Asked.parse(raw)
    content = told_workbook(asked)
    record("export", "table", asked.told, bytes=len(content), view=json.dumps(dict(asked.view)), as_of=asked.as_of)
    return content


def _rows(raw: dict[str, Any]) -> bytes:
    rows = Rows.parse(raw)
    content = rows_workbook(rows)
    record("export", "listing", rows.listing, bytes=len(content), where=json.dumps(dict(rows.where)), as_of=rows.as_of)
    return content


KINDS = {"told": _told, "listing": _rows}  # the word that says what is asked for; a question has none of them
