"""Boundaries over HTTP: ``GET /api/v1/geo/<name>`` → GeoJSON, simplified; ``china`` and ``home`` are projected paths.

Guarded like every route. The answer is the same for every reader: the browser keeps it for a year where the hash in the
address is the content's own, and revalidates by ETag otherwise.
"""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from data.geo.boundaries import boundary

bp = Blueprint("geo", __name__)

YEAR = 31_536_000


@bp.get("/api/v1/geo/<name>")
def geo(name: str) -> Response:
    """A boundary file. 404 when the region has none of that name."""
    found = boundary(name)
    is_known = any(tag.partition(":")[0] == found.digest for tag in request.if_none_match)  # packed, it is <digest>:br
    answer = Response(status=304) if is_known else Response(found.body, mimetype="application/json")
    answer.set_etag(found.digest)
    fresh = request.args.get("v") == found.digest
    answer.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable" if fresh else "private, no-cache"
    return answer
