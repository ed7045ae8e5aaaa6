"""Village houses, greenhouses, stilt houses, a drum tower, a covered bridge."""

from __future__ import annotations

import numpy as np

from etl.world.illustration.canvas import Canvas, Colour, mix
from etl.world.illustration.palette import Palette

RED: Colour = (196, 54, 44)


def house(canvas: Canvas, palette: Palette, rng: np.random.Generator, x: float, foot: float, width: float) -> None:
    """A house of northern Guizhou: white walls, dark tiles, timber frame, red couplets; (x, foot): its corner."""
    wall, roof, wood = palette.wall, palette.roof, palette.wood
    tall = width * rng.uniform(0.3, 0.38)
    canvas.box(x - width * 0.02, foot - width * 0.03, width * 1.04, width * 0.035, mix(wall, (120, 120, 118), 0.55))
    canvas.shaded(area(x, foot - tall, width, tall), mix(wall, (255, 255, 255), 0.2), mix(wall, (150, 130, 110), 0.1))
    frame = mix(wood, (60, 40, 30), 0.1)
    for post in (0.0, 0.31, 0.69, 1.0):
        canvas.box(x + post * width - width * 0.008, foot - tall, width * 0.016, tall, frame)
    canvas.box(x, foot - tall * 0.93, width, tall * 0.035, frame)
    door = width * 0.17
    _door(canvas, palette, x + width / 2 - door / 2, foot, door, tall * 0.72)
    for place in (0.155, 0.845):
        _window(canvas, palette, x + width * (place - 0.075), foot - tall * 0.68, width * 0.15, tall * 0.38)
    _tiled_roof(canvas, roof, x - width * 0.07, foot - tall, width * 1.14, width * rng.uniform(0.17, 0.22))
    if rng.random() < 0.7:
        _hangings(canvas, rng, x + width * 0.03, foot - tall * 0.98, width * 0.94, tall * 0.34)


def small_house(
    canvas: Canvas, palette: Palette, rng: np.random.Generator, x: float, foot: float, width: float, distance: float
) -> None:
    """A house far away: ``distance`` 0 to 1 fades it."""
    wall, roof = palette.far(palette.wall, distance), palette.far(palette.roof, distance)
    tall = width * 0.34
    canvas.box(x, foot - tall, width, tall, wall)
    for place in (0.16, 0.7):
        canvas.box(x + width * place, foot - tall * 0.68, width * 0.14, tall * 0.36, mix(wall, (70, 84, 92), 0.6))
    canvas.box(x + width * 0.43, foot - tall * 0.72, width * 0.14, tall * 0.72, palette.far(palette.wood, distance))
    slope = width * 0.24
    canvas.poly(
        [
            (x - width * 0.09, foot - tall),
            (x + width * 0.1, foot - tall - slope),
            (x + width * 0.9, foot - tall - slope),
            (x + width * 1.09, foot - tall),
        ],
        roof,
    )


def greenhouses(canvas: Canvas, palette: Palette, rng: np.random.Generator, foot: float, count: int) -> None:
    """Tunnels of white film side by side, beds of vegetables inside."""
    film = mix((238, 246, 246), palette.haze, 0.25)
    width = 1360 / count
    for index in range(count):
        x = index * width - 40
        tall = width * 0.74
        canvas.arc_box(x + 4, foot, width - 8, tall, mix(film, (170, 196, 200), 0.45))
        canvas.arc_box(x + 14, foot, width - 28, tall - 12, film)
        for inset in (0.16, 0.3, 0.42):
            grey = mix(film, (120, 150, 156), 0.5 - inset * 0.4)
            _arch_line(canvas, x + width * inset, foot, width * (1 - 2 * inset), tall * (1 - inset * 1.15), grey)
        for bed in range(4):
            y = foot - 6 - bed * tall * 0.07
            half = width * (0.4 - bed * 0.055)
            for spot in np.linspace(-half, half, 9):
                green = mix(palette.leaf, palette.leaf_light, float(rng.random()))
                canvas.ellipse(x + width / 2 + spot, y, width * 0.05, width * 0.032, mix(green, film, bed * 0.14))


