"""What makes one branch's service differ from another's: hands, diligence, thoroughness, manners.

Each entity has a nature of its own, each branch its variation; far-flung branches have it harder. Everything that
visits show later (reach, villages nobody went to, satisfaction, visits per manager) follows from these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.world.dice import dice
from etl.world.organisation import Branches
from etl.world.settle import KM_PER_DEGREE


@dataclass(frozen=True)
class Effort:
    """A value per branch. ``hands``: managers for the households, ``diligence``: rounds made, both about 1 on the mean;
    ``thorough``: 0 calls on favourites only, 1 on everybody; ``displeased``: part of talks that go less well."""

    hands: np.ndarray
    diligence: np.ndarray
    thorough: np.ndarray
    displeased: np.ndarray


def effort(seed: int, of: Branches, distance_km: np.ndarray) -> Effort:
    """The effort of every branch; ``distance_km`` is how far its households live on the mean."""
    entity, count = of.entity, int(of.entity.max()) + 1
    nature = dice(seed, "effort of entities")
    variation = dice(seed, "effort of branches")

    def normal(entities: float, branches: float) -> np.ndarray:
        return nature.normal(0, entities, count)[entity] + variation.normal(0, branches, len(entity))

    far = np.clip((distance_km - np.median(distance_km)) / 6.0, -1.0, 2.0)
    return Effort(
        hands=np.exp(normal(0.20, 0.15)),
        diligence=np.exp(normal(0.10, 0.18)) * (1 - 0.05 * far),
        thorough=1 / (1 + np.exp(-(normal(1.4, 0.5) + 0.2 - 0.45 * far))),
        displeased=np.clip(0.06 * np.exp(normal(0.9, 0.4) - 0.4), 0.0, 0.6),
    )


def distance_to(
    of: Branches, branch: np.ndarray, lon: np.ndarray, lat: np.ndarray, households: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Kilometres from each village to its ``branch``, and on the mean of each branch's ``households``."""
    east = (lon - of.lon[branch]) * np.cos(np.radians(lat))
    village = np.hypot(east, lat - of.lat[branch]) * KM_PER_DEGREE
    count = len(of.entity)
    homes = np.maximum(np.bincount(branch, households, count), 1)
    return village, np.bincount(branch, village * households, count) / homes
