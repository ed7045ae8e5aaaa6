"""``POST /api/v1/export``: a question, or a list's rows, as an Excel file. Needs the right ``export``; each one is audited."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request

from components.export import Question, question_key, workbook
from components.export_rows import Rows, rows_workbook
from data.audit import record
from data.scope import current_asker

bp = Blueprint("export", __name__, url_prefix="/api/v1")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post("/export")
def export() -> Response:
    """The question of a chart or the list shown, asked again under the asker's rights, as .xlsx."""
    current_asker().need("export")
    raw = request.get_json(silent=True)
    content = _rows(raw) if isinstance(raw, dict) and raw.get("listing") else _question(raw)
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": 'attachment; filename="qianhui.xlsx"'})


def _question(raw: Any) -> bytes:
    question = Question.parse(raw)
    content = workbook(question)
    record("export", "question", question_key(question)[:200], bytes=len(content))
    return content


def _rows(raw: dict[str, Any]) -> bytes:
    rows = Rows.parse(raw)
    content = rows_workbook(rows)
    record("export", "listing", rows.listing, bytes=len(content), where=json.dumps(dict(rows.where)), as_of=rows.as_of)
    return content