def stilt_house(
    canvas: Canvas, palette: Palette, rng: np.random.Generator, x: float, foot: float, width: float, distance: float
) -> None:
    """A timber house on stilts with a gallery, as Miao and Dong villages have."""
    wood, roof = palette.far(palette.wood, distance), palette.far(palette.roof, distance)
    floor_tall = width * 0.3
    for post in np.linspace(0.04, 0.96, 5):
        canvas.box(
            x + post * width - width * 0.015,
            foot - floor_tall * 0.9,
            width * 0.03,
            floor_tall * 0.9,
            mix(wood, (40, 30, 24), 0.35),
        )
    base = foot - floor_tall * 0.75
    for storey in range(2):
        y = base - storey * floor_tall
        canvas.box(x, y - floor_tall, width, floor_tall, mix(wood, (255, 230, 190), 0.1 + storey * 0.05))
        for plank in np.linspace(0.08, 0.92, 10):
            canvas.box(x + plank * width, y - floor_tall, width * 0.006, floor_tall, mix(wood, (50, 34, 24), 0.3))
        for place in (0.14, 0.42, 0.7):
            canvas.box(
                x + place * width, y - floor_tall * 0.72, width * 0.16, floor_tall * 0.42, mix(wood, (40, 34, 34), 0.6)
            )
            canvas.box(
                x + place * width + width * 0.012,
                y - floor_tall * 0.68,
                width * 0.136,
                floor_tall * 0.34,
                mix((250, 222, 160), wood, 0.25),
            )
        canvas.box(
            x - width * 0.05, y - floor_tall * 0.28, width * 1.1, floor_tall * 0.05, mix(wood, (60, 40, 26), 0.3)
        )
        for rail in np.linspace(-0.04, 1.04, 16):
            canvas.box(
                x + rail * width, y - floor_tall * 0.28, width * 0.01, floor_tall * 0.28, mix(wood, (60, 40, 26), 0.3)
            )
    _tiled_roof(canvas, roof, x - width * 0.13, base - 2 * floor_tall, width * 1.26, width * 0.26)


def drum_tower(
    canvas: Canvas, palette: Palette, rng: np.random.Generator, x: float, foot: float, height: float
) -> None:
    """A Dong drum tower: many eaves, each smaller than the one below, white edges, a spire."""
    tiers = int(rng.choice([7, 9, 11]))
    roof, wood = palette.far(palette.roof, 0.08), palette.far(palette.wood, 0.06)
    ground, wide = height * 0.2, height * 0.24
    for post in (-0.86, -0.4, 0.4, 0.86):
        canvas.box(x + post * wide - height * 0.009, foot - ground, height * 0.018, ground, wood)
    canvas.box(x - wide * 0.9, foot - ground, wide * 1.8, ground * 0.22, mix(wood, (40, 26, 20), 0.35))
    y, step = foot - ground, height * 0.66 / tiers
    for tier in range(tiers):
        half = wide * (1.12 - 0.86 * tier / tiers)
        _eave(canvas, x, y, half, step, roof)
        canvas.box(x - half * 0.66, y - step * 1.02, half * 1.32, step * 0.42, mix(wood, (250, 226, 180), 0.2))
        y -= step
    _eave(canvas, x, y, wide * 0.36, step * 1.9, roof)
    canvas.stroke([(x, y - step * 1.6), (x, y - step * 3.4)], mix(roof, (200, 200, 190), 0.4), 5)
    for ball in (1.9, 2.4, 2.8):
        canvas.ellipse(x, y - step * ball, 7, 7, mix(roof, (214, 208, 190), 0.5))


def covered_bridge(canvas: Canvas, palette: Palette, rng: np.random.Generator, deck: float) -> None:
    """A wind-and-rain bridge across the picture: stone piers, a gallery, three roofs."""
    wood, roof = palette.far(palette.wood, 0.05), palette.far(palette.roof, 0.05)
    for pier in (250, 640, 1030):
        canvas.poly(
            [(pier - 46, deck), (pier + 46, deck), (pier + 62, deck + 170), (pier - 62, deck + 170)],
            mix(palette.wall, (120, 124, 122), 0.6),
        )
    canvas.box(-20, deck - 12, 1320, 34, mix(wood, (50, 34, 24), 0.3))
    canvas.box(-20, deck - 110, 1320, 98, mix(wood, (250, 220, 170), 0.12))
    for post in range(0, 1300, 52):
        canvas.box(post, deck - 112, 9, 100, mix(wood, (50, 34, 24), 0.3))
    canvas.box(-20, deck - 50, 1320, 8, mix(wood, (50, 34, 24), 0.4))
    _tiled_roof(canvas, roof, -60, deck - 108, 1400, 52)
    for tower, size in ((250, 0.8), (640, 1.0), (1030, 0.8)):
        y = deck - 146
        for tier in range(3):
            _eave(canvas, tower, y, 150 * size * (1 - tier * 0.22), 46 * size, roof)
            y -= 44 * size
        canvas.stroke([(tower, y + 10), (tower, y - 26 * size)], mix(roof, (210, 205, 190), 0.4), 5)


