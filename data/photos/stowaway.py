"""What rides along in a file that is a photo: an archive behind it, a page or a program in its margins.

Such a file is two things at once and opens as the other one elsewhere. Phones write into the margins too (a short film,
a second picture, what their camera knows): only what can be opened or run as something else is refused.
"""

from __future__ import annotations

import re
from typing import Final

MARKS: Final = re.compile(
    rb"<script|<\?php|<!doctype html|<html|<svg|%PDF-|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|This program cannot be run in DOS",
    re.IGNORECASE,
)
NEXT_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in the coded data of a JPEG
ZIP_END, ZIP_END_LENGTH = b"PK\x05\x06", 22
STARTS = (b"PK\x03\x04", b"\x7fELF", b"#!/", b"\x1f\x8b\x08", b"MZ\x90")


def rides_along(content: bytes, kind: str) -> bool:
    """Whether ``content``, a picture of ``kind`` (JPEG, PNG, WEBP), is something else as well."""
    margins, end = MARGINS[kind](content)
    behind = content[end:]
    return (
        any(MARKS.search(part) for part in (*margins, behind))
        or behind.lstrip(b"\0 \r\n").startswith(STARTS)
        or _ends_as_zip(content)
    )


def _ends_as_zip(content: bytes) -> bool:
    """Whether the last bytes are the end of an archive: its record, and a comment exactly as long as it says."""
    at = content.rfind(ZIP_END, max(len(content) - 65_557, 0))
    if at < 0 or at + ZIP_END_LENGTH > len(content):
        return False
    return at + ZIP_END_LENGTH + int.from_bytes(content[at + 20 : at + 22], "little") == len(content)


def _jpeg(content: bytes) -> tuple[list[bytes], int]:
    """The segments beside the picture, and where it ends."""
    margins: list[bytes] = []
    at = 2
    while at + 4 <= len(content):
        marker = content[at + 1]
        if content[at] != 0xFF or marker == 0xD9:
            return margins, at + 2
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:  # the coded data follow, up to the next marker
            found = NEXT_MARKER.search(content, at + 2 + length)
            at = found.start() if found else len(content)
        else:
            if marker >= 0xE0:
                margins.append(content[at + 4 : at + 2 + length])
            at += 2 + max(length, 2)
    return margins, len(content)


def _png(content: bytes) -> tuple[list[bytes], int]:
    margins: list[bytes] = []
    at = 8
    while at + 12 <= len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if name != b"IDAT":
            margins.append(content[at + 8 : at + 8 + length])
        at += 12 + length
        if name == b"IEND":
            return margins, at
    return margins, len(content)


def _webp(content: bytes) -> tuple[list[bytes], int]:
    margins: list[bytes] = []
    end = min(8 + int.from_bytes(content[4:8], "little"), len(content))
    at = 12
    while at + 8 <= end:
        name, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if not name.startswith((b"VP8", b"ALPH")):
            margins.append(content[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    return margins, end


MARGINS: Final = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp}
