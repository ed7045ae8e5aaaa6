"""What went wrong, in the reader's words: a JSON problem for programs and callbacks, a page for people.

Every problem has a reference number; the log holds the cause under it. Nobody outside sees a traceback. The shell shows
a callback's problem as a toast. Refusals of the signed in are audited here, once.
"""

from __future__ import annotations

import secrets
from typing import Any

from dash import Dash, html
from flask import Response, has_request_context, jsonify, render_template, request
from flask_login import current_user
from plotly.io.json import to_json_plotly
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from api.guard import CALLBACK, is_page
from api.page import page_texts
from components.right_names import right_name
from components.states import denied
from data.audit import record
from data.errors import Forbidden, QianhuiError
from data.i18n import _
from data.log import logger

log = logger(__name__)

HTTP_WORDS = {  # status → (code, msgid)
    400: ("bad_request", "This request cannot be understood"),
    404: ("not_found", "There is nothing at this address"),
    405: ("bad_method", "This address does not take %(method)s"),
    413: ("too_large", "This is too large: at most %(limit)s kB are taken"),
    415: ("bad_type", "This content type is not taken; JSON is"),
    429: ("too_many", "Too many requests. Please wait a minute"),
}
ROUTED = "_pages_content"  # where Dash puts the page
UNEXPECTED = "Something went wrong on our side. Please try again; if it stays, tell us the reference"


def init(app: Dash) -> None:
    """Answer every error of the application here."""
    app.server.register_error_handler(QianhuiError, answer_ours)
    app.server.register_error_handler(HTTPException, answer_http)
    app.server.register_error_handler(OperationalError, answer_store_away)
    app.server.register_error_handler(Exception, answer_unexpected)


def answer_ours(error: QianhuiError) -> tuple[Response, int]:
    """An error of our family: its words, its status."""
    if error.status >= 500:
        return (
            answer_unexpected(error)
            if error.code == "internal"
            else _answer(error.code, said(error), error.status, error)
        )
    if isinstance(error, Forbidden):
        _audit(error)
    return _answer(error.code, said(error), error.status, error)


def answer_http(error: HTTPException) -> tuple[Response, int]:
    """Flask's own refusals: no route, wrong method, too large, too many."""
    status = error.code or 500
    if status < 400 and error.response is not None:
        return error.get_response(), status  # type: ignore[return-value]  # a redirect
    code, msgid = HTTP_WORDS.get(status, ("error", "This request cannot be understood" if status < 500 else UNEXPECTED))
    params = {"method": request.method, "limit": (request.max_content_length or 0) // 1024}
    answer, _status = _answer(code, _(msgid, **params), status, error)
    if status == 429:
        answer.headers["Retry-After"] = "60"
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return answer, status


def answer_store_away(error: OperationalError) -> tuple[Response, int]:
    """The operations DB is locked, full or away: nothing was acknowledged, so the same request may come again."""
    message = _("The operations database cannot be reached. Nothing was stored; please send it again in a moment")
    answer, status = _answer("unavailable", message, 503, error)
    answer.headers["Retry-After"] = "5"
    return answer, status


def answer_unexpected(error: Exception) -> tuple[Response, int]:
    """Anything else: the cause goes to the log, a reference to the reader."""
    return _answer("internal", _(UNEXPECTED), 500, error)


def said(error: QianhuiError) -> str:
    """The error in the reader's language; rights by what they allow."""
    params = error.params
    if "right" in params:
        params = params | {"right": right_name(str(params["right"]))}
    return _(error.msgid, **params)


def _answer(code: str, message: str, status: int, error: Exception) -> tuple[Response, int]:
    reference = _log(error, status)
    if isinstance(error, Forbidden) and opens_page():
        return _page_of(denied(message, reference)), 200
    if _is_for_people():
        shown: dict[str, Any] = {"title": _title(status), "message": message, "reference": reference, "back": "/"}
        return Response(render_template("problem.html", **shown, **page_texts())), status
    return jsonify(error=code, message=message, reference=reference), status


def opens_page() -> bool:
    """Whether the request is the router's: a reader went to another page."""
    asked = request.get_json(silent=True) if request.path == CALLBACK else None
    return isinstance(asked, dict) and ROUTED in str(asked.get("output", ""))


def _page_of(state: html.Div) -> Response:
    """The router's answer, so that the refusal stands where the page would."""
    shown = {ROUTED: {"children": state}, "_pages_store": {"data": {"title": _("Not open to you")}}}
    text = to_json_plotly({"multi": True, "response": shown})
    return Response(text, mimetype="application/json")


def _is_for_people() -> bool:
    opened = request.method == "GET" or request.path in {"/login", "/logout"}
    return opened and (is_page(request.path) or request.path == "/logout") and request.accept_mimetypes.accept_html


def _title(status: int) -> str:
    if status == 403:
        return _("Not allowed")
    return _("Not found") if status == 404 else _("That did not work")


def _log(error: Exception, status: int) -> str:
    reference = secrets.token_hex(4).upper()
    about = {"reference": reference, "status": status, "path": request.path if has_request_context() else None}
    if status >= 500:
        log.error("problem", exc_info=error, **about)
    else:
        log.info("refused", reason=str(error), **about)
    return reference


def _audit(error: Forbidden) -> None:
    actor = current_user.user_id if current_user and current_user.is_authenticated else "anonymous"
    record("denied", "path", request.path, actor=actor, method=request.method, reason=str(error))
