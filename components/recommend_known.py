"""What somebody typed about a new customer, checked: the traits that hold, and for each that does not, what came and what is
allowed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.i18n import _, p_
from data.i18n.codes import code_labels
from data.i18n.numbers import human

CODED = ("customer_group", "education", "occupation")
LIMITS = {"age": (16, 100), "annual_income": (0, 100_000_000)}
ASKED = (*CODED, *LIMITS)
LONGEST = 20  # of what came, as much is repeated


@dataclass(frozen=True)
class Known:
    """``traits``: those that hold; ``told``: trait → why it does not."""

    traits: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)


def known(raw: Mapping[str, Any]) -> Known:
    """Each trait on its own: one that does not hold takes no other with it. Empty ones are not known."""
    given = {name: raw.get(name) for name in ASKED if raw.get(name) not in (None, "", [])}
    told = {name: words for name, value in given.items() if (words := _wrong(name, value))}
    return Known({name: _read(name, value) for name, value in given.items() if name not in told}, told)


def titles() -> dict[str, str]:
    """Trait → its name."""
    return {
        "customer_group": _("Customer group"),
        "education": _("Education"),
        "occupation": _("Occupation"),
        "age": _("Age"),
        "annual_income": _("Income a year (yuan)"),
    }


def _read(name: str, value: Any) -> Any:
    return number(value) if name in LIMITS else str(value)


def number(value: Any) -> float | None:
    """A number as people type it: 40,000 or ４００００; None when it is none."""
    try:
        found = float(str(value).replace(",", "").replace("，", "").strip())
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _wrong(name: str, value: Any) -> str:
    title, came = titles()[name], str(value)[:LONGEST]
    if name in CODED:
        allowed = code_labels(name)
        if str(value) in allowed:
            return ""
        return _(
            "%(what)s is %(came)s; allowed are: %(list)s",
            what=title,
            came=came,
            list=p_("list", ", ").join(allowed.values()),
        )
    low, high = LIMITS[name]
    found = number(value)
    if found is None:
        return _("“%(came)s” is no number; leave it empty when it is not known", came=came)
    if low <= found <= high:
        return ""
    limits = {"low": human(low, compact=False), "high": human(high, compact=False)}
    return _(
        "%(came)s is not possible: allowed are %(low)s to %(high)s. It is left out of the answer.", came=came, **limits
    )
