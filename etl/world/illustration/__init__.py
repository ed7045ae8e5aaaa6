"""Site photos of the demo: drawn illustrations, plainly drawings, unlike one another by seed."""

from __future__ import annotations

import io

from PIL import Image

from etl.world.dice import dice
from etl.world.illustration.canvas import Canvas
from etl.world.illustration.palette import choose
from etl.world.illustration.scenes import BY_GROUP, SCENES

QUALITY = 84


def illustrate(seed: int, group: str = "", scene: str = "") -> Image.Image:
    """A picture of 1280 × 960 of a visit to a customer group (or a named scene); the same seed, the same picture."""
    rng = dice(seed, "illustration")
    name = scene or str(rng.choice(BY_GROUP.get(group, tuple(SCENES))))
    canvas = Canvas()
    SCENES[name](canvas, choose(rng), rng)
    return canvas.finish()


def jpeg(seed: int, group: str = "") -> bytes:
    """The picture as JPEG."""
    out = io.BytesIO()
    illustrate(seed, group).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
