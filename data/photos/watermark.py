"""Copies of a photo with the caption burnt in: one to look at, one small. Without anything the phone wrote beside it.

A dark band at the bottom holds the seal 黔 and two lines. It is drawn at each size anew, so that the small copy can be
read too.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import ExifTags, Image, ImageDraw, ImageFont

from data.errors import BadRequest
from data.photos.caption import Caption

FONT = Path(__file__).parent.parent.parent / "assets" / "fonts" / "NotoSansSC-Regular.otf"
FULL, FULL_QUALITY = 1440, 82
THUMB, THUMB_BYTES, THUMB_QUALITIES = 360, 25_000, (80, 70, 60, 50, 40, 30, 20)
OURS = b"qianhui photo "
FORMATS = ["JPEG", "PNG", "WEBP"]
TROUBLE = (OSError, ValueError, SyntaxError, ArithmeticError, struct.error, Image.DecompressionBombError)
TURNS = {  # EXIF orientation → what makes it upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
BAND = (8, 20, 24, 185)
SEAL, INK, QUIET = (11, 107, 88, 255), (255, 255, 255, 255), (222, 232, 233, 255)


class Copies(NamedTuple):
    """Two JPEGs."""

    full: bytes
    thumb: bytes


def copies(content: bytes, caption: Caption) -> Copies:
    """The marked copies of a photo's bytes. Raises BadRequest when the picture is broken inside."""
    return drawn(decoded(content), caption)


def drawn(picture: Image.Image, caption: Caption, name: str = "") -> Copies:
    """The marked copies of a decoded picture; ``name`` is written into the files, so that they are known again."""
    width, height = picture.size
    scale = min(THUMB / width, 2 * THUMB / height, 1)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    small = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    return Copies(_jpeg(marked(picture, caption), FULL_QUALITY, name), _small_jpeg(marked(small, caption), name))


def named_in(content: bytes) -> str:
    """The name ``drawn`` wrote into a copy; empty in any other file."""
    head = content[:200]
    at = head.find(OURS)
    return head[at + len(OURS) : at + len(OURS) + 36].decode("ascii", "ignore") if at >= 0 else ""


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
    whole = Image.new("RGB", (width, height + tall)) if caption.is_under else picture.copy()
    whole.paste(picture, (0, 0))
    whole.paste(band, (0, whole.height - tall), band)
    return whole


def fitting(text: str, size: int, room: float) -> ImageFont.FreeTypeFont:
    """The font at ``size``, or as much smaller as ``text`` needs to stay within ``room`` pixels."""
    needed = font(size).getlength(text)
    return font(size if needed <= room else max(6, int(size * room / needed)))


@lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont:
    """The font the product ships with."""
    return ImageFont.truetype(str(FONT), size)


def decoded(content: bytes) -> Image.Image:
    """The picture upright and at most ``FULL`` wide and high, as RGB. Raises BadRequest when it is broken inside."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            turn = TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
            image.draft("RGB", (FULL, FULL))
            image.load()
            whole = image if image.mode == "RGB" else image.convert("RGB")
            scale = min(FULL / max(whole.size), 1)
            size = (max(round(whole.width * scale), 1), max(round(whole.height * scale), 1))
            picture = whole.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)
    except TROUBLE as error:
        raise BadRequest("This is not a photo that can be read; JPEG, PNG and WebP are taken") from error
    picture.info.clear()
    return picture if turn is None else picture.transpose(turn)


def _jpeg(picture: Image.Image, quality: int, name: str) -> bytes:
    out = BytesIO()
    comment = {"comment": OURS + name.encode()} if name else {}
    picture.save(out, "JPEG", quality=quality, **comment)
    return out.getvalue()


def _small_jpeg(picture: Image.Image, name: str) -> bytes:
    made = b""
    for quality in THUMB_QUALITIES:
        made = _jpeg(picture, quality, name)
        if len(made) <= THUMB_BYTES:
            break
    return made
