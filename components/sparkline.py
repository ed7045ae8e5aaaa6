"""A sparkline as an image: pure SVG in a data: address, no script."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from dash import html

from components.theme import colour
from data.i18n.numbers import as_number

WIDTH, HEIGHT, PAD = 72, 28, 3


def sparkline(
    values: Sequence[object], *, tone: str = "brand", width: int = WIDTH, className: str = "number-spark"
) -> html.Img | None:
    """The course of ``values`` (oldest first) with its last point marked; None when there is no course to show."""
    heights = [number for number in map(as_number, values) if number is not None]
    if len(heights) < 3:
        return None
    points = _points(heights, width)
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    ink, (end_x, end_y) = colour(tone), points[-1]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" fill="none">'
        f'<path d="M{points[0][0]:.1f},{HEIGHT} L{line.replace(" ", " L")} L{end_x:.1f},{HEIGHT}Z"'
        f' fill="{ink}" fill-opacity=".1"/>'
        f'<polyline points="{line}" stroke="{ink}" stroke-width="1.5" stroke-linejoin="round"/>'
        f'<circle cx="{end_x:.1f}" cy="{end_y:.1f}" r="2.2" fill="{ink}"/></svg>'
    )
    return html.Img(src=f"data:image/svg+xml,{quote(drawing)}", className=className, alt="")


def _points(heights: Sequence[float], width: int) -> list[tuple[float, float]]:
    low, high = min(heights), max(heights)
    step = (width - 2 * PAD) / (len(heights) - 1)
    scale = (HEIGHT - 2 * PAD) / ((high - low) or 1)
    return [(PAD + i * step, HEIGHT - PAD - (value - low) * scale) for i, value in enumerate(heights)]
