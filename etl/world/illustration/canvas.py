"""A drawing surface in flat style: shapes in a 1280 × 960 space, drawn twice as large and reduced at the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1280, 960
ZOOM = 2

Colour = tuple[int, int, int]
Points = np.ndarray | Sequence[tuple[float, float]]


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """``share`` of the other colour in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


class Canvas:
    """Shapes are laid one over another; coordinates and widths are in the 1280 × 960 space."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * ZOOM, HEIGHT * ZOOM), (255, 255, 255))
        self._draw = ImageDraw.Draw(self.image)

    def poly(self, points: Points, fill: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon(_flat(points), fill=fill)

    def shaded(self, points: Points, top: Colour, bottom: Colour) -> None:
        """A polygon whose colour runs from ``top`` to ``bottom`` over its height."""
        flat = np.asarray(points, float) * ZOOM
        left, high = np.floor(np.maximum(flat.min(axis=0), 0)).astype(int)
        right, low = np.ceil(np.minimum(flat.max(axis=0), (WIDTH * ZOOM, HEIGHT * ZOOM))).astype(int)
        if right <= left or low <= high:
            return
        mask = Image.new("L", (int(right - left), int(low - high)))
        ImageDraw.Draw(mask).polygon([tuple(point) for point in (flat - (left, high)).tolist()], fill=255)
        self.image.paste(_ramp(mask.size, top, bottom), (int(left), int(high)), mask)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """A filled ellipse round (x, y)."""
        self._draw.ellipse(_flat([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)

    def box(self, x: float, y: float, width: float, height: float, fill: Colour, *, radius: float = 0) -> None:
        """A filled rectangle with its upper left corner at (x, y)."""
        corners = _flat([(x, y), (x + max(width, 0.5), y + max(height, 0.5))])
        if radius:
            self._draw.rounded_rectangle(corners, radius * ZOOM, fill=fill)
        else:
            self._draw.rectangle(corners, fill=fill)

    def arc_box(self, x: float, y: float, width: float, height: float, fill: Colour) -> None:
        """A door or tunnel shape: a rectangle under a half ellipse; (x, y) is the lower left corner."""
        angle = np.linspace(np.pi, 0, 40)
        top = np.stack([x + width / 2 + np.cos(angle) * width / 2, y - height * (0.25 + 0.75 * np.sin(angle))], axis=1)
        self.poly([(x, y), *map(tuple, top), (x + width, y)], fill)

    def stroke(self, points: Points, fill: Colour, width: float) -> None:
        """A line with round ends and joints."""
        flat = _flat(points)
        self._draw.line(flat, fill=fill, width=round(width * ZOOM), joint="curve")
        radius = width * ZOOM / 2
        if width > 3:
            for x, y in (flat[0], flat[-1]):
                self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def sky(self, top: Colour, bottom: Colour, height: float) -> None:
        """The backdrop's gradient down to ``height``; below it the lower colour."""
        self.image.paste(bottom, (0, 0, WIDTH * ZOOM, HEIGHT * ZOOM))
        self.image.paste(_ramp((WIDTH * ZOOM, round(height * ZOOM)), top, bottom), (0, 0))

    def veil(self, top: float, bottom: float, colour: Colour, strongest: float, at: float = 0.5) -> None:
        """A band of mist, most opaque (0–1) at ``at`` of its height and gone at its edges."""
        rows = np.linspace(0, 1, round((bottom - top) * ZOOM))
        curve = np.where(rows < at, rows / max(at, 1e-6), (1 - rows) / max(1 - at, 1e-6))
        mask = Image.fromarray((255 * strongest * np.sin(curve * np.pi / 2) ** 2).astype(np.uint8)[:, None])
        self.image.paste(colour, (0, round(top * ZOOM)), mask.resize((WIDTH * ZOOM, len(rows))))

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Light that fades from (x, y) outwards."""
        ring = np.hypot(*np.meshgrid(np.linspace(-1, 1, 96), np.linspace(-1, 1, 96)))
        mask = Image.fromarray((255 * strength * np.clip(1 - ring, 0, 1) ** 1.7).astype(np.uint8))
        size = round(radius * 2 * ZOOM)
        place = (round((x - radius) * ZOOM), round((y - radius) * ZOOM))
        self.image.paste(colour, place, mask.resize((size, size), Image.Resampling.BILINEAR))

    def colour_at(self, x: float, y: float) -> Colour:
        """The colour already there (at the nearest point inside the picture)."""
        place = (int(np.clip(x, 0, WIDTH - 1)) * ZOOM, int(np.clip(y, 0, HEIGHT - 1)) * ZOOM)
        red, green, blue = np.asarray(self.image.getpixel(place)).tolist()
        return red, green, blue

    def finish(self) -> Image.Image:
        """The picture at its size, edges smoothed by reducing."""
        return self.image.reduce(ZOOM)


def _flat(points: Points) -> list[tuple[float, float]]:
    return [(float(x) * ZOOM, float(y) * ZOOM) for x, y in points]


def _ramp(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    share = np.linspace(0, 1, size[1])[:, None]
    rows = np.array(top) * (1 - share) + np.array(bottom) * share
    return Image.fromarray(np.round(rows).astype(np.uint8)[:, None, :]).resize(size)
