"""Designed states: loading, empty, denied, failed. Each says what is the matter and what to do."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from dash import html
from flask import has_request_context, request

from components.icons import icon
from data.audit import record
from data.errors import BadRequest, Forbidden, NotFound, NotSignedIn, QianhuiError
from data.i18n import _
from data.log import logger

log = logger(__name__)
P = ParamSpec("P")
R = TypeVar("R")


def _state(kind: str, sign: str, title: str, text: Any = "", *more: Any, className: str = "") -> html.Div:
    return html.Div(
        [icon(sign), html.B(title), html.P(text) if text else None, *more],
        className=f"state {kind} {className}".strip(),
        role="status",
    )


def skeleton(lines: int = 4, height: int = 16) -> html.Div:
    """Grey bars while something loads."""
    widths = ("92%", "76%", "84%", "58%")
    bars = [html.Div(className="skeleton", style={"height": height, "width": widths[i % 4]}) for i in range(lines)]
    return html.Div(bars, className="skeletons", **{"aria-busy": "true"})


def waiting(className: str = "") -> html.Section:
    """A card that is being filled; it shows so only where that takes long."""
    return html.Section(skeleton(6), className=f"card late {className}".strip())


def empty(title: str = "", what_to_do: Any = "", *, action: Any = None) -> html.Div:
    """Nothing to show: a sentence and what to do."""
    return _state("empty", "list", title or _("Nothing here"), what_to_do, action)


def denied(what: str = "", reference: str = "") -> html.Div:
    """The role or the scope does not reach this."""
    text = what or _(
        "Your role or your part of the organisation does not reach this. Ask the administrator if it should."
    )
    return _state("denied", "lock", _("Not open to you"), text, _number(reference), _way_home(), className="page-state")


def _number(reference: str) -> html.Code | None:
    """The number under which the log holds the cause."""
    return html.Code(_("Reference %(number)s", number=reference)) if reference else None


def _way_home() -> html.A:
    return html.A(_("Back to the first page"), href="/", className="button")


def failed(reference: str = "", text: str = "") -> html.Div:
    """What happened, retry, reference number."""
    again = html.Button([icon("refresh"), _("Try again")], className="button", type="button", **{"data-reload": "1"})
    text = text or _("The page could not be put together. It has been logged.")
    return _state(
        "failed", "warning", _("Something went wrong"), text, _number(reference), again, className="page-state"
    )


def state_of(error: Exception) -> html.Div:
    """The state that fits ``error``; the log holds the cause under the reference shown."""
    reference = secrets.token_hex(4).upper()
    if isinstance(error, Forbidden | NotFound | BadRequest):
        log.info("refused", reference=reference, reason=str(error))
    if isinstance(error, Forbidden):
        _recorded(error)
        return denied(reference=reference)
    if isinstance(error, NotFound | BadRequest):
        words = _(error.msgid, **error.params)
        return _state("empty", "search", _("Not found"), words, _number(reference), _way_home(), className="page-state")
    log.error("page_failed", reference=reference, exc_info=error)
    return failed(reference, _(error.msgid, **error.params) if isinstance(error, QianhuiError) else "")


def _recorded(error: Forbidden) -> None:
    """In a page a refusal is no answer of HTTP of its own: ``api/problems.py`` records those."""
    if has_request_context():
        record("denied", "path", request.path, reason=str(error))


def shown(layout: Callable[P, R]) -> Callable[P, R | html.Div]:
    """Decorates a page's layout: an error becomes its designed state; a lost session stays a 401."""

    @functools.wraps(layout)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | html.Div:
        try:
            return layout(*args, **kwargs)
        except NotSignedIn:
            raise
        except Exception as error:
            return state_of(error)

    return guarded
