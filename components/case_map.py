"""A small map of a visit under review: the customer's place, the position with its accuracy, and what lies between. Pure."""

from __future__ import annotations

from html import escape
from math import cos, radians
from typing import Any
from urllib.parse import quote

from dash import html

from components.theme import colour, font
from data.geo.distance import METRES_A_DEGREE, Spot, distance_km
from data.i18n import _
from data.i18n.numbers import human

WIDTH, HEIGHT, PAD = 380, 220, 40
STEPS_M = (20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
SMALLEST_M = 150  # of the height shown: two spots a step apart are no map


def case_map(home: Spot | None, position: Spot | None, accuracy_m: float | None) -> html.Img | None:
    """The picture; None where neither is known."""
    known = [spot for spot in (home, position) if spot]
    if not known:
        return None
    place, px_per_m = _fitted(known, accuracy_m or 0)
    parts = [_grid(), _scale(px_per_m)]
    if position and accuracy_m:
        parts.append(_accuracy(place(position), accuracy_m * px_per_m))
    if home and position:
        parts.append(_between(place(home), place(position), distance_km(home, position) * 1000))
    is_above = bool(home and position and home[1] >= position[1])
    parts += [_home(*place(home), is_above=is_above)] if home else []
    parts += [_position(*place(position), is_above=bool(home) and not is_above)] if position else []
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="12"'
        f' font-family="{escape(font(), quote=True)}">{"".join(parts)}</svg>'
    )
    return html.Img(src=f"data:image/svg+xml,{quote(drawing)}", className="case-map", alt=_said(home, position))


def metres(value: float) -> str:
    """A distance in words."""
    if value < 10_000:
        return _("%(n)s m", n=human(round(value), compact=False))
    return _("%(n)s km", n=human(value / 1000, decimals=1))


def _said(home: Spot | None, position: Spot | None) -> str:
    if home and position:
        return _(
            "Map: %(far)s between the customer's place and the position", far=metres(distance_km(home, position) * 1000)
        )
    return (
        _("Map: the customer's place, no position came")
        if home
        else _("Map: the position, the customer's place is not known")
    )


def _fitted(spots: list[Spot], accuracy: float) -> tuple[Any, float]:
    """A function lon/lat → pixels that fits the spots and the circle, and pixels a metre."""
    middle = sum(lat for _lon, lat in spots) / len(spots)
    squeeze = cos(radians(middle)) * METRES_A_DEGREE
    xs, ys = [lon * squeeze for lon, _lat in spots], [-lat * METRES_A_DEGREE for _lon, lat in spots]
    wide = max(xs) - min(xs) + 2 * min(accuracy, 2_000)
    high = max(ys) - min(ys) + 2 * min(accuracy, 2_000)
    scale = min((WIDTH - 2 * PAD) / max(wide, SMALLEST_M), (HEIGHT - 2 * PAD) / max(high, SMALLEST_M))
    left, top = (WIDTH - (max(xs) + min(xs)) * scale) / 2, (HEIGHT - (max(ys) + min(ys)) * scale) / 2

    def place(spot: Spot) -> tuple[float, float]:
        return spot[0] * squeeze * scale + left, -spot[1] * METRES_A_DEGREE * scale + top

    return place, scale


def _grid() -> str:
    lines = [f"M{x},0V{HEIGHT}" for x in range(44, WIDTH, 44)] + [f"M0,{y}H{WIDTH}" for y in range(44, HEIGHT, 44)]
    return f'<path d="{"".join(lines)}" stroke="{colour("line")}" stroke-opacity=".7"/>'


def _scale(px_per_m: float) -> str:
    step = max((one for one in STEPS_M if one * px_per_m <= 110), default=STEPS_M[0])
    length, ink = step * px_per_m, colour("muted")
    bottom = HEIGHT - 12
    return (
        f'<path d="M12,{bottom - 3}v6M12,{bottom}H{12 + length:.1f}M{12 + length:.1f},{bottom - 3}v6" stroke="{ink}" fill="none"/>'
        f'<text x="12" y="{bottom - 8}" fill="{ink}">{escape(metres(step))}</text>'
    )


def _accuracy(at: Spot, radius: float) -> str:
    (x, y), ink = at, colour("accent")
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{max(radius, 6):.1f}" fill="{ink}" fill-opacity=".12" stroke="{ink}"'
        ' stroke-opacity=".6" stroke-dasharray="4 3"/>'
    )


def _between(home: Spot, position: Spot, far: float) -> str:
    (x1, y1), (x2, y2) = home, position
    line = f'<path d="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}" stroke="{colour("muted")}" stroke-width="1.5" stroke-dasharray="2 4"/>'
    if max(abs(x1 - x2), abs(y1 - y2)) < 80:  # no room: the words below the map say it
        return line
    x, y = min(max((x1 + x2) / 2, 60), WIDTH - 60), (y1 + y2) / 2
    box = f'x="{x - 38:.1f}" y="{y - 12:.1f}" width="76" height="22" rx="4"'
    plate = f'<rect {box} fill="{colour("surface")}" stroke="{colour("line")}"/>'
    return line + plate + _text(x, y + 4, metres(far), colour("text"), "700")


def _home(x: float, y: float, *, is_above: bool) -> str:
    roof = f"M{x - 9:.1f},{y:.1f}L{x:.1f},{y - 9:.1f}L{x + 9:.1f},{y:.1f}V{y + 9:.1f}H{x - 9:.1f}Z"
    pen = f'fill="{colour("brand")}" stroke="{colour("surface")}" stroke-width="1.5"'
    return f'<path d="{roof}" {pen}/>' + _label(x, y, _("customer's place"), is_above=is_above)


def _position(x: float, y: float, *, is_above: bool) -> str:
    pen = f'fill="{colour("accent")}" stroke="{colour("surface")}" stroke-width="2"'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" {pen}/>' + _label(x, y, _("position sent"), is_above=is_above)


def _label(x: float, y: float, words: str, *, is_above: bool) -> str:
    """On the side of the mark that is turned away from the other; never beyond the sides."""
    low = y - 16 if is_above else y + 26
    return _text(min(max(x, 52), WIDTH - 52), low, words, colour("muted"), "400")


def _text(x: float, y: float, words: str, ink: str, weight: str) -> str:
    halo = f'stroke="{colour("page")}" stroke-width="3" paint-order="stroke"' if weight == "400" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-weight="{weight}" fill="{ink}" {halo}>{escape(words)}</text>'
