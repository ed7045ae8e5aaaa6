"""The track drawn small: an SVG image with numbered stops, place names and a scale, and the bar of hours below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from math import cos, radians
from typing import Any
from urllib.parse import quote

from dash import html

from components.theme import colour, font
from components.visit_track import Stop, Track
from data.geo.distance import Spot, distance_km
from data.i18n import _

WIDTH, HEIGHT, PAD = 360, 176, 34
FIRST_HOUR, LAST_HOUR = 8, 18
BLOCK = 3.6  # % of the bar a number needs
STEPS_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


def track_picture(track: Track) -> html.Img | None:
    """The way of a day as an image; None when no stop has a position."""
    spots = [spot for leg in track.legs for spot in leg.spots] + [stop.spot for stop in track.stops if stop.spot]
    if not spots:
        return None
    place, km_per_px = _fitted(spots)
    parts = [_grid(), _scale(km_per_px)]
    for leg in track.legs:
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, leg.spots))
        dash = ' stroke-dasharray="4 4"' if leg.is_silent else ""
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour("brand")}" stroke-width="1.8"{dash}/>')
    parts += _names(track.stops, place) + [_pin(stop, *place(stop.spot)) for stop in track.stops if stop.spot]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="12"'
        f' font-family="{escape(font(), quote=True)}">{"".join(parts)}</svg>'
    )
    said = _("Track with %(n)s stops, %(km)s km", n=len(track.stops), km=f"{track.km:.1f}")
    return html.Img(src=f"data:image/svg+xml,{quote(drawing)}", className="track-picture", alt=said)


def _fitted(spots: Sequence[Spot]) -> tuple[Any, float]:
    """A function lon/lat → pixels that fits all spots, and kilometres a pixel."""
    middle = sum(lat for _lon, lat in spots) / len(spots)
    squeeze = cos(radians(middle))
    xs, ys = [lon * squeeze for lon, _lat in spots], [-lat for _lon, lat in spots]
    width, height = max(max(xs) - min(xs), 0.004), max(max(ys) - min(ys), 0.003)
    scale = min((WIDTH - 2 * PAD) / width, (HEIGHT - 2 * PAD) / height)
    left = (WIDTH - (max(xs) + min(xs)) * scale) / 2
    top = (HEIGHT + 8 - (max(ys) + min(ys)) * scale) / 2

    def place(spot: Spot) -> tuple[float, float]:
        return spot[0] * squeeze * scale + left, -spot[1] * scale + top

    return place, distance_km((0, middle), (0, middle + 1)) / scale


def _grid() -> str:
    lines = [f"M{x},0V{HEIGHT}" for x in range(60, WIDTH, 60)] + [f"M0,{y}H{WIDTH}" for y in range(44, HEIGHT, 44)]
    return f'<path d="{"".join(lines)}" stroke="{colour("line")}" stroke-opacity=".7"/>'


def _scale(km_per_px: float) -> str:
    km = max((step for step in STEPS_KM if step / km_per_px <= 90), default=STEPS_KM[0])
    length = km / km_per_px
    text = _("%(n)s km", n=f"{km:g}")
    ink = colour("muted")
    return (
        f'<path d="M12,8v6M12,11H{12 + length:.1f}M{12 + length:.1f},8v6" stroke="{ink}" fill="none"/>'
        f'<text x="12" y="28" fill="{ink}">{escape(text)}</text>'
    )


def _names(stops: Sequence[Stop], place: Any) -> list[str]:
    """Place names beside their stops, where no other name stands; one name for one place."""
    drawn: list[tuple[float, float, float, float]] = [(0, 0, 110, 32)]
    pins = [place(stop.spot) for stop in stops if stop.spot]
    drawn += [(x - 9, y - 9, x + 9, y + 9) for x, y in pins]
    said: set[str] = set()
    texts = []
    for stop in stops:
        if not stop.spot or not stop.place or stop.place in said:
            continue
        x, y = place(stop.spot)
        half = _length(stop.place) / 2
        for dx, dy in ((0, -15), (0, 25), (half + 14, 4), (-half - 14, 4)):
            left = min(max(x + dx, half + 3), WIDTH - half - 3)
            box = (left - half, y + dy - 12, left + half, y + dy + 3)
            if box[1] < 0 or box[3] > HEIGHT or any(_meet(box, other) for other in drawn):
                continue
            drawn.append(box)
            said.add(stop.place)
            spot = f'x="{left:.1f}" y="{y + dy:.1f}" text-anchor="middle" fill="{colour("text")}"'
            texts.append(f"<text {spot}>{escape(stop.place)}</text>")
            break
    return texts


def _length(text: str) -> float:
    return sum(12.2 if ord(letter) > 0x2E80 else 6.6 for letter in text)


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


def _pin(stop: Stop, x: float, y: float) -> str:
    fill = colour("accent" if stop.is_current else "brand")
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="14" fill="{fill}" fill-opacity=".2"/>' if stop.is_current else ""
    digits = f'text-anchor="middle" font-weight="700" fill="{colour("on-brand")}"'
    return (
        f'{ring}<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{fill}" stroke="{colour("surface")}" stroke-width="1.5"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" {digits}>{stop.number}</text>'
    )


def hours_bar(track: Track) -> html.Div:
    """08–18 h with each visit where it lay; a visit outside widens the hours."""
    first = min([FIRST_HOUR, *(stop.started_at.hour for stop in track.stops)])
    last = max([LAST_HOUR, *(stop.ended_at.hour + 1 for stop in track.stops)])
    ticks = [_tick(hour, first, last) for hour in range(first, last + 1, _step(last - first))]
    return html.Div(
        [html.Div(_blocks(track, first, last), className="hours-bar"), html.Div(ticks, className="hours-ticks")],
        className="hours",
    )


def _step(hours: int) -> int:
    """Hours between two ticks: at most five steps, so that no label touches the next."""
    return next(step for step in (1, 2, 3, 4, 6) if hours / step <= 5)


def _tick(hour: int, first: int, last: int) -> html.Span:
    end = {first: "first", last: "last"}.get(hour, "")
    return html.Span(f"{hour:02d}:00", className=end, style={"left": f"{(hour - first) / (last - first) * 100:.2f}%"})


def _blocks(track: Track, first: int, last: int) -> list[html.Span]:
    """A block a visit, wide enough for its number unless the next begins before that."""
    starts = [_share(stop.started_at, first, last) for stop in track.stops]
    blocks = []
    for stop, start, following in zip(track.stops, starts, [*starts[1:], 100 + BLOCK], strict=True):
        wide = max(_share(stop.ended_at, first, last) - start, BLOCK)
        width = max(min(wide, following - start - 0.4), 0.4)
        blocks.append(_block(stop, min(start, 100 - width), width))
    return blocks


def _block(stop: Stop, start: float, width: float) -> html.Span:
    return html.Span(
        str(stop.number) if width >= BLOCK * 0.9 else "",
        className="hours-block current" if stop.is_current else "hours-block",
        style={"left": f"{start:.2f}%", "width": f"{width:.2f}%"},
        title=f"{stop.number}: {stop.started_at:%H:%M} – {stop.ended_at:%H:%M} {stop.place}",
    )


def _share(moment: datetime, first: int, last: int) -> float:
    return ((moment.hour + moment.minute / 60) - first) / (last - first) * 100
