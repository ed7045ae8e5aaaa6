"""What a score may become: levers and what-if of one unit inside the asker's scope, on the snapshot read.

The calculation itself is ``data/performance``; here is who may ask and where the kept steps lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import duckdb

from data.asker import current_asker
from data.errors import Forbidden
from data.node import Node
from data.performance.earlier import Earlier, by_version
from data.performance.linked import moved
from data.performance.scheme import Scheme
from data.performance.what_if import Lever, Outcome, levers, what_if
from data.serving import reading

SCORED = ("entity", "branch", "staff")


@contextmanager
def _steps_of(node: Node) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that finds the served tables by name. Raises Forbidden outside the scope, and for the province."""
    if node.level not in SCORED or not node.is_within(current_asker()):
        raise Forbidden("%(node)s is outside your part of the organisation", node=str(node))
    with reading() as state:
        con = state.cursor()
        con.execute(f"use {state.schema}")
        yield con


def levers_of(node: Node, month: date) -> list[Lever]:
    """What moves the unit's score most, best first."""
    with _steps_of(node) as con:
        return levers(con, node.level, str(node.id), month)


def what_if_of(node: Node, month: date, changes: Mapping[str, Decimal]) -> Outcome:
    """The score with more done: indicator → what is added to what was done; what it touches moves with it."""
    with _steps_of(node) as con:
        return what_if(con, node.level, str(node.id), month, moved(changes))


def by_version_of(node: Node, month: date, scheme: Scheme) -> Earlier | None:
    """The score by another version of the unit's scheme."""
    with _steps_of(node) as con:
        return by_version(con, node.level, str(node.id), month, scheme)