def _door(canvas: Canvas, palette: Palette, x: float, foot: float, width: float, tall: float) -> None:
    wood = palette.wood
    canvas.box(x - width * 0.1, foot - tall * 1.05, width * 1.2, tall * 1.05, mix(wood, (50, 30, 24), 0.4))
    for half in (0.0, 0.52):
        canvas.box(x + width * half, foot - tall, width * 0.48, tall, mix(wood, (190, 110, 70), 0.25))
        canvas.box(
            x + width * (half + 0.1), foot - tall * 0.8, width * 0.28, tall * 0.3, mix(wood, (255, 220, 170), 0.25)
        )
    for side in (-0.36, 1.16):
        canvas.box(x + width * side, foot - tall * 0.96, width * 0.2, tall * 0.8, RED)
        for mark in np.linspace(0.14, 0.78, 5):
            canvas.box(
                x + width * (side + 0.06), foot - tall * (0.96 - mark * 0.8), width * 0.08, tall * 0.05, (248, 208, 112)
            )
    canvas.box(x - width * 0.06, foot - tall * 1.19, width * 1.12, tall * 0.12, RED)


def _window(canvas: Canvas, palette: Palette, x: float, y: float, width: float, tall: float) -> None:
    frame = mix(palette.wood, (60, 36, 26), 0.2)
    canvas.box(x, y, width, tall, frame)
    canvas.shaded(area(x + width * 0.08, y + tall * 0.1, width * 0.84, tall * 0.8), (112, 138, 150), (74, 96, 110))
    for line in (0.28, 0.5, 0.72):
        canvas.box(x + width * line - 1.5, y + tall * 0.1, 3, tall * 0.8, frame)
    canvas.box(x, y + tall * 0.5 - 1.5, width, 3, frame)


def _tiled_roof(canvas: Canvas, roof: Colour, x: float, low: float, width: float, tall: float) -> None:
    lift = tall * 0.16
    shape = [
        (x, low - lift), (x + width * 0.03, low + tall * 0.04), (x + width * 0.97, low + tall * 0.04),
        (x + width, low - lift), (x + width * 0.9, low - tall), (x + width * 0.1, low - tall),
    ]  # fmt: skip
    canvas.shaded(shape, mix(roof, (255, 255, 255), 0.08), mix(roof, (20, 24, 28), 0.12))
    for tile in np.linspace(0.04, 0.96, max(int(width / 17), 8)):
        top_x = x + width * (0.1 + tile * 0.8)
        canvas.stroke([(top_x, low - tall), (x + width * tile, low)], mix(roof, (20, 24, 30), 0.22), 1.6)
    canvas.box(x + width * 0.09, low - tall - tall * 0.07, width * 0.82, tall * 0.1, mix(roof, (20, 24, 28), 0.3))
    canvas.ellipse(x + width * 0.5, low - tall * 1.06, tall * 0.12, tall * 0.12, mix(roof, (20, 24, 28), 0.3))


def _eave(canvas: Canvas, x: float, y: float, half: float, tall: float, roof: Colour) -> None:
    shape = [
        (x - half, y - tall * 0.16), (x - half * 0.9, y + tall * 0.06), (x + half * 0.9, y + tall * 0.06),
        (x + half, y - tall * 0.16), (x + half * 0.58, y - tall * 0.74), (x - half * 0.58, y - tall * 0.74),
    ]  # fmt: skip
    canvas.shaded(shape, mix(roof, (255, 255, 255), 0.1), roof)
    canvas.stroke([shape[0], shape[1], shape[2], shape[3]], mix(roof, (244, 240, 228), 0.75), 3.4)


def _hangings(canvas: Canvas, rng: np.random.Generator, x: float, y: float, width: float, tall: float) -> None:
    """Strings of chilli and maize under the eaves."""
    for place in np.linspace(0.02, 0.98, int(rng.integers(14, 24))):
        if 0.3 < place < 0.7:
            continue
        colour = (196, 44, 36) if rng.random() < 0.6 else (238, 184, 64)
        length = tall * rng.uniform(0.5, 1.0)
        for bead in np.arange(0, length, 8):
            canvas.ellipse(
                x + place * width + rng.uniform(-2.4, 2.4),
                y + bead,
                5.4,
                6.4,
                mix(colour, (255, 255, 255), float(rng.random()) * 0.16),
            )


def _arch_line(canvas: Canvas, x: float, foot: float, width: float, tall: float, colour: Colour) -> None:
    angle = np.linspace(np.pi, 0, 30)
    canvas.stroke(
        np.stack([x + width / 2 + np.cos(angle) * width / 2, foot - tall * (0.25 + 0.75 * np.sin(angle))], 1),
        colour,
        2.4,
    )


def area(x: float, y: float, width: float, tall: float) -> list[tuple[float, float]]:
    """The corners of a rectangle whose upper left one is (x, y)."""
    return [(x, y), (x + width, y), (x + width, y + tall), (x, y + tall)]
