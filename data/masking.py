"""Personal data as it is shown without a reason to see more: 田*友, 100****1234, 520111****12."""

from __future__ import annotations

from collections.abc import Callable


def mask_name(name: str | None) -> str:
    """First and last character; of a two-character name only the first."""
    if not name:
        return ""
    if len(name) <= 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_phone(phone: str | None) -> str:
    """First three and last four digits; a short number is hidden whole."""
    return _keep(phone, 3, 4)


def mask_id(number: str | None) -> str:
    """First six and last two characters of an id number; a short one is hidden whole."""
    return _keep(number, 6, 2)


def _keep(text: str | None, head: int, tail: int) -> str:
    if not text:
        return ""
    return f"{text[:head]}****{text[-tail:]}" if len(text) > head + tail else "****"


MASKS: dict[str, Callable[[str | None], str]] = {"name": mask_name, "phone": mask_phone, "id": mask_id}
