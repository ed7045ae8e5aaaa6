"""Cards of the numbers about the data themselves (``trust_figures.yaml``), read like those of metrics."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from data.metrics.registry import Metric, metric
from data.metrics.text import Text
from data.yaml_file import read_yaml

FILE = Path(__file__).parent / "trust_figures.yaml"


class Figure(BaseModel):
    """The card of a number about the data, as ``trust_figures.yaml`` writes it; read like a ``Metric``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    label: Text
    definition: Text
    formula: Text
    unit: Text
    owner: Text
    source: Text
    since: date
    direction: str
    format: str
    comparator: str
    marts: tuple[str, ...]
    decimals: int | None = None
    dimensions: tuple[str, ...] = ()


Described = Metric | Figure


@lru_cache
def figures() -> dict[str, Figure]:
    """Every number about the data, by name."""
    read = read_yaml(FILE)
    return {name: Figure(name=name, **read["common"] | card) for name, card in read["figures"].items()}


def described(name: str) -> Described:
    """The card behind a name: a number about the data, or a metric. Raises BadRequest when it is neither."""
    return figures().get(name) or metric(name)
