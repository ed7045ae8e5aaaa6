"""``/v/<code>``: a customer says how a visit was. No sign-in, one vote a code, on any phone, without a script.

The page says nothing of visit, manager or customer: who finds a code learns nothing. ``/v`` takes a code that was read
out. Who is signed in as staff does not vote: the vote is the customer's, on the customer's phone.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from api.login import limiter
from api.page import ASSETS, page_texts
from api.session import csrf_token
from data import votes
from data.errors import BadRequest, Conflict, NotFound, TooMany
from data.i18n import _

bp = Blueprint("vote", __name__)
A_MINUTE = "20/minute"  # from one address: enough for a village behind one, too little to try codes
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
FACES = (1, 2, 3, 4, 5)  # from left to right, as on the manager's phone (assets/capture/faces.js)


@bp.get("/v")
@limiter.limit(A_MINUTE)
def ask_code() -> AnyResponse:
    """Type the code; ``?code=`` leads on to its page."""
    typed = request.args.get("code", "")[:40]
    code = votes.cleaned(typed)
    if code:
        return redirect(f"/v/{code}" + (f"?lang={request.args['lang']}" if request.args.get("lang") else ""))
    return _page("code", trouble=_("A code has ten letters, without I, L, O and U") if typed else "")


@bp.get("/v/<code>")
@limiter.limit(A_MINUTE)
def ask_vote(code: str) -> AnyResponse:
    """The five faces; thanks, when the code has voted."""
    code = votes.cleaned(code[:40])
    try:
        return _page("ask" if votes.is_open(code) else "again", code)
    except NotFound as error:
        return _page("code", trouble=_(error.msgid), status=404)


@bp.post("/v/<code>")
@limiter.limit(A_MINUTE)
def vote(code: str) -> AnyResponse:
    """``rating`` 1 to 5, and ``said`` if one likes."""
    code, rating = votes.cleaned(code[:40]), request.form.get("rating", "")
    said = CONTROL.sub("", request.form.get("said", "")).strip()
    try:
        _check(rating, said)
        votes.vote(code, int(rating), said, request.remote_addr or "")
    except NotFound as error:
        return _page("code", trouble=_(error.msgid), status=404)
    except Conflict:
        return _page("again", code, status=409)
    except (BadRequest, TooMany) as error:
        return _page("ask", code, trouble=_(error.msgid, **error.params), status=error.status, said=said)
    return _page("thanks", code)


def _check(rating: str, said: str) -> None:
    if current_user.is_authenticated:
        raise BadRequest(
            "You are signed in as staff here. The vote is the customer's: open the link on the customer's phone"
        )
    if rating not in {"1", "2", "3", "4", "5"}:
        raise BadRequest("Tap one of the five faces first")
    if len(said) > votes.LONGEST:
        raise BadRequest("That is too long: at most %(most)s letters", most=votes.LONGEST)


def _page(state: str, code: str = "", *, trouble: str = "", status: int = 200, said: str = "") -> Response:
    folder = ASSETS / "vote"
    version = max(int(file.stat().st_mtime) for file in folder.iterdir())
    words = {
        5: _("Very good"),
        4: _("Good"),
        3: _("So-so"),
        2: _("Poor"),
        1: _("Very poor"),
    }
    shown = {
        "state": state,
        "code": code,
        "spoken": votes.shown(code) if code else "",
        "trouble": trouble,
        "said": said[: votes.LONGEST],
        "faces": [(rating, words[rating]) for rating in FACES],
        "longest": votes.LONGEST,
        "version": version,
        "token": csrf_token(),
        "other": "en" if page_texts()["lang"] == "zh" else "zh",
    }
    answer = Response(render_template("vote.html", **page_texts() | shown), status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
