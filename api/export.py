"""``POST /api/v1/export``: a question as an Excel file. Needs the right ``export``; each one is audited."""

from __future__ import annotations

from flask import Blueprint, Response, request

from components.export import Question, question_key, workbook
from data.audit import record
from data.scope import current_asker

bp = Blueprint("export", __name__, url_prefix="/api/v1")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post("/export")
def export() -> Response:
    """The question of a chart, asked again under the asker's rights, as .xlsx."""
    current_asker().need("export")
    question = Question.parse(request.get_json(silent=True))
    content = workbook(question)
    record("export", "question", question_key(question)[:200], bytes=len(content))
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": 'attachment; filename="qianhui.xlsx"'})
