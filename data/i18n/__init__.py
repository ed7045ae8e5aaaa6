"""Texts in the reader's language.

The program is written with English msgids; ``zh/<part>.po`` hold the Chinese, one file a part, loaded together without
a compile step. Texts are looked up when they are drawn: ``_`` inside functions, ``lazy`` for module level.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import g, has_request_context, request
from flask_login import current_user

from data.settings import settings

LANGUAGES = ("zh", "en")
LANGUAGE_HEADER = "X-Qianhui-Language"  # what the open page speaks; shell.js sends it with every callback
FOLDER = Path(__file__).parent

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``language`` ("zh" or "en") inside the block, whatever the request says: exports, jobs, tests."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def current_language() -> str:
    """``speaking`` → ``?lang=`` → the open page → the user's preference → Accept-Language → settings."""
    chosen = _spoken.get()
    if chosen:
        return chosen
    if not has_request_context():
        return settings().lang
    if "language" not in g:  # a page asks for it a thousand times
        g.language = _of_request()
    return str(g.language)


def hold() -> None:
    """Keep the language of the request at hand until ``let_go``."""
    g.spoken_before = _spoken.get()
    _spoken.set(current_language())


def let_go() -> None:
    """What was spoken before ``hold``, where that was called."""
    if "spoken_before" in g:
        _spoken.set(g.pop("spoken_before"))


def _of_request() -> str:
    for wish in (request.args.get("lang"), request.headers.get(LANGUAGE_HEADER), _preference()):
        if wish in LANGUAGES:
            return str(wish)
    return request.accept_languages.best_match(LANGUAGES) or settings().lang


def _preference() -> str | None:
    return getattr(current_user, "lang", None) if current_user and current_user.is_authenticated else None


@lru_cache
def catalogue(language: str) -> NullTranslations:
    """All ``<language>/*.po`` as one; English is the msgids themselves."""
    together = Catalog(locale=language)
    for file in sorted((FOLDER / language).glob("*.po")):
        for message in read_po(BytesIO(file.read_bytes()), locale=language):
            if message.id:
                together.add(**{part: getattr(message, part) for part in ("id", "string", "context")})
    if not len(together):
        return NullTranslations()
    binary = BytesIO()
    write_mo(binary, together)
    binary.seek(0)
    return GNUTranslations(binary)


@lru_cache
def script_texts(language: str, part: str = "script") -> dict[str, str]:
    """What the scripts of ``assets/`` say (``script.po``, or another part), for the page to carry along."""
    file = FOLDER / language / f"{part}.po"
    if not file.exists():
        return {}
    return {str(m.id): str(m.string) for m in read_po(BytesIO(file.read_bytes())) if m.id and m.string}


def _(msgid: str, **params: Any) -> str:
    """``msgid`` in the reader's language, ``%(name)s`` filled from ``params``."""
    text = catalogue(current_language()).gettext(msgid)
    return text % params if params else text


def n_(singular: str, plural: str, count: int, **params: Any) -> str:
    """The form that fits ``count``, which also fills ``%(count)s``."""
    text = catalogue(current_language()).ngettext(singular, plural, int(count))
    return text % ({"count": count} | params)


def p_(context: str, msgid: str) -> str:
    """``msgid`` where one English word has several Chinese ones: the po entry carries ``msgctxt``."""
    return catalogue(current_language()).pgettext(context, msgid)


class lazy:
    """A text looked up each time it is shown: ``str(text)``. Turn into ``str`` before it enters a component."""

    def __init__(self, msgid: str, **params: Any) -> None:
        self.msgid, self.params = msgid, params

    def __str__(self) -> str:
        return _(self.msgid, **self.params)

    def __repr__(self) -> str:
        return f"lazy({self.msgid!r})"
