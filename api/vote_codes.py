"""``POST /api/v1/votes/codes``: codes for votes, for a phone to hand out; a visit that comes with one is bound to it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from flask_login import current_user

from api.campaigns import body
from api.ingest_checks import may_send_for
from data import votes
from data.errors import BadRequest, Forbidden
from data.ops.directory import directory

bp = Blueprint("vote_codes", __name__)
MOST = 100


@bp.post("/api/v1/votes/codes")
def issue() -> Response:
    """``{staff_id?, count: 1–100}`` → ``{codes}``: fewer for who was given many today. Left out, staff_id is one's own."""
    asked = body()
    staff_id, count = str(asked.get("staff_id") or current_user.staff_id or "")[:40], asked.get("count")
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST:
        raise BadRequest(
            "count=%(came)s: a whole number from 1 to %(most)s is allowed", came=repr(count)[:20], most=MOST
        )
    member = directory().staff.get(staff_id)
    if member is None or not may_send_for(current_user, staff_id, member):
        raise Forbidden("%(came)s is somebody else. You report for yourself", came=staff_id)
    return jsonify(codes=votes.issue(staff_id, count))
