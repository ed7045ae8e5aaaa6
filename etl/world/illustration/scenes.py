"""The scenes: where a visit may take place. Each draws a whole picture from a palette and a seed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from etl.world.illustration import buildings, figures, land, shops
from etl.world.illustration.canvas import HEIGHT, WIDTH, Canvas, mix
from etl.world.illustration.palette import Palette

Scene = Callable[[Canvas, Palette, np.random.Generator], None]


def tea(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """Tea hedges on a slope."""
    _fields(canvas, palette, rng, "tea")


def rice(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """Paddy terraces: water in spring, green, gold, straw."""
    _fields(canvas, palette, rng, "rice")


def blossom(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """Rape fields (or vegetables in other seasons)."""
    _fields(canvas, palette, rng, "rape")


def greenhouse(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """Between plastic tunnels, vegetable beds in front."""
    _backdrop(canvas, palette, rng, 400)
    land.meadow(canvas, palette.grass, rng, 430)
    buildings.greenhouses(canvas, palette, rng, float(rng.uniform(610, 650)), int(rng.integers(2, 5)))
    canvas.shaded(
        [(-10, 630), (1290, 630), (1290, 970), (-10, 970)], palette.earth, mix(palette.earth, (60, 44, 34), 0.25)
    )
    for row in range(5):
        _bed(canvas, palette, rng, 672 + row * (44 + row * 9), 10 + row * 5)
    _people(canvas, rng, 868, 400)


def village(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """Before a white-walled house."""
    _backdrop(canvas, palette, rng, 420)
    land.meadow(canvas, palette.grass, rng, 450)
    for _ in range(int(rng.integers(1, 4))):
        land.tree(
            canvas,
            palette,
            rng,
            float(rng.choice([rng.uniform(20, 200), rng.uniform(1080, 1260)])),
            690,
            float(rng.uniform(230, 380)),
        )
    width = float(rng.uniform(720, 900))
    buildings.house(canvas, palette, rng, float(rng.uniform(120, WIDTH - width - 120)), 700, width)
    _yard(canvas, palette, rng, 696)
    if rng.random() < 0.6:
        _hens(canvas, rng, 800)
    _people(canvas, rng, 880, 410)


def courtyard(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """A yard with chillies or maize spread out to dry."""
    _backdrop(canvas, palette, rng, 330)
    buildings.house(canvas, palette, rng, float(rng.uniform(-60, 40)), 610, float(rng.uniform(1180, 1320)))
    _yard(canvas, palette, rng, 606)
    colour = (192, 42, 34) if rng.random() < 0.65 else (236, 180, 62)
    for x, y in ((210, 760), (1060, 750), (560, 715), (90, 905), (1180, 905)):
        _tray(canvas, rng, x + float(rng.uniform(-30, 30)), y, float(rng.uniform(120, 170)), colour)
    _people(canvas, rng, 850, 430, hats=("", "scarf", "cap", ""))


def shop(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """A shop in the township's street."""
    _backdrop(canvas, palette, rng, 190, layers=2)
    shops.shop(canvas, palette, rng, 760)
    pavement = mix((186, 182, 176), palette.haze, 0.25)
    canvas.shaded([(-10, 760), (1290, 760), (1290, 970), (-10, 970)], pavement, mix(pavement, (70, 70, 72), 0.3))
    for line in (800, 850, 915):
        canvas.box(0, line, WIDTH, 3, mix(pavement, (90, 88, 86), 0.3))
    _people(canvas, rng, 890, 440, hats=("", "", "cap"))


