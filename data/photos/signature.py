"""The short signature in a watermark: what of a photo it stands for cannot be changed without it.

HMAC-SHA256 over the original's hash, the visit's number, when it was taken and by whom, as eight letters. Who writes a
watermark of their own cannot sign it; who reads one can have it looked up. It is kept with the photo, so that it still
counts after the key has changed.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from data.settings import settings

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
LENGTH = 8


def sign(sha256: str, visit_no: str, taken_at: datetime, staff_id: str) -> str:
    """The signature of a photo."""
    said = "\n".join((sha256, visit_no, f"{taken_at:%Y-%m-%dT%H:%M:%S.%f}", staff_id))
    digest = hmac.new(_key(), said.encode(), hashlib.sha256).digest()
    number, letters = int.from_bytes(digest, "big"), ""
    for _place in range(LENGTH):
        number, at = divmod(number, len(LETTERS))
        letters += LETTERS[at]
    return letters


def _key() -> bytes:
    """A key for photos alone, out of the secret that signs sessions."""
    return hmac.new(settings().secret_key.encode(), b"photo watermark", hashlib.sha256).digest()
