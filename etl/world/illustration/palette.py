"""Light and season: which colours a picture is drawn in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.world.illustration.canvas import Colour, mix


@dataclass(frozen=True)
class Palette:
    """Colours of one picture. ``haze`` is what distance turns things into; ``sun`` None when it is hidden."""

    season: str
    weather: str
    sky_top: Colour
    sky_low: Colour
    haze: Colour
    sun: Colour | None
    hill: Colour
    leaf: Colour
    leaf_light: Colour
    grass: Colour
    earth: Colour
    crop: Colour
    crop_light: Colour
    water: Colour
    wall: Colour
    roof: Colour
    wood: Colour

    def far(self, colour: Colour, distance: float) -> Colour:
        """The colour seen through the air; distance 0 to 1."""
        return mix(colour, self.haze, distance)


SKIES: dict[str, tuple[Colour, Colour, Colour, Colour | None, float]] = {
    # top, low, haze, sun, how much the light tints everything
    "clear": ((150, 199, 226), (226, 239, 240), (214, 230, 232), (255, 246, 214), 0.04),
    "overcast": ((197, 209, 214), (230, 234, 233), (219, 226, 226), None, 0.10),
    "drizzle": ((171, 187, 193), (214, 222, 222), (203, 213, 214), None, 0.16),
    "evening": ((240, 190, 148), (252, 230, 196), (246, 222, 190), (255, 240, 205), 0.12),
    "morning": ((181, 213, 222), (249, 233, 214), (238, 229, 216), (255, 243, 220), 0.07),
}
SEASONS: dict[str, tuple[Colour, ...]] = {
    # hill, leaf, leaf light, grass, earth, crop, crop light
    "spring": (
        (98, 148, 126), (86, 146, 88), (138, 187, 104), (146, 188, 112), (156, 121, 86),
        (112, 172, 86), (168, 208, 118),
    ),
    "summer": (
        (62, 120, 104), (46, 112, 76), (92, 158, 92), (106, 164, 92), (146, 110, 78),
        (62, 138, 84), (120, 182, 102),
    ),
    "autumn": (
        (112, 134, 108), (176, 118, 58), (216, 162, 74), (176, 170, 92), (160, 118, 80),
        (222, 178, 74), (240, 206, 112),
    ),
    "winter": (
        (110, 134, 134), (92, 122, 98), (134, 154, 118), (160, 166, 130), (142, 118, 96),
        (150, 150, 108), (184, 178, 136),
    ),
}  # fmt: skip
WALLS: tuple[Colour, ...] = ((243, 237, 224), (238, 228, 208), (234, 219, 196), (226, 224, 214), (240, 226, 204))
ROOFS: tuple[Colour, ...] = ((74, 82, 88), (88, 84, 84), (66, 76, 86), (98, 86, 80))
WOODS: tuple[Colour, ...] = ((134, 90, 60), (150, 104, 68), (112, 78, 56), (160, 116, 80))


def choose(rng: np.random.Generator) -> Palette:
    """A season, a weather, and colours that go together, a little different every time."""
    season, weather = str(rng.choice(list(SEASONS))), str(rng.choice(list(SKIES), p=[0.3, 0.2, 0.14, 0.16, 0.2]))
    top, low, haze, sun, tint = SKIES[weather]
    warmth = float(rng.uniform(-1, 1))

    def lit(colour: Colour) -> Colour:
        red, green, blue = np.clip(np.array(colour) + np.array([8, 1, -8]) * warmth, 0, 255).astype(int).tolist()
        return mix((red, green, blue), haze, tint)

    hill, leaf, leaf_light, grass, earth, crop, crop_light = map(lit, SEASONS[season])
    return Palette(
        season=season,
        weather=weather,
        sky_top=lit(top),
        sky_low=low,
        haze=haze,
        sun=sun,
        hill=hill,
        leaf=leaf,
        leaf_light=leaf_light,
        grass=grass,
        earth=earth,
        crop=crop,
        crop_light=crop_light,
        water=mix(lit((142, 186, 200)), top, 0.35),
        wall=lit(WALLS[rng.integers(len(WALLS))]),
        roof=lit(ROOFS[rng.integers(len(ROOFS))]),
        wood=lit(WOODS[rng.integers(len(WOODS))]),
    )
