"""The schemes there are: ``schemes/<name>/v<k>.yaml``, and which version counts in a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from data.errors import SchemeInvalid
from data.performance.document import parse
from data.performance.scheme import Scheme

FOLDER = Path(__file__).with_name("schemes")


@lru_cache
def schemes() -> tuple[Scheme, ...]:
    """Every version of every scheme, oldest first. Raises SchemeInvalid naming the document."""
    return read(FOLDER)


def read(folder: Path) -> tuple[Scheme, ...]:
    """The documents of a folder."""
    found = []
    for file in sorted(folder.glob("*/*.yaml")):
        try:
            made = parse(file.read_text("utf-8"))
        except SchemeInvalid as problem:
            raise SchemeInvalid([f"{file.parent.name}/{file.name}: {said}" for said in problem.problems]) from problem
        if (made.name, f"v{made.version}") != (file.parent.name, file.stem):
            raise SchemeInvalid([f"{file.parent.name}/{file.name} holds {made.key}"])
        found.append(made)
    return checked(found)


def checked(found: Iterable[Scheme]) -> tuple[Scheme, ...]:
    """Versions in order, one in force on any day. Raises SchemeInvalid when two would be."""
    ordered = sorted(found, key=lambda s: (s.name, s.version))
    for before, after in pairwise(ordered):
        if before.name != after.name:
            continue
        if before.version == after.version or before.effective_from >= after.effective_from:
            raise SchemeInvalid(
                [f"{after.key} must begin after {before.key}, which is in force from {before.effective_from}"]
            )
    return tuple(ordered)


def in_force(month: date, found: Iterable[Scheme] | None = None) -> dict[str, Scheme]:
    """The version of each scheme that counts in a month (any of its days)."""
    day = month.replace(day=1)
    return {s.name: s for s in (schemes() if found is None else checked(found)) if s.effective_from <= day}


def scheme(name: str, version: int) -> Scheme:
    """One version. Raises SchemeInvalid when there is none."""
    for one in schemes():
        if (one.name, one.version) == (name, version):
            return one
    raise SchemeInvalid([f"there is no scheme {name} v{version}"])
