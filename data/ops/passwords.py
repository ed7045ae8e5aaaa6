"""Passwords: argon2id, in OWASP's low-memory setting (19 MiB, two passes), so that many can sign in at once."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHash

HASHER = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
LONGEST = 256  # longer input is refused before hashing


def hashed(password: str) -> str:
    """The hash to store."""
    return HASHER.hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """Whether ``password`` belongs to ``stored``. Takes the same time when there is no such account (``None``)."""
    try:
        return (
            HASHER.verify(stored or _nobody(), password[:LONGEST]) and stored is not None and len(password) <= LONGEST
        )
    except (Argon2Error, InvalidHash):
        return False


@lru_cache
def _nobody() -> str:
    return HASHER.hash("nobody has this password")
