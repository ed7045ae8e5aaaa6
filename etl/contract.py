"""Feed contracts: what a bank promises to deliver, read from YAML, checked when read.

A contract names a feed's columns, types, key, encoding, ranges, codes and references. Whoever brings other systems writes
other contracts (setting CONTRACTS): a column may be called differently in the file (``header``), be missing (``default``),
carry other codes (``values``) or another date format (``format``). Nothing else of the ETL knows the source's shape.
A feed for which a bank wrote no contract has the built-in one: its table is there, and empty until it is delivered.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from data.errors import SettingsError
from data.settings import settings
from data.yaml_file import read_yaml

BUILT_IN = Path(__file__).parent / "contracts"
TYPES = {
    "varchar", "integer", "bigint", "double", "date", "timestamp", "boolean", "decimal(18,2)", "decimal(5,2)",
    "decimal(5,4)",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of a feed. ``references`` is ``feed.column``; ``default`` stands for an empty or missing value."""

    name: str
    type: str
    required: bool = False
    header: str = ""
    default: str | None = None
    format: str | None = None
    values: dict[str, str] = field(default_factory=dict, hash=False)
    codes: tuple[str, ...] = ()
    range: tuple[Any, Any] | None = None
    references: str | None = None

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise SettingsError(f"column {self.name}: type {self.type!r} is unknown, allowed are {sorted(TYPES)}")


@dataclass(frozen=True)
class Contract:
    """A feed's contract. ``kind`` is full (a delivery replaces the feed) or delta (it adds to earlier ones).

    ``padded``: cells are filled up with blanks, which are cut off. ``about``: which marts a change builds anew (``rechecks``:
    none). ``spells``: each row holds from ``valid_from`` to before ``valid_to``, and what a delivery changes is time.
    """

    feed: str
    kind: str
    encoding: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    title: dict[str, str]
    owner: dict[str, str]
    source: dict[str, str]
    grain: dict[str, str]
    delimiter: str = ","
    padded: bool = False
    dated_by: str | None = None
    initials: tuple[str, ...] = ()
    checks: tuple[dict[str, str], ...] = ()
    history: dict[str, Any] | None = None
    restates: dict[str, Any] | None = None
    about: Literal["visits", "accounts", "rechecks"] = "visits"
    spells: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the contract has none."""
        return next(c for c in self.columns if c.name == name) if name in self.names else self._missing(name)

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [c.name for c in self.columns]

    @property
    def parents(self) -> set[str]:
        """Feeds this one refers to; they are loaded first."""
        return {c.references.split(".")[0] for c in self.columns if c.references}

    def _missing(self, name: str) -> Column:
        raise KeyError(f"contract {self.feed} has no column {name!r}")


def read_contract(path: Path) -> Contract:
    """The contract in a YAML file. Raises SettingsError naming the file and what is wrong with it."""
    raw = read_yaml(path)
    try:
        columns = tuple(_column(c) for c in raw.pop("columns"))
        for name in ("key", "initials", "checks"):
            raw[name] = tuple(raw.get(name, ()))
        made = Contract(columns=columns, **raw)
        for name in (*made.key, *made.initials, *([made.dated_by] if made.dated_by else [])):
            made.column(name)
    except (TypeError, KeyError, SettingsError) as problem:
        raise SettingsError(f"contract {path}: {problem}") from problem
    if made.kind not in {"full", "delta"}:
        raise SettingsError(f"contract {path}: kind {made.kind!r}, allowed are full and delta")
    return made


def _column(raw: dict[str, Any]) -> Column:
    return Column(
        **raw
        | {"header": raw.get("header", raw["name"])}
        | {"codes": tuple(str(c) for c in raw.get("codes", ()))}
        | {"range": tuple(raw["range"]) if "range" in raw else None}
    )


def contracts(folder: Path | None = None) -> dict[str, Contract]:
    """All contracts by feed, parents before children; the built-in one where the folder has none."""
    folder = folder or settings().contracts
    files = _files(folder)
    if not files:
        raise SettingsError(f"QIANHUI_CONTRACTS={folder}: no *.yaml there")
    return _ordered(folder, files, _files(BUILT_IN))


def _files(folder: Path) -> tuple[tuple[Path, int], ...]:
    return tuple(sorted((path, path.stat().st_mtime_ns) for path in folder.glob("*.yaml")))


@cache
def _ordered(folder: Path, *files: tuple[tuple[Path, int], ...]) -> dict[str, Contract]:
    """``files``: the bank's, then those that stand in for missing ones."""
    waiting: dict[str, Contract] = {}
    for path, _changed in (one for some in files for one in some):
        contract = read_contract(path)
        waiting.setdefault(contract.feed, contract)
    unknown = {p for c in waiting.values() for p in c.parents} - waiting.keys()
    if unknown:
        raise SettingsError(f"contracts in {folder} refer to feeds without a contract: {sorted(unknown)}")
    ordered: dict[str, Contract] = {}
    while waiting:
        ready = [c for c in waiting.values() if c.parents <= ordered.keys() | {c.feed}]
        if not ready:
            raise SettingsError(f"contracts in {folder} refer to one another in a circle: {sorted(waiting)}")
        for contract in ready:
            ordered[contract.feed] = waiting.pop(contract.feed)
    return ordered


def fingerprint(folder: Path | None = None) -> str:
    """Changes when any contract changes: a refused delivery is tried again then."""
    folder = folder or settings().contracts
    digest = hashlib.sha256()
    for path, _changed in (*_files(folder), *_files(BUILT_IN)):
        digest.update(path.read_bytes())
    return digest.hexdigest()
