"""The language of a callback, worked out once: it says a thousand words and numbers, each in the reader's language."""

from __future__ import annotations

from flask import Flask, request

from api.guard import CALLBACK
from data.i18n import hold, let_go


def init(server: Flask) -> None:
    """After the guard, which knows the reader."""

    @server.before_request
    def keep() -> None:
        if request.path == CALLBACK:
            hold()

    @server.teardown_request
    def forget(_error: BaseException | None) -> None:
        let_go()
