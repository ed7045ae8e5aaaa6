"""``POST /api/v1/export``: a question, a table told in words, or a list's rows, as an Excel file.

Needs the right ``export``; each one is audited.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from components.export import File, Question, exported, question_key
from components.export_campaign import Members, members_file
from components.export_offers import Offers, offers_file
from components.export_rows import Rows, rows_file
from components.export_told import ToldTable, told_file
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
    name, content = next((make for word, make in KINDS.items() if asked.get(word)), _question)(asked)
    told = f"attachment; filename=qianhui.xlsx; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": told})


def _question(raw: dict[str, Any]) -> File:
    question = Question.parse(raw)
    made = exported(question)
    record("export", "question", question_key(question)[:200], bytes=len(made.content))
    return made


def _told(raw: dict[str, Any]) -> File:
    asked = ToldTable.parse(raw)
    made = told_file(asked)
    record("export", "table", asked.told, bytes=len(made.content), view=json.dumps(dict(asked.view)), as_of=asked.as_of)
    return made


def _rows(raw: dict[str, Any]) -> File:
    rows = Rows.parse(raw)
    made, where = rows_file(rows), json.dumps(dict(rows.where))
    record("export", "listing", rows.listing, bytes=len(made.content), where=where, as_of=rows.as_of)
    return made


def _offers(raw: dict[str, Any]) -> File:
    current_asker().need("page:recommend")
    asked = Offers.parse(raw)
    made = offers_file(asked)
    record("export", "offers", None, bytes=len(made.content), view=json.dumps(dict(asked.offers)))
    return made


def _members(raw: dict[str, Any]) -> File:
    asked = Members.parse(raw)
    made = members_file(asked)
    record("export", "campaign", asked.campaign, bytes=len(made.content))
    return made


# The word that says what is asked for; a question has none of them.
KINDS = {"told": _told, "listing": _rows, "offers": _offers, "campaign": _members}
