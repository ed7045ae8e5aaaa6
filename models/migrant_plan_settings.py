"""What planning assumes, read from ``migrant_plan.yaml``: values with label, unit and reason in both languages."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from data.i18n import current_language
from data.metrics.text import Text

FILE = Path(__file__).parent / "migrant_plan.yaml"


class Unit(BaseModel):
    """A unit in both languages; may be empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str
    en: str

    def text(self) -> str:
        """In the reader's language."""
        return self.zh if current_language() == "zh" else self.en


class Parameter(BaseModel):
    """One assumption as the screen shows it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    value: float = Field(ge=0)
    unit: Unit
    label: Text
    note: Text


@dataclass(frozen=True)
class Assumptions:
    """The values alone; what each means stands in the file."""

    services_per_day: float
    services_per_remote_day: float
    reachable_share: float
    usual_success: float
    services_to_trust: float
    least_gain: float
    day_cost: float
    remote_day_cost: float
    fare_per_km: float
    detour: float
    days_per_trip: float
    open_cost: float
    remote_open_cost: float
    days_per_staff: float
    near_km: float
    far_km: float
    seconds: float


@lru_cache
def parameters() -> dict[str, Parameter]:
    """Every assumption by name, in the order of the file. Raises ValueError when one is missing or unknown."""
    raw = yaml.safe_load(FILE.read_text("utf-8"))
    wanted = {field.name for field in fields(Assumptions)}
    if set(raw) != wanted:
        raise ValueError(f"{FILE.name}: missing {sorted(wanted - set(raw))}, unknown {sorted(set(raw) - wanted)}")
    return {name: Parameter(**card) for name, card in raw.items()}


def assumptions() -> Assumptions:
    """The values of the file."""
    return Assumptions(**{name: parameter.value for name, parameter in parameters().items()})
