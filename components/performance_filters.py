"""Like with like: the kind of county a unit is in, and its size among the units of its level. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.i18n import _

SIZES = ("small", "middle", "large")
KINDS = ("district", "city", "county", "autonomous")
_ENDS = (("自治县", "autonomous"), ("区", "district"), ("市", "city"), ("县", "county"))


def county_kind(name: str) -> str:
    """What a county-level place is by the end of its full name; a special district (特区) is a district."""
    return next((kind for end, kind in _ENDS if name.endswith(end)), "county")


def sizes(counts: Mapping[str, Any]) -> dict[str, str]:
    """Unit → small, middle or large: the thirds of the units by what is counted; equals are of one size."""
    ordered = sorted(float(count) for count in counts.values())
    if not ordered:
        return {}
    low, high = ordered[len(ordered) // 3], ordered[2 * len(ordered) // 3]
    return {
        key: SIZES[0] if float(count) < low else SIZES[1] if float(count) < high else SIZES[2]
        for key, count in counts.items()
    }


def size_words(size: str) -> str:
    """In words."""
    return {"small": _("small"), "middle": _("middling"), "large": _("large")}[size]


def kind_words(kind: str) -> str:
    """In words."""
    return {
        "district": _("districts"),
        "city": _("cities"),
        "county": _("counties"),
        "autonomous": _("autonomous counties"),
    }[kind]
