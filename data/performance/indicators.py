"""The indicator library: what schemes weigh. ``indicators.yaml`` is read once."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from data.metrics.text import Text
from data.yaml_file import read_yaml

FILE = Path(__file__).with_name("indicators.yaml")
GROUPS = ("deposit", "loan", "online", "offline")


class Indicator(BaseModel):
    """One indicator. ``step`` is what one more of it is; ``metric`` the governed metric that shows the same number.

    Its value is ``numerator`` ÷ ``denominator``, measures of the marts. ``distinct``: counted once at each level.
    ``moves``: measures that rise with its own.
    """

    model_config = ConfigDict(frozen=True)
    id: str
    group: Literal["deposit", "loan", "online", "offline"]
    label: Text
    definition: Text
    unit: Text
    direction: Literal["up", "down"]
    additive: bool
    step: Decimal = Decimal(1)
    metric: str = ""
    numerator: str = ""
    denominator: str | None = None
    distinct: bool = False
    moves: tuple[str, ...] = ()


@lru_cache
def indicators() -> dict[str, Indicator]:
    """Every indicator by id, in the order of the file."""
    raw: dict[str, dict[str, Any]] = read_yaml(FILE)["indicators"]
    own = {"numerator": "", "metric": ""}
    return {
        name: Indicator(id=name, **dict.fromkeys(own, name) | card | {"step": str(card.get("step", 1))})
        for name, card in raw.items()
    }
