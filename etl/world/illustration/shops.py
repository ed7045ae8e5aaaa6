"""A village shop: signboard, awning, shelves, glass doors, crates of fruit. No readable words: it is nobody's shop."""

from __future__ import annotations

import numpy as np

from etl.world.illustration.buildings import RED, area
from etl.world.illustration.canvas import Canvas, Colour, mix
from etl.world.illustration.palette import Palette

GOODS: tuple[Colour, ...] = (
    (214, 84, 70), (238, 178, 72), (92, 150, 196), (120, 176, 110), (236, 224, 200), (170, 110, 168), (240, 140, 96),
    (98, 180, 176), (250, 208, 120),
)  # fmt: skip


def shop(canvas: Canvas, palette: Palette, rng: np.random.Generator, floor: float) -> None:
    """A village shop seen from the street, filling the picture's width."""
    left, right, top = -20.0, 1300.0, float(rng.uniform(150, 215))
    board = GOODS[rng.integers(0, 4)] if rng.random() < 0.4 else mix(RED, (150, 40, 40), float(rng.random()) * 0.5)
    canvas.shaded(area(left, top, right - left, floor - top), palette.wall, mix(palette.wall, (130, 110, 90), 0.2))
    canvas.box(left, top, right - left, 96, board)
    canvas.box(left, top + 92, right - left, 10, mix(board, (0, 0, 0), 0.3))
    x = rng.uniform(70, 260)
    for size in rng.uniform(46, 66, int(rng.integers(4, 7))):
        canvas.box(x, top + 22, size, 52, mix(board, (255, 240, 205), 0.86), radius=10)
        x += size + 20
    shelf_left = 60.0 if rng.random() < 0.5 else 560.0
    _shelves(canvas, palette, rng, shelf_left, top + 136, 640, floor - top - 136)
    other = 760.0 if shelf_left < 300 else 50.0
    _shutter(canvas, palette, rng, other, top + 136, 450, floor - top - 136)
    if rng.random() < 0.75:
        _awning(canvas, rng, left, top + 98, right - left)
    _crates(canvas, rng, shelf_left + rng.uniform(-10, 60), floor, int(rng.integers(3, 6)))


def _shelves(
    canvas: Canvas, palette: Palette, rng: np.random.Generator, x: float, y: float, width: float, tall: float
) -> None:
    canvas.shaded(area(x, y, width, tall), (86, 74, 66), (112, 96, 84))
    rows = int(rng.integers(4, 6))
    for row in range(rows):
        top = y + 14 + row * (tall * 0.74) / rows
        shelf = tall * 0.74 / rows - 12
        place = x + 16
        while place < x + width - 40:
            colour, wide = GOODS[rng.integers(len(GOODS))], rng.uniform(16, 34)
            for _ in range(int(rng.integers(1, 5))):
                if place + wide > x + width - 14:
                    break
                high = shelf * rng.uniform(0.55, 0.92)
                canvas.box(place, top + shelf - high, wide - 3, high, mix(colour, (90, 80, 70), 0.12), radius=3)
                canvas.box(
                    place + 3, top + shelf - high * 0.6, wide - 9, high * 0.22, mix(colour, (255, 255, 255), 0.55)
                )
                place += wide
            place += 5
        canvas.box(x + 8, top + shelf, width - 16, 7, (176, 140, 104))
    counter = y + tall * 0.78
    canvas.box(x - 8, counter, width + 16, 16, mix(palette.wood, (255, 230, 200), 0.35))
    canvas.shaded(area(x, counter + 16, width, tall * 0.22 - 16), palette.wood, mix(palette.wood, (40, 28, 20), 0.25))


def _shutter(
    canvas: Canvas, palette: Palette, rng: np.random.Generator, x: float, y: float, width: float, tall: float
) -> None:
    glass = mix((150, 180, 190), palette.sky_low, 0.3)
    canvas.box(x - 10, y - 10, width + 20, tall + 10, (96, 100, 104))
    for pane in (0, 1):
        left = x + pane * width / 2
        canvas.shaded(
            area(left + 5, y, width / 2 - 10, tall), mix(glass, (255, 255, 255), 0.25), mix(glass, (70, 90, 100), 0.35)
        )
        shine = [(left + 24, y + tall * 0.6), (left + 90, y + 20), (left + 130, y + 20), (left + 40, y + tall * 0.75)]
        canvas.poly(shine, mix(glass, (255, 255, 255), 0.4))
    for poster in range(int(rng.integers(1, 3))):
        colour = GOODS[rng.integers(len(GOODS))]
        canvas.box(x + 40 + poster * width / 2, y + tall * 0.22, 78, 104, mix(colour, (255, 255, 255), 0.25), radius=4)
        canvas.box(x + 52 + poster * width / 2, y + tall * 0.22 + 62, 54, 10, (255, 255, 255))


def _awning(canvas: Canvas, rng: np.random.Generator, x: float, y: float, width: float) -> None:
    colour = GOODS[rng.integers(len(GOODS))]
    stripes = 22
    for stripe in range(stripes):
        left, wide = x + stripe * width / stripes, width / stripes
        tone = colour if stripe % 2 else (248, 244, 236)
        canvas.poly([(left, y), (left + wide, y), (left + wide + 6, y + 46), (left + 6, y + 46)], tone)
        canvas.ellipse(left + wide / 2 + 6, y + 46, wide / 2, 13, tone)


def _crates(canvas: Canvas, rng: np.random.Generator, x: float, floor: float, count: int) -> None:
    for crate in range(count):
        left, fruit = x + crate * 118, [(222, 92, 60), (240, 190, 70), (120, 170, 84), (230, 140, 60)][rng.integers(4)]
        for px, py in zip(rng.uniform(left + 12, left + 92, 20), rng.uniform(floor - 62, floor - 44, 20), strict=True):
            canvas.ellipse(px, py, 12, 12, mix(fruit, (255, 255, 255), float(rng.random()) * 0.22))
        canvas.poly(
            [(left, floor - 50), (left + 106, floor - 50), (left + 98, floor + 6), (left + 8, floor + 6)],
            (190, 146, 98),
        )
        canvas.box(left + 4, floor - 28, 98, 6, (150, 110, 70))
