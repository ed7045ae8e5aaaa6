"""Names of units and places of one snapshot, in both languages, and who belongs to whom. Read once, kept as dicts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from data.i18n import current_language
from data.i18n.codes import all_codes, code_label
from data.memory import shared_rows
from data.metrics.dimensions import DIMENSIONS

if TYPE_CHECKING:
    from data.state import State


FEW = 15


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or place. ``parents``: dimension → id of what it lies in. ``initials``: pinyin, of units only."""

    zh: str
    en: str
    initials: str
    parents: Mapping[str, str]


_REGION = "select code, coalesce(short_name, name), name_en, null, parent_code from {schema}.dim_region where level = '{level}'"
_DESTINATION = _REGION.replace("dim_region", "dim_destination")
_SQL = {
    "entity": ("select entity_id, coalesce(short_name, name), name_en, initials from {schema}.dim_entity", ()),
    "branch": ("select branch_id, name, name_en, initials, entity_id from {schema}.dim_branch", ("entity",)),
    "staff": (
        "select staff_id, name, name_pinyin, initials, branch_id, entity_id from {schema}.dim_staff",
        ("branch", "entity"),
    ),
    "prefecture": (_REGION.replace("{level}", "prefecture"), ()),
    "county": (_REGION.replace("{level}", "county"), ("prefecture",)),
    "township": (_REGION.replace("{level}", "township"), ("county",)),
    "village": (_REGION.replace("{level}", "village"), ("township",)),
    "destination_province": (_DESTINATION.replace("{level}", "province"), ()),
    "destination_city": (_DESTINATION.replace("{level}", "city"), ("destination_province",)),
    "centre": ("select centre_id, coalesce(short_name, name), name_en, null from {schema}.dim_centre", ()),
    "policy": ("select policy_id, name, name_en, null from {schema}.dim_policy", ()),
}
_CODES_IN = {  # where codes are looked for; others: in visits
    "trade": ("dim_worker", "trade"),
    "activity": ("worker_activity", "activity"),
    "post": ("dim_staff", "post_code"),
    "product_code": ("holding", "product_code"),
    "product_group": ("holding", "product_group"),
    "suppression": ("propensity", "suppressed_by"),
} | {
    name: ("customer_portrait", name)
    for name in ("age_band", "income_band", "deposit_band", "use_band", "recent_event")
}


class Names:
    """``units("entity")`` → every unit of a dimension; the texts of ``name`` are in the reader's language."""

    def __init__(self, state: State) -> None:
        self._schema, self._cursor = state.schema, state.cursor
        self._units: dict[str, dict[str, Unit]] = {}
        self._codes: dict[str, frozenset[str]] = {}
        self._reading = threading.Lock()

    def units(self, dimension: str) -> dict[str, Unit]:
        """Every unit of an org or place dimension by id."""
        with self._reading:
            if dimension not in self._units:
                self._units[dimension] = self._read(dimension)
            return self._units[dimension]

    def name(self, dimension: str, key: object) -> str:
        """The name of one; an unknown one is shown as it is."""
        return self.namer(dimension)(key)

    def namer(self, dimension: str) -> Callable[[object], str]:
        """A function id → name, for whole columns."""
        if DIMENSIONS[dimension].kind == "code":
            return lambda code: code_label(dimension, code)
        units, zh = self.units(dimension), current_language() == "zh"

        def named(key: object) -> str:
            unit = units.get(key)  # type: ignore[call-overload]
            if unit is None:
                return "" if key is None else str(key)
            return unit.zh if zh else unit.en

        return named

    def parents(self, dimension: str, key: str) -> Mapping[str, str]:
        """Dimension → id of what the unit lies in, all the way up."""
        unit = self.units(dimension).get(key)
        found = dict(unit.parents) if unit else {}
        for parent, parent_key in list(found.items()):
            found |= self.parents(parent, parent_key)
        return found

    def unknown(self, dimension: str, values: Iterable[object]) -> list[str]:
        """Those of ``values`` that are not there."""
        known = self._known(dimension)
        strange = [str(v) for v in values if v not in known]
        if strange and DIMENSIONS[dimension].kind == "code":
            held = self._held_codes(dimension)
            strange = [v for v in strange if v not in held]
        return strange

    def close_to(self, dimension: str, value: str) -> list[str]:
        """What may have been meant by ``value``: close ids, else the first few."""
        return self.like(dimension, value) or sorted(map(str, self._known(dimension)))[:5]

    def like(self, dimension: str, value: str) -> list[str]:
        """Ids written much like ``value``; none of persons, whose names are not told by chance."""
        return (
            [] if dimension == "staff" else get_close_matches(value, sorted(map(str, self._known(dimension))), 5, 0.6)
        )

    def few(self, dimension: str) -> list[str]:
        """All ids where they fit into a sentence, else none."""
        known = sorted(map(str, self._known(dimension)))
        return known if dimension != "staff" and len(known) <= FEW else []

    def listed(self, dimension: str, keys: Iterable[str]) -> str:
        """Names with their ids, for a sentence."""
        return ", ".join(f"{self.name(dimension, key)} ({key})" for key in keys)

    def _known(self, dimension: str) -> Mapping[str, object]:
        return all_codes().get(dimension, {}) if DIMENSIONS[dimension].kind == "code" else self.units(dimension)

    def _held_codes(self, dimension: str) -> frozenset[str]:
        """Codes in the data: a bank may have some we have no label for."""
        if dimension not in self._codes:
            table, column = _CODES_IN.get(dimension, ("fct_visit", dimension))
            rows = self._cursor().execute(f"select distinct {column} from {self._schema}.{table}").fetchall()
            self._codes[dimension] = frozenset(code for (code,) in rows if code is not None)
        return self._codes[dimension]

    def _read(self, dimension: str) -> dict[str, Unit]:
        sql, parents = _SQL[dimension]
        found, lies_in = dict[str, Unit](), dict[tuple[str, ...], dict[str, str]]()
        for key, zh, en, initials, *above in shared_rows(self._cursor().execute(sql.format(schema=self._schema))):
            if tuple(above) not in lies_in:  # one dictionary for all units of a parent
                lies_in[tuple(above)] = {p: u for p, u in zip(parents, above, strict=False) if u}
            found[key] = Unit(zh or key, en or zh or key, initials or "", lies_in[tuple(above)])
        return found
