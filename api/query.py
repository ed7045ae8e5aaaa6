"""The query path for programs: ``POST /api/v1/query``, ``GET /api/v1/metrics``, ``GET /api/v1/search``."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.blueprints import BlueprintSetupState
from pydantic import ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from api.ingest_models import shown
from api.query_models import Hit, MetricOut, QueryIn
from data.errors import BadRequest
from data.i18n import _
from data.jsonable import plain, rows_of
from data.metrics.dimensions import DIMENSIONS
from data.metrics.registry import Metric, metrics
from data.query import ask
from data.search import search
from data.serving import PINS, release_request

bp = Blueprint("query", __name__)


@bp.record_once
def one_snapshot_a_request(setup: BlueprintSetupState) -> None:
    """Everything in one request reads one snapshot; it is released when the request ends."""
    app = setup.app
    app.extensions[PINS] = True
    app.teardown_appcontext(release_request)


@bp.post("/api/v1/query")
def post_query() -> Response:
    """Metrics by dimensions, inside the caller's scope."""
    if request.mimetype and not request.is_json:
        raise UnsupportedMediaType
    asked = read_query(request.get_json(silent=True))
    answer = ask(
        asked.metrics, by=asked.by, where=asked.filters(), order=asked.order, limit=asked.limit, as_of=asked.as_of
    )
    return jsonify(
        rows=rows_of(answer.frame), as_of=plain(answer.as_of), snapshot_id=answer.snapshot_id, scope=answer.scope
    )


def read_query(body: Any) -> QueryIn:
    """The body as a query. Raises BadRequest naming the field, what came and what is allowed."""
    if body is None:
        raise BadRequest("The body must be JSON: an object with at least metrics")
    try:
        return QueryIn.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        raise BadRequest("%(field)s: %(trouble)s", field=field or "JSON", trouble=_trouble(first, field)) from error


def _trouble(found: Any, field: str) -> str:
    """What came and what is allowed, in the reader's words."""
    if found["type"] == "extra_forbidden":
        return _("there is no such field; there are: %(allowed)s", allowed=", ".join(QueryIn.model_fields))
    rules = {
        "": _("an object with at least metrics"),
        "metrics": _("a list of 1 to 30 names of metrics"),
        "by": _("a list of at most 6 names of dimensions"),
        "where": _("an object: dimension to a value, a list, or from and to"),
        "order": _("a name, or a list of names; a minus before it puts the largest first"),
        "limit": _("a whole number from 1 to 100000"),
        "as_of": _("a day like 2026-10-15 or a moment like 2026-10-15T14:36"),
    }
    if found["type"] == "missing":
        return _("missing; allowed is %(allowed)s", allowed=rules.get(field, ""))
    return _("%(came)s came; allowed is %(allowed)s", came=shown(found["input"]), allowed=rules.get(field, ""))


@bp.get("/api/v1/metrics")
def get_metrics() -> Response:
    """Every metric's card, and the dimensions."""
    kinds = [{"name": d.name, "kind": d.kind, "label": d.label.model_dump()} for d in DIMENSIONS.values()]
    return jsonify(metrics=[card(one).model_dump() for one in metrics().values()], dimensions=kinds)


def card(one: Metric) -> MetricOut:
    """A metric as programs read it."""
    texts = {
        name: getattr(one, name).model_dump() for name in ("label", "short", "definition", "formula", "unit", "owner")
    }
    return MetricOut(
        name=one.name,
        direction=one.direction,
        format=one.format,
        levels=list(one.levels),
        dimensions=list(one.dimensions),
        source=one.source,
        since=one.since.isoformat(),
        **texts,
    )


@bp.get("/api/v1/search")
def get_search() -> Response:
    """Staff, customers, branches and entities by name, pinyin initials or id: ``?q=``."""
    hits = search(request.args.get("q", ""))
    return jsonify(hits=[Hit(**vars(hit)).model_dump() for hit in hits])
