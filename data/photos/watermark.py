"""Copies of a photo with the caption burnt in: one to look at, one small. Without anything the phone wrote beside it.

A dark band at the bottom holds the seal 黔 and two lines. It is drawn at each size anew, so that the small copy can be
read too.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, ImageOps

from data.errors import BadRequest
from data.photos.caption import Caption

FONT = Path(__file__).parent.parent.parent / "assets" / "fonts" / "NotoSansSC-Regular.otf"
FULL, FULL_QUALITY = 1440, 82
THUMB, THUMB_BYTES, THUMB_QUALITIES = 360, 25_000, (80, 70, 60, 50, 40, 30, 20)
BAND = (8, 20, 24, 185)
SEAL, INK, QUIET = (11, 107, 88, 255), (255, 255, 255, 255), (222, 232, 233, 255)


class Copies(NamedTuple):
    """Two JPEGs."""

    full: bytes
    thumb: bytes


def copies(content: bytes, caption: Caption) -> Copies:
    """The marked copies. Raises BadRequest when the picture is broken inside."""
    picture = _decoded(content)
    small = picture.copy()
    small.thumbnail((THUMB, THUMB * 2), Image.Resampling.LANCZOS)
    return Copies(_jpeg(marked(picture, caption), FULL_QUALITY), _small_jpeg(marked(small, caption)))


def marked(picture: Image.Image, caption: Caption) -> Image.Image:
    """``picture`` with the band; sizes follow its width."""
    width, height = picture.size
    line = max(13, round(width / 36))
    pad, gap = round(line * 0.7), round(line * 0.35)
    tall = 2 * line + gap + 2 * pad
    band = Image.new("RGBA", (width, tall), BAND)
    draw = ImageDraw.Draw(band)
    seal = tall - 2 * pad
    draw.rounded_rectangle((pad, pad, pad + seal, pad + seal), radius=seal // 5, fill=SEAL)
    draw.text((pad + seal / 2, pad + seal / 2), "黔", font=font(round(seal * 0.66)), fill=INK, anchor="mm")
    left, room = pad * 2 + seal, width - 3 * pad - seal
    draw.text((left, pad + line / 2), caption.above, font=fitting(caption.above, line, room), fill=INK, anchor="lm")
    below = pad + line + gap + line / 2
    draw.text((left, below), caption.below, font=fitting(caption.below, line, room), fill=QUIET, anchor="lm")
    whole = picture.copy()
    whole.paste(band, (0, height - tall), band)
    return whole


def fitting(text: str, size: int, room: float) -> ImageFont.FreeTypeFont:
    """The font at ``size``, or as much smaller as ``text`` needs to stay within ``room`` pixels."""
    needed = font(size).getlength(text)
    return font(size if needed <= room else max(6, int(size * room / needed)))


@lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font the product ships with."""
    return ImageFont.truetype(str(FONT), size)


def _decoded(content: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(content)) as image:
            image.draft("RGB", (FULL, FULL))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadRequest("This is not a photo that can be read; JPEG, PNG and WebP are taken") from error
    upright.thumbnail((FULL, FULL), Image.Resampling.BICUBIC, reducing_gap=2.0)
    upright.info.clear()
    return upright


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _small_jpeg(picture: Image.Image) -> bytes:
    made = b""
    for quality in THUMB_QUALITIES:
        made = _jpeg(picture, quality)
        if len(made) <= THUMB_BYTES:
            break
    return made
