"""Sky, karst hills, fields and trees."""

from __future__ import annotations

import numpy as np

from etl.world.illustration.canvas import HEIGHT, WIDTH, Canvas, Colour, mix
from etl.world.illustration.palette import Palette

ACROSS = np.linspace(-20, WIDTH + 20, 260)


def sky(canvas: Canvas, palette: Palette, rng: np.random.Generator, horizon: float) -> None:
    """Backdrop, sun and clouds."""
    canvas.sky(palette.sky_top, palette.sky_low, horizon + 40)
    x, y = rng.uniform(180, WIDTH - 180), rng.uniform(60, max(horizon * 0.45, 80))
    if palette.sun:
        canvas.glow(x, y, 330, palette.sun, 0.8)
        canvas.ellipse(x, y, 44, 44, palette.sun)
    for _ in range(int(rng.integers(1, 5))):
        _cloud(canvas, mix(palette.sky_low, (255, 255, 255), 0.55), rng, horizon)
    if palette.weather == "clear" and rng.random() < 0.6:
        _birds(canvas, mix(palette.hill, palette.sky_top, 0.4), rng)


def hills(canvas: Canvas, palette: Palette, rng: np.random.Generator, horizon: float, layers: int = 3) -> None:
    """Rows of karst hills, the farthest palest, mist at their feet."""
    for layer in range(layers):
        near = (layer + 1) / layers
        colour = palette.far(palette.hill, 0.78 - 0.56 * near)
        ridge = _ridge(rng, count=int(rng.integers(7, 12)), tall=(150 + 60 * (1 - near)) * rng.uniform(0.75, 1.2))
        foot = horizon + 26 * near
        top = foot - 34 * (1 - near) - ridge
        canvas.shaded(_under(top, foot + 30), mix(colour, palette.hill, 0.12), mix(colour, palette.haze, 0.5))
        _lit_flanks(canvas, palette, rng, top, foot, colour)
        canvas.veil(
            foot - 70, foot + 50, palette.haze, 0.62 if palette.weather in {"drizzle", "morning"} else 0.38, 0.7
        )


def meadow(canvas: Canvas, colour: Colour, rng: np.random.Generator, top: float, *, rise: float = 26) -> np.ndarray:
    """Ground from a softly waved edge down to the bottom; returns the edge."""
    edge = top + rise * np.sin(ACROSS / rng.uniform(240, 420) + rng.uniform(0, 6)) * 0.6
    canvas.shaded(_under(edge, HEIGHT), mix(colour, (255, 255, 255), 0.12), mix(colour, (30, 50, 40), 0.12))
    return edge


def bank(canvas: Canvas, palette: Palette, rng: np.random.Generator, top: float) -> None:
    """A grassy bank in front, with a trodden path, for people to stand on."""
    edge = meadow(canvas, mix(palette.grass, palette.leaf, 0.25), rng, top, rise=16)
    path = edge + 34 + 6 * np.sin(ACROSS / 90)
    trodden = mix(mix(palette.earth, (226, 208, 176), 0.5), palette.haze, 0.1)
    canvas.poly(_band(path, path + 58 + 8 * np.sin(ACROSS / 150 + 1)), trodden)
    canvas.poly(_band(path + 50, path + 64 + 8 * np.sin(ACROSS / 150 + 1)), mix(trodden, palette.earth, 0.35))
    tufts(canvas, palette, rng, top + 8, HEIGHT, 60)


def tufts(canvas: Canvas, palette: Palette, rng: np.random.Generator, top: float, bottom: float, count: int) -> None:
    """Grass and a few flowers, smaller farther away."""
    flowers: tuple[Colour, ...] = ((248, 240, 214), (244, 200, 90), (226, 130, 130), (180, 160, 214))
    flower = flowers[rng.integers(len(flowers))]
    for y in np.sort(rng.uniform(top, bottom, count)).tolist():
        x, size = float(rng.uniform(0, WIDTH)), 6 + 14 * (y - top) / max(bottom - top, 1)
        blade = mix(palette.leaf, palette.leaf_light, float(rng.random()))
        for lean in (-0.5, 0.0, 0.5):
            canvas.stroke([(x, y), (x + lean * size, y - size * (1.1 - abs(lean) * 0.5))], blade, 2.2)
        if rng.random() < 0.25:
            canvas.ellipse(x, y - size * 1.2, size * 0.24, size * 0.24, flower)


