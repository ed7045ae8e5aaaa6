"""Drawing pages as somebody, and walking through what was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component

from data.ops.engine import reading
from data.ops.seed import PEOPLE
from data.ops.users import by_username
from data.scope import Asker

ROLES = tuple(PEOPLE)


def asker_of(username: str) -> Asker:
    """The demo account as the query path knows it."""
    with reading() as connection:
        row = by_username(connection, username)
    assert row is not None
    return Asker.of(row["user_id"], row["name"], row["role"], row["scope_level"], row["scope_id"])


def walk(tree: Any) -> Iterator[Component]:
    """Every component of a drawing, parents first."""
    if isinstance(tree, list | tuple):
        for part in tree:
            yield from walk(part)
    elif isinstance(tree, Component):
        yield tree
        yield from walk(getattr(tree, "children", None))


def texts(tree: Any) -> list[str]:
    """Every text in a drawing, in order."""
    found: list[str] = []
    for part in [tree] if not isinstance(tree, list | tuple) else tree:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, list | tuple):
            found += texts(part)
        elif isinstance(part, Component):
            found += texts(getattr(part, "children", None) or [])
    return found


def ids(tree: Any) -> list[str]:
    """Plain ids of a drawing."""
    return [part.id for part in walk(tree) if isinstance(getattr(part, "id", None), str)]
