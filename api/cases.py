"""Visits under review (``/api/v1/cases``): the cases of one's own part, a case with its steps, and a step of one's own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from api.campaigns import body
from data.errors import BadRequest, allowed_only
from data.integrity import cases, cases_photo, cases_step
from data.integrity.cases_rules import STATES
from data.jsonable import plain
from data.node import Node

bp = Blueprint("cases", __name__, url_prefix="/api/v1/cases")
TOLD = (
    "case_id",
    "visit_id",
    "visit_no",
    "visit_date",
    "staff_id",
    "branch_id",
    "entity_id",
    "state",
    "outcome",
    "score",
)
MOMENTS = ("opened_at", "due_at", "closed_at")


@bp.get("")
def listed() -> Response:
    """``?node=&state=`` → ``{cases: […], counts: {state: n}}``, the longest waiting first."""
    node, state = Node.parse(request.args.get("node")), request.args.get("state")
    states = (allowed_only("state", state, STATES),) if state else STATES[:-1]
    found = [_case(row) for row in cases.cases(node, states)]
    return jsonify(cases=found, counts=cases.counts(node))


@bp.get("/<key>")
def one(key: str) -> Response:
    """A case with its findings, its steps and the steps open to whoever asks."""
    row = cases.one(key)
    done = [
        {name: plain(step[name]) for name in ("step", "by", "at", "verdict", "note", "photos")}
        for step in cases.steps(key)
    ]
    return jsonify(_case(row) | {"findings": row["findings"], "rules": row["rules"], "may": row["may"], "steps": done})


@bp.post("/review/<key>")
def review(key: str) -> Response:
    """``{step: took_place|did_not_take_place|asked, note}`` → ``{case_id, state}``."""
    raw = body()
    return jsonify(case_id=key, state=cases_step.review(key, _word(raw, "step"), _word(raw, "note")))


@bp.post("/answer/<key>")
def answer(key: str) -> Response:
    """``{step: explained|appealed, note, photos?: [photo_id]}`` → ``{case_id, state}``; photos of one's own, or added before."""
    raw, shown = body(), body().get("photos") or []
    if not isinstance(shown, list) or not all(isinstance(one, str) for one in shown):
        raise BadRequest("photos is a list of photo numbers")
    return jsonify(case_id=key, state=cases_step.answer(key, _word(raw, "step"), _word(raw, "note"), shown))


@bp.post("/photos/<key>/<photo_uuid>")
def add_photo(key: str, photo_uuid: str) -> Response:
    """Evidence for the answer to come; the body is the file, the UUID the sender's. → ``{photo_id, status: stored|duplicate}``."""
    try:
        photo_id = str(UUID(photo_uuid))
    except ValueError as error:
        raise BadRequest("%(came)s is no UUID", came=photo_uuid[:40]) from error
    return jsonify(photo_id=photo_id, status=cases_photo.add(key, photo_id, request.get_data()))


@bp.post("/settle/<key>")
def settle(key: str) -> Response:
    """``{step: overturned|upheld, note}`` → ``{case_id, state}``."""
    raw = body()
    return jsonify(case_id=key, state=cases_step.settle(key, _word(raw, "step"), _word(raw, "note")))


def _case(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(row[name]) for name in (*TOLD, *MOMENTS)}


def _word(raw: dict[str, Any], name: str) -> str:
    """A text of the object that was sent; empty where there is none."""
    value = raw.get(name)
    if value is not None and not isinstance(value, str):
        raise BadRequest("%(name)s is a text", name=name)
    return value or ""
