"""Whether a picture of the wall is whole: something stands in its line above, and in each part of its body."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image

PARTS = (
    (0.02, 0.03, 0.25, 0.10),
    (0.75, 0.03, 0.98, 0.10),
    (0.03, 0.13, 0.5, 0.95),
    (0.5, 0.13, 0.97, 0.95),
)  # x0 y0 x1 y1
LEAST = 0.004  # of a part's pixels that are not ground
FAR = 26  # steps of brightness from the ground


def is_whole(picture: bytes) -> bool:
    """Each part holds more than ground: a blank or half scene does not."""
    pixels = np.asarray(Image.open(BytesIO(picture)).convert("L")).astype(int)
    height, width = pixels.shape
    ground = int(np.median(pixels[: height // 60]))
    shares = [
        float(
            (abs(pixels[int(y0 * height) : int(y1 * height), int(x0 * width) : int(x1 * width)] - ground) > FAR).mean()
        )
        for x0, y0, x1, y1 in PARTS
    ]
    return min(shares) > LEAST
