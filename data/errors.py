"""The one family of errors. Imports nothing of ours.

Each says what came and what is allowed, in English; ``msgid`` + ``params`` let the edge say it in the reader's words.
The edge (``api/problems.py``) adds a reference number and logs the cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class QianhuiError(Exception):
    """Base. ``status`` is the HTTP status at the edge, ``code`` a stable word for programs, ``msgid`` a gettext id."""

    status = 500
    code = "internal"

    def __init__(self, msgid: str, **params: Any) -> None:
        self.msgid, self.params = msgid, params
        super().__init__(msgid % params if params else msgid)


class SettingsError(QianhuiError):
    """A setting is missing or malformed: the program does not start."""

    code = "settings"


class BadRequest(QianhuiError):
    """What came cannot be understood; the message says what is allowed."""

    status, code = 400, "bad_request"


class NotSignedIn(QianhuiError):
    """Nobody is signed in."""

    status, code = 401, "not_signed_in"


class Forbidden(QianhuiError):
    """Signed in, but the right or the scope is missing. Audited at the edge."""

    status, code = 403, "forbidden"


class CsrfMissing(Forbidden):
    """A session's unsafe request to the API without the token that proves where it comes from."""

    code = "csrf_missing"


class NotFound(QianhuiError):
    """No such thing inside the asker's scope (whether it exists outside is not told)."""

    status, code = 404, "not_found"


class Conflict(QianhuiError):
    """The same id came before with other content."""

    status, code = 409, "conflict"


class OtherPhoto(Conflict):
    """A UUID stands for one photo; another came under it."""

    def __init__(self) -> None:
        super().__init__("Another photo was sent under this UUID before. Nothing was changed")


class SchemeInvalid(BadRequest):
    """A scheme's document does not hold; ``problems`` says all that is wrong, a line each."""

    code = "scheme_invalid"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("The scheme does not hold: %(problems)s", problems="; ".join(problems))


class PlaylistInvalid(BadRequest):
    """A playlist's document does not hold; ``problems`` says all that is wrong, a line each, in the reader's language."""

    code = "playlist_invalid"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("The playlist does not hold: %(problems)s", problems="; ".join(problems))


class TooMany(QianhuiError):
    """Too often in too short a time; later it works again."""

    status, code = 429, "too_many"


class FeedRejected(QianhuiError):
    """A delivery breaks its contract as a whole (manifest, checksum, columns)."""

    code = "feed_rejected"


class PublicationFailed(QianhuiError):
    """Build or audits failed; the last good publication stays."""

    code = "publication_failed"


class Unavailable(QianhuiError):
    """A store cannot be reached or nothing was published yet."""

    status, code = 503, "unavailable"


def allowed_only(name: str, value: str, choices: Iterable[str]) -> str:
    """``value`` where it is one of ``choices``. Raises BadRequest, which says what came and what is allowed."""
    allowed = tuple(choices)
    if value not in allowed:
        raise BadRequest(
            "%(name)s=%(value)s: allowed are %(allowed)s", name=name, value=value, allowed=", ".join(allowed)
        )
    return value
