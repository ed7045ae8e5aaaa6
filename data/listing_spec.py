"""What can be listed, as ``listings/*.yaml`` declare it."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from data.any_right import AnyRight
from data.errors import BadRequest
from data.lookups import Lookup
from data.metrics.text import Text
from data.yaml_file import read_yaml

FOLDER = Path(__file__).parent / "listings"


class Column(BaseModel):
    """A column: its label; ``mask`` name, phone or id; ``right`` without which it is left empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    label: Text
    mask: str | None = None
    right: str | None = None


class Spec(BaseModel):
    """What can be listed. ``names``: id column → dimension, adds ``<dimension>_name``; ``filters``: name → column.

    ``stock``: the column of the one day read, the last there is. ``scoped: false``: about the data, not about people;
    ``open``: no secret inside the organisation, shown whole to those it has no column for;
    ``counted_by``: the metric that counts its rows by day; ``right``: any of these opens it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    label: Text
    table: str
    columns: dict[str, Column]
    filters: dict[str, str] = {}
    names: dict[str, str] = {}
    lookups: tuple[Lookup, ...] = ()
    order: tuple[str, ...]
    date: str | None = None
    moment: str | None = None
    stock: str | None = None
    counted_by: str | None = None
    live_only: bool = False
    scoped: bool = True
    open: bool = False
    right: AnyRight = ()

    @cached_property
    def own_columns(self) -> tuple[str, ...]:
        """Columns of the table itself."""
        taken = {name for lookup in self.lookups for name in lookup.columns}
        return tuple(name for name in self.columns if name not in taken)


@lru_cache(maxsize=256)
def _narrowed(name: str, columns: tuple[str, ...], kept: tuple[str, ...]) -> Spec:
    spec = specs()[name]
    lookups = []
    for one in spec.lookups:
        taken = {column: there for column, there in one.columns.items() if column in columns}
        if taken:
            lookups.append(one.model_copy(update={"columns": taken}))
    read = {*columns, *kept, *(one.key for one in lookups)}
    given = {field: getattr(spec, field) for field in Spec.model_fields}
    return Spec(**given | {
        "columns": {column: card for column, card in spec.columns.items() if column in read},
        "lookups": tuple(lookups),
        "names": {column: dimension for column, dimension in spec.names.items() if column in read},
    })  # fmt: skip


def narrowed(spec: Spec, columns: tuple[str, ...], kept: tuple[str, ...]) -> Spec:
    """The same with these columns alone, those ``kept`` to order by, and the keys other tables are looked up by.
    Raises BadRequest."""
    if strange := [name for name in columns if name not in spec.columns]:
        raise BadRequest(
            "%(listing)s has no column %(name)s; allowed are: %(allowed)s",
            listing=spec.name,
            name=", ".join(strange),
            allowed=", ".join(spec.columns),
        )
    return _narrowed(spec.name, columns, kept)


@lru_cache
def specs() -> dict[str, Spec]:
    """Every listing by name."""
    found = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        found[file.stem] = Spec(name=file.stem, **read_yaml(file))
    return found
