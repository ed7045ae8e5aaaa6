"""``/api/openapi.json``: what programs can ask of us, put together from the models that check it. Tests hold it true."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, jsonify, redirect
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.ingest_models import PhotoIn, PositionIn, UploadIn, VisitIn
from api.query_models import BatchOut, LiveOut, MetricsOut, PhotoOut, Problem, QueryIn, QueryOut, SearchOut, UploadOut
from api.session import CSRF_COOKIE, CSRF_HEADER

bp = Blueprint("openapi", __name__)


class PhotoJson(PhotoIn):
    """A photo as JSON; as a form it comes with the part ``file`` instead of ``image_base64``."""

    image_base64: str


MODELS: tuple[type[BaseModel], ...] = (
    QueryIn, QueryOut, MetricsOut, SearchOut, LiveOut, VisitIn, PositionIn, PhotoJson, BatchOut, PhotoOut, UploadIn, UploadOut,
    Problem,
)  # fmt: skip
MOMENTS = {"started_at", "ended_at", "taken_at", "at", "device_time"}
JSON = "application/json"
PROBLEMS = {
    400: "Cannot be understood; the message says what is allowed",
    401: "Nobody is signed in",
    403: "Signed in, but without the right, or outside the scope",
    404: "There is no such thing inside the scope",
    409: "Something else was sent under this UUID before",
    413: "Too large",
    415: "Not JSON",
    429: "Too many requests",
    503: "A store cannot be reached, or nothing was published yet",
}


@bp.get("/api/openapi.json")
def get_openapi() -> Response:
    """The description as JSON."""
    return jsonify(document())


@bp.get("/openapi.json")
def get_openapi_short() -> Response:
    """Where programs look first."""
    return redirect("/api/openapi.json")  # type: ignore[return-value]


@lru_cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1 of every address under ``/api/v1`` that is for programs."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Qianhui 黔惠",
            "version": "1",
            "description": "Figures, live visits and what phones send. Everything is cut to the caller's part of the organisation.",
        },
        "servers": [{"url": "/"}],
        "security": [{"session": [], "csrf": []}, {"bearer": []}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "qianhui_session"},
                "csrf": {
                    "type": "apiKey",
                    "in": "header",
                    "name": CSRF_HEADER,
                    "description": f"With the session's cookie, for everything but GET: the value of the cookie {CSRF_COOKIE}",
                },
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Made by `python -m data.ops.tokens new --user analyst --kind api --name reports`",
                },
            },
        },
    }


def _paths() -> dict[str, Any]:
    return {
        "/api/v1/query": {
            "post": _operation("query", "Metrics by dimensions", QueryOut, 400, 415, body=_json(QueryIn))
        },
        "/api/v1/metrics": {"get": _operation("metrics", "Every metric and dimension", MetricsOut)},
        "/api/v1/search": {
            "get": _operation(
                "search",
                "Staff, customers, branches, entities by name, initials or id",
                SearchOut,
                parameters=[_text("q")],
            )
        },
        "/api/v1/live": {
            "get": _operation(
                "live",
                "What is new for a screen that watches",
                LiveOut,
                400,
                parameters=[_text("cursor"), _text("node"), _text("prefecture")],
            )
        },
        "/api/v1/visits": {"post": _batch("visits", "Visits, one or at most 500", VisitIn)},
        "/api/v1/positions": {"post": _batch("positions", "Positions, one or at most 1000", PositionIn)},
        "/api/v1/photos": {
            "post": _operation("photos", "A photo of a visit", PhotoOut, 400, 409, 413, body=_json(PhotoJson))
        },
        "/api/v1/photos/uploads": {
            "post": _operation(
                "upload", "Announce a photo that comes in pieces", UploadOut, 400, 409, 413, body=_json(UploadIn)
            )
        },
        "/api/v1/photos/uploads/{photo_uuid}": {"get": _how_far(), "put": _piece()},
        "/api/v1/photos/{photo_id}": {"get": _picture()},
    }


def _operation(
    name: str,
    summary: str,
    answer: type[BaseModel],
    *problems: int,
    body: dict[str, Any] | None = None,
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "responses": {"200": _answer("OK", answer)} | _problems(401, 403, 429, 503, *problems),
    }
    if parameters:
        made["parameters"] = parameters
    if body:
        made["requestBody"] = {"required": True, "content": body}
    return made


def _batch(name: str, summary: str, item: type[BaseModel]) -> dict[str, Any]:
    """An address that takes one item or many; each gets its own answer."""
    many = {
        "type": "object",
        "properties": {name: {"type": "array", "items": _ref(item), "minItems": 1}},
        "required": [name],
        "additionalProperties": False,
    }
    operation = _operation(name, summary, BatchOut, 413, body={JSON: {"schema": {"anyOf": [_ref(item), many]}}})
    mixed = {"anyOf": [_ref(BatchOut), _ref(Problem)]}
    operation["responses"] |= {
        "207": _answer("Some were stored", BatchOut),
        "400": {"description": "None could be taken", "content": {JSON: {"schema": mixed}}},
        "409": {"description": PROBLEMS[409], "content": {JSON: {"schema": mixed}}},
    }
    return operation


def _picture() -> dict[str, Any]:
    operation = _operation("photo", "The marked copy of a photo", PhotoOut, 400, 404)
    operation["responses"]["200"] = {
        "description": "A JPEG",
        "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
    }
    size = {"name": "size", "in": "query", "schema": {"enum": ["thumb", "full"]}}
    return operation | {"parameters": [_in_path("photo_id"), size]}


def _how_far() -> dict[str, Any]:
    operation = _operation("upload_offset", "How far a photo in pieces has come", UploadOut, 404)
    return operation | {"parameters": [_in_path("photo_uuid")]}


def _piece() -> dict[str, Any]:
    raw = {"application/octet-stream": {"schema": {"type": "string", "format": "binary", "maxLength": 1048576}}}
    operation = _operation("upload_piece", "A piece of a photo", UploadOut, 400, 404, 409, 413, body=raw)
    offset = {"name": "offset", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 0}}
    return operation | {"parameters": [_in_path("photo_uuid"), offset]}


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _answer(description: str, model: type[BaseModel]) -> dict[str, Any]:
    return {"description": description, "content": _json(model)}


def _problems(*statuses: int) -> dict[str, Any]:
    return {str(status): _answer(PROBLEMS[status], Problem) for status in sorted(statuses)}


def _json(model: type[BaseModel]) -> dict[str, Any]:
    return {JSON: {"schema": _ref(model)}}


def _text(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _schemas() -> dict[str, Any]:
    """The models' schemas; moments, which a function of ours parses, are ISO 8601 texts."""
    _map, found = models_json_schema(
        [(model, "validation") for model in MODELS], ref_template="#/components/schemas/{model}"
    )
    schemas = found["$defs"]
    for schema in schemas.values():
        for name, property_ in schema.get("properties", {}).items():
            if name in MOMENTS and "type" not in property_ and "anyOf" not in property_:
                property_ |= {"type": "string", "format": "date-time"}
    return schemas
