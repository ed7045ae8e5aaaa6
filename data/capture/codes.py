"""Codes for customers' votes, given to a manager's phone in advance; ``data/votes.py`` makes them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

MOST = 30


def vote_codes(staff_id: str, wanted: int) -> list[str]:
    """``wanted`` fresh codes, at most 30; none while votes are not part of the program."""
    count = max(0, min(MOST, wanted))
    if not count or find_spec("data.votes") is None:
        return []
    return list(import_module("data.votes").issue(staff_id, count))
