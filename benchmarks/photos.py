"""Photos of 3 MB kept per second of one core, as a phone's photo goes: looked at, hashed, read, marked, saved twice.

The libraries set the limit: no photo can be kept without hashing its bytes, decoding them at half size, bringing the
picture to 1440 pixels and coding it again, which is measured in the same run. Time is the core's own (``thread_time``):
what else the machine does is no part of it.
"""

from __future__ import annotations

import hashlib
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import numpy as np
from PIL import Image

from benchmarks.measure import Measure
from data.photos.caption import lines
from data.photos.prints import print_of
from data.photos.probe import probe
from data.photos.watermark import FULL, FULL_QUALITY, decoded, drawn

SIDE, BYTES = (4000, 3000), 3_000_000
ROUNDS = 12
WORDS = lines(
    datetime(2026, 11, 23, 14, 9), ["湄潭县", "永兴镇", "茅坝村"], "罗开梅", "湄潭县联社", "5203-26-018442", "JZVJFDJE"
)
PHOTO = {"photo_uuid": "3f0f6a1e-8f50-4b51-9d3a-0a2b8f5c7d11", "sha256": "0" * 64, "visit_no": "5203-26-018442"}


def photo(seed: int = 7) -> bytes:
    """A JPEG of 12 megapixels and close to 3 MB, soft shapes under the grain of a sensor."""
    rng = np.random.default_rng(seed)
    spots = Image.fromarray(rng.integers(0, 256, (60, 80, 3), dtype=np.uint8)).resize(SIDE, Image.Resampling.BICUBIC)
    whole = Image.blend(spots, Image.effect_noise(SIDE, 30).convert("RGB"), 0.25)
    made = {quality: _coded(whole, quality) for quality in range(70, 96, 3)}
    return min(made.values(), key=lambda content: abs(len(content) - BYTES))


def _coded(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def ours(content: bytes) -> None:
    """What keeping a photo costs, but for the disk."""
    probe(content)
    picture = decoded(content)
    print_of(PHOTO | {"taken_at": datetime(2026, 11, 23, 14, 9), "staff_id": "S1"}, content, picture)
    drawn(picture, WORDS, PHOTO["photo_uuid"])


def libraries(content: bytes) -> None:
    """The least any way of doing it costs with these libraries."""
    hashlib.sha256(content).hexdigest()
    with Image.open(BytesIO(content)) as image:
        image.draft("RGB", (FULL, FULL))
        image.load()
        small = image.resize((FULL, FULL * SIDE[1] // SIDE[0]), Image.Resampling.BOX)
    _coded(small, FULL_QUALITY)


def core_seconds(work: Callable[[bytes], None], content: bytes) -> float:
    """Median of the core's own seconds."""
    work(content)
    took = []
    for _ in range(ROUNDS):
        started = time.thread_time()
        work(content)
        took.append(time.thread_time() - started)
    return statistics.median(took)


def measure() -> list[Measure]:
    """Photos a second and core, and how near that is to what the libraries allow."""
    content = photo()
    rate, most = 1 / core_seconds(ours, content), 1 / core_seconds(libraries, content)
    told = (
        f"hashing, decoding at half size, resizing, coding alone: {most:.1f} a second and core; {len(content):,} bytes"
    )
    return [
        Measure("photos_kept_per_core_second", round(rate, 1), "photos/s", "higher", None, f"asked are 20; {told}"),
        Measure("photos_kept_ratio", round(rate / most, 2), "×", "higher", 0.6, told),
    ]
