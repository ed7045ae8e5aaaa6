"""``/pair``: the page a screen shows until an administrator confirms its code; ``POST /pair/state`` says how far that is.

The code belongs to a secret in a cookie of this page. Once it is confirmed, the answer brings the screen's token as its cookie.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from api.page import ASSETS, page_texts
from api.screen_cookie import PAIRING_COOKIE, keep, keep_secret
from api.session import csrf_token
from data.clock import now
from data.i18n import _
from data.wall import pairing

bp = Blueprint("pair", __name__)

FOLDER = ASSETS / "wall_pair"


@bp.get("/pair")
def page() -> AnyResponse:
    """The screen's page; one that is paired goes to the wall."""
    if current_user.is_authenticated and current_user.is_screen:
        return redirect("/wall")
    csrf_token()
    texts = {
        "ended": _("The code has ended; here is a new one"),
        "away": _("No connection: trying again"),
        "paired": _("Paired. The wall begins"),
    }
    version = max(int(file.stat().st_mtime) for file in FOLDER.iterdir())
    where = request.host_url.rstrip("/") + "/admin"
    shown = page_texts() | {"theme": "night", "texts": texts, "version": version, "where": where}
    return Response(render_template("pair.html", **shown))


@bp.post("/pair/state")
def state() -> Response:
    """``{state: waiting, code, seconds}`` or ``{state: paired}`` with the cookie. A code that ended is followed by a new one."""
    secret = request.cookies.get(PAIRING_COOKIE, "")
    found = pairing.waiting(secret) if secret else None
    if found and found.screen_id and (token := pairing.claim(secret)):
        answer = jsonify(state="paired")
        keep(answer, token)
        keep_secret(answer, "", 0)
        return answer
    if found is None or found.screen_id:
        found, secret = pairing.begin(request.remote_addr or "")
    seconds = max(int((found.until - now()).total_seconds()), 0)
    answer = jsonify(state="waiting", code=found.code, seconds=seconds)
    keep_secret(answer, secret, seconds + 60)
    return answer
