"""People: managers in the union's green vest, farmers, traders, elders, children. No faces, no likeness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.world.illustration.canvas import Canvas, Colour, mix

SKINS: tuple[Colour, ...] = ((238, 196, 160), (226, 178, 140), (214, 164, 124), (244, 206, 172))
HAIRS: tuple[Colour, ...] = ((44, 40, 42), (58, 48, 44), (36, 38, 46))
GREY: Colour = (196, 196, 192)
UNION: Colour = (17, 110, 84)  # the union's green
JACKETS: tuple[Colour, ...] = (
    (72, 104, 152), (178, 84, 72), (120, 92, 140), (196, 142, 70), (88, 122, 108), (148, 108, 84), (60, 84, 118),
    (164, 72, 96), (98, 132, 156), (206, 168, 110),
)  # fmt: skip
TROUSERS: tuple[Colour, ...] = ((52, 58, 72), (74, 70, 68), (92, 96, 104), (60, 74, 84), (104, 88, 74))


@dataclass(frozen=True)
class Person:
    """How somebody looks. ``hat``: straw, scarf, cap or none; ``holds``: tablet, basket, hoe, cup, stick or nothing."""

    jacket: Colour
    trousers: Colour
    skin: Colour
    hair: Colour
    is_woman: bool
    is_manager: bool = False
    hat: str = ""
    holds: str = ""
    build: float = 1.0


def manager(rng: np.random.Generator) -> Person:
    """A customer manager: white shirt, green vest, mostly with a tablet."""
    return Person(
        jacket=(244, 246, 244),
        trousers=TROUSERS[rng.integers(0, 2)],
        skin=SKINS[rng.integers(len(SKINS))],
        hair=HAIRS[rng.integers(len(HAIRS))],
        is_woman=bool(rng.random() < 0.48),
        is_manager=True,
        holds=str(rng.choice(["tablet", "tablet", "tablet", ""])),
        build=float(rng.uniform(0.95, 1.05)),
    )


def villager(rng: np.random.Generator, hats: tuple[str, ...] = ("", "", "straw", "scarf", "cap")) -> Person:
    """Somebody at home in the village."""
    is_old = rng.random() < 0.3
    woman = bool(rng.random() < 0.5)
    hat = str(rng.choice(hats))
    return Person(
        jacket=JACKETS[rng.integers(len(JACKETS))],
        trousers=TROUSERS[rng.integers(len(TROUSERS))],
        skin=SKINS[rng.integers(len(SKINS))],
        hair=GREY if is_old else HAIRS[rng.integers(len(HAIRS))],
        is_woman=woman,
        hat="cap" if hat == "scarf" and not woman else hat,
        holds=str(rng.choice(["", "", "basket", "hoe", "cup"])) if not is_old else str(rng.choice(["", "stick"])),
        build=float(rng.uniform(0.9, 1.03)),
    )


def stand(canvas: Canvas, person: Person, x: float, foot: float, height: float, facing: int) -> None:
    """Draw somebody standing with the feet at (x, foot); ``facing`` 1 looks right, -1 left."""
    h = height * person.build
    canvas.ellipse(x, foot, h * 0.17, h * 0.024, mix(canvas.colour_at(x, foot), (20, 32, 28), 0.26))
    _legs(canvas, person, x, foot, h, facing)
    _arm(canvas, person, x, foot, h, -facing, "")
    _long_hair(canvas, person, x, foot, h, facing)
    _torso(canvas, person, x, foot, h)
    _head(canvas, person, x, foot, h, facing)
    _arm(canvas, person, x, foot, h, facing, person.holds or ("gesture" if not person.is_manager else "greet"))


def _legs(canvas: Canvas, person: Person, x: float, foot: float, h: float, facing: int) -> None:
    width = h * 0.082
    for side in (-1, 1):
        hip, ankle = x + side * h * 0.05, x + side * h * 0.064
        canvas.stroke([(hip, foot - h * 0.44), (ankle, foot - h * 0.055)], person.trousers, width)
        canvas.box(
            ankle - h * 0.045 + facing * h * 0.012,
            foot - h * 0.032,
            h * 0.09,
            h * 0.034,
            (42, 40, 42),
            radius=h * 0.016,
        )


def _torso(canvas: Canvas, person: Person, x: float, foot: float, h: float) -> None:
    top, low = foot - h * 0.775, foot - h * 0.40
    slim = 0.93 if person.is_woman else 1.0
    shoulder, waist = h * 0.127 * slim, h * 0.108
    turn = np.linspace(0, np.pi / 2, 7)
    slope = np.stack([shoulder * (0.46 + 0.54 * np.sin(turn)), h * 0.05 * (1 - np.cos(turn))], axis=1)
    right = np.concatenate([slope, [(shoulder * 0.94, h * 0.2), (waist * 1.02, low - top)]])
    shape = np.concatenate([right * (1, 1) + (x, top), (right * (-1, 1) + (x, top))[::-1]])
    canvas.box(x - h * 0.03, top - h * 0.05, h * 0.06, h * 0.075, mix(person.skin, (120, 70, 50), 0.2), radius=h * 0.02)
    canvas.shaded(shape, person.jacket, mix(person.jacket, (30, 40, 50), 0.14))
    if person.is_manager:
        _vest(canvas, x, top, low, shoulder, waist)
    else:
        canvas.stroke([(x, top + h * 0.03), (x, low)], mix(person.jacket, (20, 20, 30), 0.22), h * 0.005)
        collar = [(x - h * 0.045, top), (x, top + h * 0.045), (x + h * 0.045, top)]
        canvas.poly(collar, mix(person.skin, (120, 70, 50), 0.12))


def _vest(canvas: Canvas, x: float, top: float, low: float, shoulder: float, waist: float) -> None:
    tall = low - top
    for side in (-1, 1):
        front = [
            (x + side * shoulder * 0.86, top + tall * 0.02), (x + side * shoulder * 0.36, top),
            (x + side * shoulder * 0.06, top + tall * 0.42), (x + side * waist * 0.06, low), (x + side * waist, low),
            (x + side * shoulder * 0.92, top + tall * 0.3),
        ]  # fmt: skip
        canvas.poly(front, UNION if side < 0 else mix(UNION, (255, 255, 255), 0.06))
    canvas.box(x + waist * 0.3, top + tall * 0.34, waist * 0.42, tall * 0.12, (246, 248, 244), radius=2)


def _head(canvas: Canvas, person: Person, x: float, foot: float, h: float, facing: int) -> None:
    cx, cy, rx, ry = x + facing * h * 0.008, foot - h * 0.875, h * 0.068, h * 0.083
    canvas.ellipse(cx - facing * rx * 0.1, cy - ry * 0.14, rx * 1.1, ry * 1.04, person.hair)
    canvas.ellipse(cx + facing * rx * 0.06, cy + ry * 0.14, rx * 0.98, ry * 0.93, person.skin)
    canvas.ellipse(cx - facing * rx * 0.9, cy + ry * 0.16, rx * 0.18, ry * 0.22, mix(person.skin, (150, 80, 60), 0.12))
    _fringe(canvas, person, cx, cy, rx, ry, facing)
    if person.is_woman and (person.hair == GREY or person.build < 1):
        canvas.ellipse(cx - facing * rx * 0.95, cy - ry * 0.62, rx * 0.42, ry * 0.38, person.hair)
    _hat(canvas, person, cx, cy, rx, ry)


def _long_hair(canvas: Canvas, person: Person, x: float, foot: float, h: float, facing: int) -> None:
    """Hair down to the shoulders, behind the neck."""
    if person.is_woman and person.hair != GREY and person.build >= 1:
        top = foot - h * 0.9
        canvas.box(x - facing * h * 0.012 - h * 0.074, top, h * 0.148, h * 0.152, person.hair, radius=h * 0.05)


def _fringe(canvas: Canvas, person: Person, cx: float, cy: float, rx: float, ry: float, facing: int) -> None:
    """The hair's edge on the forehead: a parting that falls to the side away from the viewer's gaze."""
    angle = np.linspace(np.pi * 1.02, np.pi * 1.98, 24)
    rim = np.stack([cx - facing * rx * 0.1 + np.cos(angle) * rx * 1.1, cy - ry * 0.14 + np.sin(angle) * ry * 1.04], 1)
    brow = np.linspace(1, -1, 12)
    line = np.stack([cx + brow * rx * 1.0, cy - ry * (0.42 + 0.16 * brow * facing - 0.34 * brow**2)], 1)
    canvas.poly(np.concatenate([rim, line]), person.hair)


def _hat(canvas: Canvas, person: Person, cx: float, cy: float, rx: float, ry: float) -> None:
    if person.hat == "straw":
        straw = (228, 190, 118)
        canvas.poly([(cx - rx * 2.3, cy - ry * 0.3), (cx, cy - ry * 1.75), (cx + rx * 2.3, cy - ry * 0.3)], straw)
        canvas.ellipse(cx, cy - ry * 0.32, rx * 2.3, ry * 0.2, mix(straw, (140, 100, 50), 0.35))
    elif person.hat == "scarf":
        cloth = mix(person.jacket, (40, 50, 92), 0.6)
        canvas.ellipse(cx, cy - ry * 0.72, rx * 1.26, ry * 0.56, cloth)
        canvas.ellipse(cx, cy - ry * 0.5, rx * 1.3, ry * 0.2, mix(cloth, (255, 255, 255), 0.5))
    elif person.hat == "cap":
        canvas.ellipse(cx, cy - ry * 0.66, rx * 1.14, ry * 0.52, mix(person.jacket, (30, 40, 50), 0.4))
        canvas.ellipse(cx + rx * 0.5, cy - ry * 0.36, rx * 0.95, ry * 0.13, mix(person.jacket, (20, 30, 40), 0.55))


def _arm(canvas: Canvas, person: Person, x: float, foot: float, h: float, side: int, does: str) -> None:
    shoulder = (x + side * h * 0.112, foot - h * 0.725)
    elbow, hand = {
        "": ((x + side * h * 0.15, foot - h * 0.58), (x + side * h * 0.142, foot - h * 0.44)),
        "gesture": ((x + side * h * 0.18, foot - h * 0.6), (x + side * h * 0.27, foot - h * 0.655)),
        "greet": ((x + side * h * 0.17, foot - h * 0.59), (x + side * h * 0.26, foot - h * 0.57)),
        "tablet": ((x + side * h * 0.16, foot - h * 0.585), (x + side * h * 0.10, foot - h * 0.545)),
        "cup": ((x + side * h * 0.165, foot - h * 0.59), (x + side * h * 0.13, foot - h * 0.62)),
    }.get(does, ((x + side * h * 0.16, foot - h * 0.58), (x + side * h * 0.19, foot - h * 0.45)))
    sleeve = mix(person.jacket, (30, 40, 50), 0.09)
    canvas.stroke([shoulder, elbow, hand], sleeve, h * 0.054)
    if does in HELD:
        HELD[does](canvas, person, hand, foot, h, side)
    canvas.ellipse(*hand, h * 0.024, h * 0.024, person.skin)


def _tablet(canvas: Canvas, person: Person, hand: tuple[float, float], foot: float, h: float, side: int) -> None:
    x, y = hand[0] - side * h * 0.03, hand[1] - h * 0.03
    canvas.box(x - h * 0.06, y - h * 0.045, h * 0.12, h * 0.088, (48, 54, 60), radius=h * 0.01)
    canvas.box(x - h * 0.05, y - h * 0.036, h * 0.1, h * 0.068, (206, 232, 226), radius=h * 0.006)


def _basket(canvas: Canvas, person: Person, hand: tuple[float, float], foot: float, h: float, side: int) -> None:
    x, y = hand
    canvas.stroke([(x - h * 0.07, y + h * 0.08), (x, y), (x + h * 0.07, y + h * 0.08)], (150, 108, 62), h * 0.01)
    for dx in (-0.05, -0.015, 0.02, 0.05):
        canvas.ellipse(x + dx * h, y + h * 0.08, h * 0.028, h * 0.026, mix(person.jacket, (110, 160, 70), 0.7))
    shape = [
        (x - h * 0.085, y + h * 0.08),
        (x + h * 0.085, y + h * 0.08),
        (x + h * 0.062, y + h * 0.17),
        (x - h * 0.062, y + h * 0.17),
    ]
    canvas.poly(shape, (196, 150, 92))


def _hoe(canvas: Canvas, person: Person, hand: tuple[float, float], foot: float, h: float, side: int) -> None:
    x = hand[0] + side * h * 0.02
    canvas.stroke([(x, foot), (x - side * h * 0.02, foot - h * 0.98)], (164, 122, 78), h * 0.018)
    canvas.poly(
        [
            (x - side * h * 0.03, foot - h * 0.99),
            (x + side * h * 0.1, foot - h * 0.95),
            (x + side * h * 0.09, foot - h * 0.9),
        ],
        (120, 124, 128),
    )


def _stick(canvas: Canvas, person: Person, hand: tuple[float, float], foot: float, h: float, side: int) -> None:
    canvas.stroke([(hand[0], foot), (hand[0], hand[1] - h * 0.02)], (126, 88, 56), h * 0.016)


def _cup(canvas: Canvas, person: Person, hand: tuple[float, float], foot: float, h: float, side: int) -> None:
    canvas.box(hand[0] - h * 0.02, hand[1] - h * 0.06, h * 0.04, h * 0.05, (240, 240, 236), radius=h * 0.008)


HELD = {"tablet": _tablet, "basket": _basket, "hoe": _hoe, "stick": _stick, "cup": _cup}
