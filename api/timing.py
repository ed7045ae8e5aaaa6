"""``Server-Timing``: how long the server took over an answer, from the request's arrival to the answer packed and ready.

Browsers show it beside the request, and the benchmark reads it: network and client are not in it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from api.guard import is_open

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def init(server: Flask) -> None:
    """Around everything else; of what is open to anybody nothing is told."""
    server.wsgi_app = timed(server.wsgi_app)  # type: ignore[assignment, method-assign]


def timed(inner: WSGIApplication) -> WSGIApplication:
    """``inner`` whose answers carry the milliseconds they took."""

    def outer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if not is_open(environ.get("PATH_INFO", "")):
                headers.append(("Server-Timing", f"app;dur={(time.perf_counter() - began) * 1000:.1f}"))
            return start_response(status, headers, *rest)

        return inner(environ, start)

    return outer