def terraces(canvas: Canvas, palette: Palette, rng: np.random.Generator, top: float, kind: str) -> None:
    """Fields in curved steps up a slope: ``tea``, ``rice`` or ``rape``."""
    phase, lean, bend = rng.uniform(0, 6), rng.uniform(-0.11, 0.11), rng.uniform(16, 46)
    y, step, row = top, 11.0, 0
    canvas.poly(_under(np.full_like(ACROSS, top + 40), HEIGHT), palette.crop)
    while y < HEIGHT + 60:
        swell = bend * np.sin(ACROSS / 300 + phase + row * 0.09) + bend * 0.45 * np.sin(
            ACROSS / 117 + phase * 2 + row * 0.2
        )
        edge = y + lean * (ACROSS - WIDTH / 2) + swell * (0.35 + row / 26)
        {"tea": _tea_row, "rice": _rice_step, "rape": _rape_strip}[kind](canvas, palette, rng, edge, step, row)
        y, step, row = y + step, step * 1.16 + 1.5, row + 1


def tree(canvas: Canvas, palette: Palette, rng: np.random.Generator, x: float, foot: float, size: float) -> None:
    """A round tree, a bamboo clump or a fir."""
    kind = rng.choice(["round", "round", "bamboo", "fir"])
    dark, light = palette.leaf, palette.leaf_light
    if kind == "fir":
        for part in range(4):
            width, high = size * (0.46 - part * 0.09), foot - size * (0.16 + part * 0.22)
            colour = mix(mix(dark, (40, 90, 70), 0.4), light, part * 0.1)
            canvas.poly([(x - width, high), (x, high - size * 0.36), (x + width, high)], colour)
        canvas.box(x - size * 0.03, foot - size * 0.16, size * 0.06, size * 0.16, palette.wood)
        return
    if kind == "bamboo":
        for _ in range(9):
            lean, height = rng.uniform(-0.34, 0.34) * size, size * rng.uniform(0.8, 1.15)
            stem = [(x + lean * 0.15, foot), (x + lean * 0.5, foot - height * 0.6), (x + lean, foot - height)]
            canvas.stroke(stem, mix(dark, light, 0.5), size * 0.02 + 1)
            canvas.ellipse(
                x + lean * 0.8, foot - height * 0.82, size * 0.15, size * 0.2, mix(dark, light, rng.random())
            )
        return
    canvas.stroke([(x, foot), (x, foot - size * 0.5)], palette.wood, size * 0.07)
    for _ in range(9):
        dx, dy = rng.normal(0, 0.17, 2) * size
        shade = mix(dark, light, float(np.clip(0.35 - dy / size, 0, 1)))
        canvas.ellipse(x + dx, foot - size * 0.72 + dy * 0.8, size * 0.24, size * 0.22, shade)


def pond(canvas: Canvas, palette: Palette, rng: np.random.Generator, top: float, bottom: float) -> None:
    """Water across the picture with a few ripples."""
    edge = top + 6 * np.sin(ACROSS / 130 + rng.uniform(0, 6))
    shore = np.concatenate([np.stack([ACROSS, edge], 1), np.stack([ACROSS[::-1], np.full(len(ACROSS), bottom)], 1)])
    canvas.shaded(shore, mix(palette.water, palette.haze, 0.45), palette.water)
    for _ in range(26):
        x, y = rng.uniform(0, WIDTH), rng.uniform(top + 16, bottom - 6)
        wide = (y - top) / (bottom - top) * 70 + 16
        canvas.stroke([(x, y), (x + wide, y)], mix(palette.water, (255, 255, 255), 0.35), 2.2)


def _ridge(rng: np.random.Generator, *, count: int, tall: float) -> np.ndarray:
    """Heights of a row of karst cones along ACROSS: steep flanks, round heads."""
    heights = np.full_like(ACROSS, 14.0)
    for centre in np.linspace(-80, WIDTH + 80, count) + rng.normal(0, 46, count):
        width, high = rng.uniform(70, 175), tall * rng.uniform(0.4, 1.25)
        skew = rng.uniform(-0.25, 0.25)
        u = (ACROSS - centre) / width
        u = np.abs(u + skew * u * np.abs(u))
        heights = np.maximum(heights, high * np.clip(1 - u**2.2, 0, 1) ** rng.uniform(0.7, 1.1))
    return heights + 3 * np.sin(ACROSS / 19) + 2 * np.sin(ACROSS / 7.3)


def _lit_flanks(
    canvas: Canvas, palette: Palette, rng: np.random.Generator, top: np.ndarray, foot: float, colour: Colour
) -> None:
    """Lighter patches where the light falls on the hills' right sides."""
    if palette.weather == "drizzle":
        return
    falling = np.r_[np.diff(top), 0] > 0.6
    starts = np.flatnonzero(falling & ~np.r_[False, falling[:-1]])
    for start in starts:
        length = int(np.argmax(~falling[start:])) or len(falling) - start
        if length < 7:
            continue
        side = slice(start, start + length)
        inner = top[side] + (foot - top[side]) * np.linspace(0.05, 0.35, length)
        shape = np.concatenate(
            [np.stack([ACROSS[side], top[side]], 1), np.stack([ACROSS[side][::-1] - 14, inner[::-1]], 1)]
        )
        canvas.poly(shape, mix(colour, palette.sky_low, 0.13))


