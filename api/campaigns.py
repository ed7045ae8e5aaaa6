"""``POST /api/v1/campaigns`` makes one from the list of a choice, ``…/<id>/name`` and ``…/<id>/stop`` change it;
``POST /api/v1/campaigns/answers`` keeps what a customer said."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, request

from components.recommend_plan import planned
from data import campaign_changes, campaigns
from data.errors import BadRequest, Forbidden
from data.ops.engine import reading
from data.ops.users import staff_of
from data.scope import current_asker

bp = Blueprint("campaigns", __name__, url_prefix="/api/v1/campaigns")


@bp.post("")
def make() -> Response:
    """``{name, starts_on, ends_on, control_share, capacity, chosen: {…}, picked: [customer_id]}`` → ``{campaign_id}``; ``chosen``:
    the words of /recommend."""
    raw = body()
    chosen, picked = raw.get("chosen"), raw.get("picked")
    plan = planned(
        str(raw.get("name") or ""),
        chosen if isinstance(chosen, dict) else {},
        starts_on=day(raw, "starts_on"),
        ends_on=day(raw, "ends_on"),
        control_share=_number(raw, "control_share"),
        capacity=int(_number(raw, "capacity")),
        picked=[str(one) for one in picked] if isinstance(picked, list) else [],
    )
    return jsonify(campaign_id=campaigns.create(plan))


@bp.post("/<key>/name")
def rename(key: str) -> Response:
    """``{name}`` → ``{campaign_id}``."""
    campaign_changes.rename(key, str(body().get("name") or ""))
    return jsonify(campaign_id=key)


@bp.post("/<key>/stop")
def stop(key: str) -> Response:
    """``{}`` → ``{campaign_id}``: today is its last day."""
    body()
    campaign_changes.stop(key)
    return jsonify(campaign_id=key)


@bp.post("/answers")
def answer() -> Response:
    """``{client_uuid, campaign_id, customer_id, answer: accepted|declined|later}`` → ``{status: stored|duplicate}``."""
    raw, staff = body(), own_staff()
    words = [str(raw.get(name) or "")[:40] for name in ("client_uuid", "campaign_id", "customer_id", "answer")]
    if not all(words):
        raise BadRequest("An answer has client_uuid, campaign_id, customer_id and answer")
    client_uuid, key, customer, said = words
    return jsonify(status=campaigns.answer(client_uuid, key, customer, said, staff))


def own_staff() -> str:
    """The staff number of whoever asks. Raises Forbidden without one."""
    asker = current_asker()
    if asker.scope_level == "staff" and asker.scope_id:
        return asker.scope_id
    with reading() as connection:
        found = staff_of(connection, asker.user_id)
    if found is None:
        raise Forbidden("This account is nobody's on the staff")
    return found


def body() -> dict[str, Any]:
    """The JSON object that was sent."""
    raw = request.get_json(silent=True)
    if not isinstance(raw, dict):
        raise BadRequest("A JSON object is expected")
    return raw


def day(raw: dict[str, Any], name: str) -> date:
    """A day of it. Raises BadRequest."""
    try:
        return date.fromisoformat(str(raw.get(name)))
    except ValueError as error:
        raise BadRequest("%(name)s is a day like 2026-10-15", name=name) from error


def _number(raw: dict[str, Any], name: str) -> float:
    try:
        return float(raw[name])
    except (KeyError, TypeError, ValueError) as error:
        raise BadRequest("%(name)s is a number", name=name) from error
