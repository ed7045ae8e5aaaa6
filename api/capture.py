"""What the capture page asks for: ``hello``, ``pack``, ``search``, and the notice that was accepted (``/api/v1/capture/…``).

What it sends goes to the same doors as any phone's: ``/api/v1/visits``, ``/api/v1/photos/uploads``, ``/api/v1/positions``.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from api.campaigns import body, own_staff
from components import capture_pack
from data.capture.notice import accept
from data.errors import BadRequest
from data.live import ticker

bp = Blueprint("capture", __name__, url_prefix="/api/v1/capture")
LONGEST = 40  # characters of a search
MOST_CODES = 30  # for votes, at once


@bp.get("/hello")
def hello() -> Response:
    """``{user_id, name, now}``; ``now`` in ms since 1970."""
    return jsonify(capture_pack.hello())


@bp.get("/pack")
def pack() -> Response:
    """Everything for a day without a line; ``?votes=`` how many fresh codes for votes, 0 to 30."""
    ticker.ensure()
    wanted = request.args.get("votes", "0")
    if not wanted.isdigit() or int(wanted) > MOST_CODES:
        raise BadRequest(
            "votes=%(value)s: a whole number from 0 to %(most)s is allowed", value=repr(wanted[:20]), most=MOST_CODES
        )
    return jsonify(capture_pack.pack(own_staff(), int(wanted)))


@bp.get("/search")
def search() -> Response:
    """``?q=`` a name, its pinyin initials or a customer number → ``{homes: […]}`` of the own outlet, in the pack's form."""
    text = " ".join(request.args.get("q", "").split())
    if not 1 <= len(text) <= LONGEST:
        raise BadRequest("q: 1 to %(most)s characters are allowed", most=LONGEST)
    return jsonify(homes=capture_pack.beyond(own_staff(), text))


@bp.post("/notice")
def notice() -> Response:
    """``{version}`` → ``{accepted_at}``."""
    moment = accept(str(body().get("version") or "")[:20], request.headers.get("User-Agent", ""))
    return jsonify(accepted_at=moment.isoformat(timespec="seconds"))
