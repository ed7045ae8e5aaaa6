"""What a file that calls itself a photo really is: type by content, size, no bombs, nothing that rides along."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from data.errors import BadRequest
from data.photos.stowaway import rides_along

LARGEST = 12 * 1024 * 1024
SMALLEST_SIDE = 64
PIXELS = {"JPEG": 64_000_000, "PNG": 20_000_000, "WEBP": 20_000_000}  # JPEG is decoded small, the others whole
KINDS = {"MPO": "JPEG"}  # several pictures in one file, as many phones make them: the first counts
TROUBLE = (OSError, ValueError, SyntaxError, ArithmeticError, struct.error, Image.DecompressionBombError)
MIME = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True)
class Probe:
    """A photo that may be kept: its hash, type and size in pixels and bytes."""

    sha256: str
    mime: str
    width: int
    height: int
    bytes: int


def probe(content: bytes) -> Probe:
    """Look at header and margins only. Raises BadRequest saying what came and what is allowed."""
    if len(content) > LARGEST:
        raise BadRequest(
            "The photo has %(kb)s kB; at most %(limit)s kB are taken", kb=len(content) // 1024, limit=LARGEST // 1024
        )
    try:
        with Image.open(BytesIO(content), formats=list(PIXELS)) as image:
            kind, (width, height) = KINDS.get(str(image.format), str(image.format)), image.size
    except TROUBLE as error:
        raise BadRequest("This is not a photo that can be read; JPEG, PNG and WebP are taken") from error
    if width * height > PIXELS[kind] or min(width, height) < SMALLEST_SIDE:
        raise BadRequest(
            "The photo has %(width)s × %(height)s pixels; a side needs %(side)s, all at most %(limit)s million",
            width=width,
            height=height,
            side=SMALLEST_SIDE,
            limit=PIXELS[kind] // 1_000_000,
        )
    if rides_along(content, kind):
        raise BadRequest("This file is a photo and something else as well. Send the photo as the camera made it")
    return Probe(hashlib.sha256(content).hexdigest(), MIME[kind], width, height, len(content))
