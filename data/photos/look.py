"""What a photo looks like, as 64 bits: near for the same picture, also smaller, saved again or with our band on it.

The perceptual hash (``imagehash.phash``) of the part the band leaves free, so that an original and its marked copy have
about the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import imagehash
import numpy as np
from PIL import Image

from data.ops.driver import rows

FREE = 0.14  # of a picture's width, from the bottom: where a band may stand
SMALL = 256
NEAR = 8  # bits of 64 that may differ (docs/adr/0022)


def phash(picture: Image.Image) -> str:
    """16 hex digits of a decoded, upright picture."""
    width, height = picture.size
    free = picture.crop((0, 0, width, max(height - round(width * FREE), 8)))
    scale = SMALL / max(free.size)
    if scale < 1:
        size = (max(round(free.width * scale), 8), max(round(free.height * scale), 8))
        free = free.resize(size, Image.Resampling.BILINEAR, reducing_gap=1.5)
    return str(imagehash.phash(free))


def near(wanted: str, most: int = NEAR) -> list[tuple[str, int]]:
    """Photos that look like it, as (photo_uuid, bits that differ), nearest first. Reads all prints: a rare question."""
    prints = [(str(key), str(look)) for key, look in rows("select photo_uuid, phash from photo_print", ())]
    bits = differing(wanted, [look for _key, look in prints])
    found = [(prints[at][0], int(bits[at])) for at in np.flatnonzero(bits <= most).tolist()]
    return sorted(found, key=lambda one: (one[1], one[0]))


def differing(wanted: str, hashes: Sequence[str]) -> np.ndarray:
    """How many bits of each differ."""
    known = np.array([int(one, 16) for one in hashes], dtype=np.uint64)
    return np.asarray(np.bitwise_count(known ^ np.uint64(int(wanted, 16))))