def _tea_row(
    canvas: Canvas, palette: Palette, rng: np.random.Generator, edge: np.ndarray, step: float, row: int
) -> None:
    """A hedge: dark foot, leafy body, lighter crown with small bumps."""
    green = mix(palette.leaf if palette.season != "autumn" else (92, 132, 70), (60, 130, 70), 0.45)
    bumps = np.abs(np.sin(ACROSS / (5 + step * 0.42) + row)) * step * 0.13
    canvas.poly(_band(edge, edge + step * 1.5), mix(green, (34, 62, 48), 0.5))
    canvas.poly(_band(edge - bumps, edge + step * 0.74), mix(green, (44, 92, 60), 0.12))
    canvas.poly(_band(edge - bumps, edge + step * 0.34 - bumps), mix(green, palette.leaf_light, 0.6))


def _rice_step(
    canvas: Canvas, palette: Palette, rng: np.random.Generator, edge: np.ndarray, step: float, row: int
) -> None:
    """A paddy: its surface by season (water in spring, gold in autumn), and the earth wall below it."""
    wet = palette.season == "spring" or (palette.season == "winter" and row % 3 == 0)
    base = mix(palette.water, palette.sky_low, 0.4) if wet else palette.crop
    tone = mix(base, palette.crop_light if not wet else palette.sky_top, float(rng.uniform(0, 0.7)))
    canvas.poly(_band(edge, edge + step * 1.6), tone)
    if not wet:
        for offset in np.linspace(0.2, 0.62, 3):
            wave = edge + step * offset + np.sin(ACROSS / 9 + row) * step * 0.03
            canvas.stroke(np.stack([ACROSS, wave], 1)[::4], mix(tone, palette.earth, 0.16), 1 + step * 0.025)
    canvas.poly(_band(edge + step * 0.8, edge + step * 1.3), mix(palette.grass, palette.earth, 0.42))
    canvas.poly(_band(edge + step * 0.76, edge + step * 0.88), mix(palette.grass, palette.leaf_light, 0.5))


def _rape_strip(
    canvas: Canvas, palette: Palette, rng: np.random.Generator, edge: np.ndarray, step: float, row: int
) -> None:
    """A strip of blossom (spring) or vegetables, in alternating tones."""
    bright = {"spring": (244, 208, 64), "summer": (128, 178, 84), "autumn": (206, 150, 70), "winter": (122, 156, 98)}
    tone = mix(bright[palette.season], palette.haze, 0.08)
    body = tone if row % 2 == 0 else mix(tone, palette.leaf, 0.34)
    canvas.poly(_band(edge, edge + step * 1.5), body)
    xs = rng.uniform(0, WIDTH, 22 + int(step))
    ys = np.interp(xs, ACROSS, edge) + rng.uniform(0.1, 0.9, len(xs)) * step
    size = 1.2 + step * 0.05
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        canvas.ellipse(x, y, size * 1.6, size, mix(body, (255, 250, 214), 0.4))


def _cloud(canvas: Canvas, colour: Colour, rng: np.random.Generator, horizon: float) -> None:
    x, y, size = rng.uniform(0, WIDTH), rng.uniform(40, max(horizon * 0.6, 60)), rng.uniform(36, 74)
    for part in np.linspace(-1.7, 1.7, 5):
        canvas.ellipse(x + part * size, y - (1.7 - abs(part)) * size * 0.14, size * 0.8, size * 0.22, colour)


def _birds(canvas: Canvas, colour: Colour, rng: np.random.Generator) -> None:
    x, y = rng.uniform(200, 1000), rng.uniform(90, 230)
    for dx, dy in rng.normal(0, 46, (4, 2)):
        wing = [(x + dx - 11, y + dy * 0.5 - 5), (x + dx, y + dy * 0.5), (x + dx + 11, y + dy * 0.5 - 6)]
        canvas.stroke(wing, colour, 2.2)


def _under(edge: np.ndarray, bottom: float) -> np.ndarray:
    """The area between an edge along ACROSS and a level."""
    return np.concatenate([np.stack([ACROSS, edge], 1), [(ACROSS[-1], bottom), (ACROSS[0], bottom)]])


def _band(upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """The area between two edges along ACROSS."""
    return np.concatenate([np.stack([ACROSS, upper], 1), np.stack([ACROSS[::-1], lower[::-1]], 1)])
