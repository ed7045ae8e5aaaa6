"""One's own: devices made and withdrawn, the notice accepted, all that is kept as a file (``/api/v1/me/…``)."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, jsonify, request

from api.campaigns import body
from components.kept_parts import as_excel, as_json
from data import devices, kept
from data.audit import record
from data.capture.notice import accept
from data.clock import now
from data.errors import allowed_only
from data.i18n import _

bp = Blueprint("own", __name__, url_prefix="/api/v1/me")
FILES = {
    "xlsx": (as_excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (as_json, "application/json"),
}


@bp.post("/devices")
def make_device() -> Response:
    """``{name}`` → ``{token}``, told this once."""
    return jsonify(token=devices.make(str(body().get("name") or "")))


@bp.post("/devices/<token_id>/withdraw")
def withdraw_device(token_id: str) -> Response:
    """It stops sending at once."""
    devices.withdraw(token_id)
    return jsonify(withdrawn=token_id)


@bp.post("/notice")
def accept_notice() -> Response:
    """``{version}`` → ``{accepted_at}``."""
    moment = accept(str(body().get("version") or "")[:20], request.headers.get("User-Agent", ""))
    return jsonify(accepted_at=moment.isoformat(timespec="seconds"))


@bp.get("/kept")
def save_kept() -> Response:
    """``?as=xlsx|json``: every row of every kind."""
    kind = allowed_only("as", request.args.get("as", "json"), FILES)
    write, mimetype = FILES[kind]
    content = write({name: kept.rows(name) for name in kept.names()})
    record("kept.save", "user", None, kind=kind, bytes=len(content))
    name = quote(f"{_('What is kept about me')} {now():%Y-%m-%d}.{kind}", safe="")
    told = f"attachment; filename=kept.{kind}; filename*=UTF-8''{name}"
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": told})
