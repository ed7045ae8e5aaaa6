"""Is the program alive, is it ready, how is it doing: ``/healthz``, ``/readyz``, ``/metrics``."""

from __future__ import annotations

import os
import time
from functools import cache

from flask import Blueprint, Response, current_app, g, jsonify, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import text

from data.clock import now
from data.errors import QianhuiError
from data.ops.engine import engine
from data.serving import snapshot

bp = Blueprint("health", __name__)

REQUESTS = Counter("qianhui_requests_total", "Requests answered", ["kind", "status"])
SECONDS = Histogram(
    "qianhui_request_seconds",
    "Seconds until the answer was ready",
    ["kind"],
    buckets=(0.005, 0.015, 0.05, 0.15, 0.5, 2, 10),
)
SNAPSHOT_AGE = Gauge(
    "qianhui_publication_age_seconds", "Seconds since the publication on screen", multiprocess_mode="mostrecent"
)


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Stores reachable; says which snapshot is on screen and how far the data reaches."""
    checks: dict[str, str] = {}
    state = None
    try:
        state = snapshot()
        checks["serving"] = "ok"
    except QianhuiError as error:
        checks["serving"] = str(error)
    try:
        with engine().connect() as connection:
            connection.execute(text("select 1"))
        checks["operations_db"] = "ok"
    except Exception as error:  # any driver's error means the same: not ready
        current_app.logger.warning("operations DB unreachable: %s", error)
        checks["operations_db"] = "unreachable"
    good = all(value == "ok" for value in checks.values())
    body = {
        "status": "ready" if good else "not ready",
        "checks": checks,
        "snapshot_id": state.snapshot_id if state else None,
        "data_as_of": state.data_as_of.isoformat() if state else None,
    }
    return jsonify(body), 200 if good else 503


@bp.get("/metrics")
def metrics() -> Response:
    """Prometheus figures of all web processes together."""
    try:
        SNAPSHOT_AGE.set((now() - snapshot().published_at).total_seconds())
    except QianhuiError:
        SNAPSHOT_AGE.set(float("nan"))
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _kind() -> str:
    path = request.path
    if path.startswith("/_dash-update-component"):
        return "callback"
    if path.startswith("/api/"):
        return "api"
    return "asset" if path.startswith(("/assets", "/_dash")) else "page"


@bp.before_app_request
def start_clock() -> None:
    """Remember when the request came in."""
    g.started = time.perf_counter()


@bp.after_app_request
def count(response: Response) -> Response:
    """Count the answer and its time."""
    kind = _kind()
    _counter(kind, response.status_code).inc()
    if started := g.pop("started", None):
        _seconds(kind).observe(time.perf_counter() - started)
    return response


_counter, _seconds = cache(REQUESTS.labels), cache(SECONDS.labels)  # looking labels up costs as much as counting