def tower(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """The square of a Dong village with its drum tower."""
    _backdrop(canvas, palette, rng, 430)
    land.meadow(canvas, palette.leaf, rng, 470)
    for x, width, foot in ((-40, 300, 660), (240, 230, 610), (820, 240, 615), (1020, 320, 665)):
        buildings.stilt_house(
            canvas, palette, rng, x + float(rng.uniform(-20, 20)), foot, width, 0.18 if width < 250 else 0.08
        )
    buildings.drum_tower(canvas, palette, rng, float(rng.uniform(560, 720)), 716, float(rng.uniform(560, 620)))
    _yard(canvas, palette, rng, 704)
    _people(canvas, rng, 880, 390, hats=("scarf", "scarf", "cap", ""))


def bridge(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """A covered bridge over the river."""
    _backdrop(canvas, palette, rng, 400)
    land.meadow(canvas, palette.leaf, rng, 440)
    for _ in range(5):
        land.tree(canvas, palette, rng, float(rng.uniform(0, WIDTH)), 520, float(rng.uniform(110, 190)))
    land.pond(canvas, palette, rng, 530, 800)
    buildings.covered_bridge(canvas, palette, rng, float(rng.uniform(520, 560)))
    land.bank(canvas, palette, rng, 775)
    _people(canvas, rng, 895, 370)


def hamlet(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """Stilt houses up a hillside, paddies below."""
    _backdrop(canvas, palette, rng, 380)
    land.meadow(canvas, palette.leaf, rng, 420, rise=60)
    spots = sorted((float(rng.uniform(440, 620)), float(rng.uniform(-40, 1120))) for _ in range(9))
    for foot, x in spots:
        size = 120 + (foot - 440) * 0.5
        buildings.stilt_house(canvas, palette, rng, x, foot, size, 0.34 - (foot - 440) / 700)
        if rng.random() < 0.6:
            land.tree(canvas, palette, rng, x + size * 1.2, foot + 8, size * 0.9)
    land.terraces(canvas, palette, rng, 640, "rice")
    land.bank(canvas, palette, rng, 830)
    _people(canvas, rng, 890, 380, hats=("scarf", "straw", "", "cap"))


def pasture(canvas: Canvas, palette: Palette, rng: np.random.Generator) -> None:
    """Cattle on a meadow."""
    _backdrop(canvas, palette, rng, 440)
    land.meadow(canvas, palette.grass, rng, 470, rise=50)
    land.tufts(canvas, palette, rng, 520, HEIGHT, 130)
    buildings.small_house(canvas, palette, rng, float(rng.uniform(100, 900)), 520, 170, 0.16)
    for foot in sorted(rng.uniform(560, 800, int(rng.integers(3, 7)))):
        _cow(canvas, rng, float(rng.uniform(80, 1200)), float(foot), 70 + (float(foot) - 560) * 0.28)
    _people(canvas, rng, 885, 390)


SCENES: dict[str, Scene] = {
    "tea": tea, "rice": rice, "blossom": blossom, "greenhouse": greenhouse, "village": village, "courtyard": courtyard,
    "shop": shop, "tower": tower, "bridge": bridge, "hamlet": hamlet, "pasture": pasture,
}  # fmt: skip
# Where each customer group is met, most likely first.
BY_GROUP: dict[str, tuple[str, ...]] = {
    "grower": ("tea", "rice", "greenhouse", "blossom", "pasture", "courtyard"),
    "sole_trader": ("shop", "shop", "shop", "bridge"),
    "micro_business": ("shop", "greenhouse", "tea", "courtyard"),
    "migrant": ("village", "courtyard", "hamlet", "rice"),
    "returnee": ("greenhouse", "pasture", "tea", "shop", "blossom"),
    "public_sector": ("tower", "bridge", "village"),
    "urban_wage": ("shop", "bridge", "village"),
    "senior": ("village", "courtyard", "hamlet", "tower"),
    "student": ("tower", "bridge", "village", "hamlet"),
}


def _backdrop(canvas: Canvas, palette: Palette, rng: np.random.Generator, horizon: float, layers: int = 3) -> None:
    land.sky(canvas, palette, rng, horizon)
    land.hills(canvas, palette, rng, horizon, layers)


def _fields(canvas: Canvas, palette: Palette, rng: np.random.Generator, kind: str) -> None:
    horizon = float(rng.uniform(350, 450))
    _backdrop(canvas, palette, rng, horizon)
    land.meadow(canvas, palette.grass, rng, horizon + 10)
    for _ in range(int(rng.integers(1, 5))):
        x, size = float(rng.uniform(0, WIDTH)), float(rng.uniform(50, 110))
        land.tree(canvas, palette, rng, x, horizon + 44, size)
    if rng.random() < 0.75:
        buildings.small_house(
            canvas, palette, rng, float(rng.uniform(60, 1050)), horizon + 52, float(rng.uniform(90, 150)), 0.12
        )
    land.terraces(canvas, palette, rng, horizon + 40, kind)
    if rng.random() < 0.8:
        land.bank(canvas, palette, rng, float(rng.uniform(790, 835)))
    _people(
        canvas,
        rng,
        float(rng.uniform(850, 890)),
        float(rng.uniform(380, 450)),
        hats=("straw", "straw", "scarf", "cap", ""),
    )


def _people(
    canvas: Canvas,
    rng: np.random.Generator,
    foot: float,
    height: float,
    hats: tuple[str, ...] = ("", "straw", "cap", "scarf"),
) -> None:
    """A manager with one to three people, standing in talk somewhere left or right of the middle."""
    others = int(rng.choice([1, 1, 1, 2, 2, 3]))
    centre, gap = float(rng.uniform(380, 900)), height * 0.56
    lead = 1 if rng.random() < 0.5 else -1
    reach = lead * gap * (0.5 + 0.72 * (others - 1))
    centre += min(0.0, 1180 - centre - reach) + max(0.0, 100 - centre - reach)
    figures.stand(canvas, figures.manager(rng), centre - lead * gap / 2, foot, height, lead)
    for index in range(others):
        x = centre + lead * (gap / 2 + index * gap * 0.72)
        drop = (index % 2) * -14.0
        figures.stand(
            canvas, figures.villager(rng, hats), x, foot + drop, height * (0.97 if index == 0 else 0.93), -lead
        )
    if rng.random() < 0.12:
        figures.stand(canvas, figures.manager(rng), centre - lead * gap * 1.2, foot - 8, height * 0.97, lead)


def _yard(canvas: Canvas, palette: Palette, rng: np.random.Generator, top: float) -> None:
    stone = mix(mix(palette.earth, (214, 206, 190), 0.66), palette.haze, 0.15)
    canvas.shaded([(-10, top), (1290, top), (1290, 970), (-10, 970)], stone, mix(stone, (96, 88, 78), 0.22))
    y, step = top + 22.0, 20.0
    while y < HEIGHT:
        canvas.box(0, y, WIDTH, 2.4, mix(stone, (120, 110, 98), 0.28))
        for x in np.arange(rng.uniform(0, 90), WIDTH, 110 + step * 2):
            canvas.stroke([(x, y), (x + (x - 640) * 0.03, y + step)], mix(stone, (120, 110, 98), 0.22), 2)
        y, step = y + step, step * 1.3


def _bed(canvas: Canvas, palette: Palette, rng: np.random.Generator, y: float, size: float) -> None:
    for x in np.arange(-20, WIDTH + 20, size * 1.7):
        green = mix(palette.leaf_light, (96, 160, 84), float(rng.uniform(0.2, 0.9)))
        canvas.ellipse(x + rng.uniform(-3, 3), y, size * 1.05, size * 0.62, mix(green, (40, 80, 50), 0.35))
        canvas.ellipse(x + rng.uniform(-3, 3), y - size * 0.25, size * 0.8, size * 0.46, green)


def _tray(
    canvas: Canvas, rng: np.random.Generator, x: float, y: float, size: float, colour: tuple[int, int, int]
) -> None:
    canvas.ellipse(x, y, size, size * 0.3, (150, 108, 66))
    canvas.ellipse(x, y - 5, size * 0.95, size * 0.27, (206, 164, 108))
    canvas.ellipse(x, y - 6, size * 0.87, size * 0.235, mix(colour, (90, 30, 20), 0.2))
    for angle, far in zip(rng.uniform(0, 6.3, 70), rng.random(70) ** 0.5, strict=True):
        tone = mix(colour, (255, 220, 190), float(rng.random()) * 0.35)
        canvas.ellipse(x + np.cos(angle) * far * size * 0.82, y - 6 + np.sin(angle) * far * size * 0.21, 7, 3.4, tone)


def _hens(canvas: Canvas, rng: np.random.Generator, y: float) -> None:
    for _ in range(int(rng.integers(2, 6))):
        x, foot, way = (
            float(rng.choice([rng.uniform(60, 330), rng.uniform(950, 1220)])),
            y + float(rng.uniform(-20, 60)),
            int(rng.choice([-1, 1])),
        )
        body = [(176, 104, 56), (240, 232, 214), (92, 66, 56)][rng.integers(3)]
        canvas.stroke([(x - 3, foot - 10), (x - 3, foot)], (214, 150, 60), 2)
        canvas.ellipse(x, foot - 20, 19, 13, body)
        canvas.poly([(x - way * 12, foot - 26), (x - way * 28, foot - 40), (x - way * 20, foot - 18)], body)
        canvas.ellipse(x + way * 15, foot - 33, 8, 9, body)
        canvas.ellipse(x + way * 15, foot - 42, 5, 3.4, (206, 50, 40))


def _cow(canvas: Canvas, rng: np.random.Generator, x: float, foot: float, size: float) -> None:
    coat = [(150, 96, 58), (112, 74, 52), (190, 134, 84), (70, 62, 60)][rng.integers(4)]
    way = int(rng.choice([-1, 1]))
    dark = mix(coat, (30, 20, 16), 0.35)
    for leg in (-0.5, -0.36, 0.34, 0.48):
        canvas.box(
            x + leg * size - size * 0.05, foot - size * 0.42, size * 0.1, size * 0.42, dark if abs(leg) < 0.4 else coat
        )
    canvas.box(x - size * 0.6, foot - size * 0.86, size * 1.2, size * 0.52, coat, radius=size * 0.2)
    canvas.poly(
        [
            (x + way * size * 0.4, foot - size * 0.84),
            (x + way * size * 0.78, foot - size * 0.72),
            (x + way * size * 0.74, foot - size * 0.4),
            (x + way * size * 0.44, foot - size * 0.5),
        ],
        coat,
    )
    canvas.ellipse(x + way * size * 0.8, foot - size * 0.52, size * 0.16, size * 0.13, dark)
    canvas.stroke(
        [(x + way * size * 0.66, foot - size * 0.76), (x + way * size * 0.74, foot - size * 0.9)],
        (226, 214, 190),
        size * 0.05,
    )
    canvas.stroke(
        [(x - way * size * 0.58, foot - size * 0.78), (x - way * size * 0.7, foot - size * 0.4)], dark, size * 0.04
    )
