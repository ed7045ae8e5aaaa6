"""The limits of the checks: defaults, and what an entity has otherwise, read from ``limits.yaml``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("limits.yaml")
Number = float | np.ndarray
DIGEST = 20  # characters at most: cases keep it (``integrity_case.rules``)
# What compares visits of several people or says how many make a crowd is the same for all.
EVERYWHERE = {"dense_visits", "shared_m", "shared_visits", "photo_bits", "photo_days", "photo_m", "photo_hours"}


@dataclass(frozen=True)
class Limits:
    """``default``: name → limit; ``entities``: entity → name → limit; ``weights``: finding → points off the score.

    Below ``flag_below`` a visit is shown to a person. Raises ValueError for a limit nobody knows.
    """

    version: str
    default: dict[str, float]
    weights: dict[str, float]
    flag_below: float
    entities: dict[str, dict[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entity, own in self.entities.items():
            if strange := set(own) - set(self.default):
                raise ValueError(f"{entity}: no limit {sorted(strange)}; there are {sorted(self.default)}")
            if fixed := set(own) & EVERYWHERE:
                raise ValueError(f"{entity}: {sorted(fixed)} cannot differ by entity")
        if len(self.digest) > DIGEST:
            raise ValueError(f"version {self.version!r}: {DIGEST - 9} characters at most")

    @property
    def digest(self) -> str:
        """What all of it comes to, in short: changes with any limit, weight or exception."""
        said = repr((self.default, self.weights, self.flag_below, self.entities))
        return f"{self.version}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"

    def of(self, name: str, entities: np.ndarray) -> Number:
        """The limit for each row's entity; one number where all have the same."""
        own = {entity: limits[name] for entity, limits in self.entities.items() if name in limits}
        if not own:
            return self.default[name]
        found = np.full(len(entities), self.default[name], float)
        for entity, limit in own.items():
            found[entities == entity] = limit
        return found

    def of_one(self, name: str, entity: object) -> float:
        """The limit for one entity; the usual one for an unknown."""
        return float(self.entities.get(str(entity), {}).get(name, self.default[name]))


def at(limit: Number, rows: np.ndarray) -> np.ndarray:
    """A limit's value at some rows."""
    return np.broadcast_to(limit, len(rows)) if np.isscalar(limit) else np.asarray(limit)[rows]


@lru_cache
def limits() -> Limits:
    """The limits in force."""
    return parse(read_yaml(FILE))


def parse(document: dict[str, Any]) -> Limits:
    """From the content of ``limits.yaml``."""
    return Limits(
        version=str(document["version"]),
        default={name: float(value) for name, value in document["default"].items()},
        weights={name: float(value) for name, value in document["weights"].items()},
        flag_below=float(document["flag_below"]),
        entities=document.get("entities") or {},
    )
