"""The way down to a place on the migrants page, country › province › city › centre: its steps, and the top bar's menus."""

from __future__ import annotations

from components import migrant_bar
from components import migrant_places as places
from components.migrant_bar import Step
from data.i18n import _
from pages._migrants_seen import Seen


def path(seen: Seen) -> list[tuple[str, str | None]]:
    """(name, place) from the country down to the place."""
    choice, found = seen.choice, [(_("Whole country"), None)]
    if seen.province:
        found.append((places.place_name(seen.province), f"province:{seen.province}"))
    if choice.kind == "city":
        found.append((places.place_name(choice.code), choice.place))
    if choice.kind == "centre":
        centre = places.centre_of(choice)
        city = str((centre or {}).get("city_code") or "")
        if city in places.destinations():
            found.append((places.place_name(city), f"city:{city}"))
        found.append(((centre or {}).get("name") or choice.code, choice.place))
    return found


def bar(seen: Seen) -> str:
    """Steps and months of the top bar."""
    way = path(seen)
    provinces = [(f"province:{code}", name) for code, (name, *_at) in places.spots("province").items()]
    cities = [(f"city:{row['code']}", row["name"]) for row in places.cities_of(seen.province).to_dict("records")]
    menus = [[], provinces, cities, []]
    steps = [Step(name, place or "", menus[level]) for level, (name, place) in enumerate(way)]
    below = {1: lambda: provinces, 2: lambda: cities, 3: lambda: centres_below(seen)}.get(len(way), list)()
    return migrant_bar.told(steps, below, seen.months.named[::-1], seen.months.chosen, seen.as_of)


def centres_below(seen: Seen) -> list[tuple[str, str]]:
    """The centre a city belongs to."""
    if seen.choice.kind != "city":
        return []
    centre = places.centre_of_city(seen.choice.code)
    return [(f"centre:{centre['centre_id']}", centre["name"])] if centre else []
