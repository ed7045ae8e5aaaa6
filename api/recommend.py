"""What the recommendation pages keep: segments (``/api/v1/segments``) and tasks for one customer (``/api/v1/tasks``)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from api.campaigns import body, day, own_staff
from components.recommend_choice import TRAITS, Choice
from data import customer_tasks, segments
from data.errors import BadRequest, allowed_only
from models.products import catalogue

bp = Blueprint("recommend_kept", __name__, url_prefix="/api/v1")


@bp.post("/segments")
def save() -> Response:
    """``{name, traits: {group, age, …: codes}, shared?}`` → ``{segment_id}``."""
    raw = body()
    given = raw.get("traits")
    chosen = Choice.parse(given if isinstance(given, dict) else {}).words()
    traits = {word: chosen[word] for word in TRAITS if word in chosen}
    key = segments.save(str(raw.get("name") or ""), traits, is_shared=bool(raw.get("shared")))
    return jsonify(segment_id=key)


@bp.post("/segments/<key>/remove")
def remove(key: str) -> Response:
    """``{}`` → ``{segment_id}``."""
    body()
    segments.remove(key)
    return jsonify(segment_id=key)


@bp.post("/tasks")
def assign() -> Response:
    """``{customer_id, due_on, note?, product?}`` → ``{task_id}``."""
    raw = body()
    product = str(raw.get("product") or "")
    if product:
        allowed_only("product", product, tuple(catalogue().products))
    customer = str(raw.get("customer_id") or "")
    return jsonify(task_id=customer_tasks.assign(customer, day(raw, "due_on"), str(raw.get("note") or ""), product))


@bp.post("/tasks/answers")
def answer() -> Response:
    """``{client_uuid, task_id, answer: accepted|declined|later}`` → ``{status: stored|duplicate}``."""
    raw: dict[str, Any] = body()
    words = [str(raw.get(name) or "")[:40] for name in ("client_uuid", "task_id", "answer")]
    if not all(words):
        raise BadRequest("An answer has client_uuid, task_id and answer")
    client_uuid, key, said = words
    return jsonify(status=customer_tasks.answer(client_uuid, key, said, own_staff()))
