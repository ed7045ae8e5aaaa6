"""SQLMesh writes our queries out in half the time: a small province's build was mostly that.

Left alone it writes an embedded model, with all it stands on, anew wherever that is named, and copies the place in the file of
every word of every query value by value. What it writes stays the same to the letter.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PLAIN = (int, str, type(None))
Tables = frozenset[tuple[str, str | None, bool]]


def copy_lightly() -> None:
    """From now on what sqlglot notes beside a word (numbers and names) is copied at once."""
    from sqlglot.expressions import core

    vars(core)["deepcopy"] = _copied


def _copied(value: Any) -> Any:
    if type(value) is dict and all(isinstance(one, PLAIN) for one in value.values()):
        return dict(value)
    return copy.deepcopy(value)


@contextmanager
def written_once() -> Iterator[None]:
    """For the block an embedded model is written once for the same tables; one that asks for the interval, each time."""
    from sqlmesh.core.model.definition import SqlModel

    models: Any = SqlModel
    usual = models.render_query
    known: dict[tuple[str, Tables], Any] = {}

    def render(model: Any, **options: Any) -> Any:
        if not model.kind.is_embedded or not options.get("snapshots") or _asks_for_interval(model):
            return usual(model, **options)
        key = (model.fqn, frozenset(_tables(model, options["snapshots"], options.get("deployability_index"))))
        if key not in known:
            known[key] = usual(model, **options)
        return known[key].copy()

    models.render_query = render
    try:
        yield
    finally:
        models.render_query = usual


def _asks_for_interval(model: Any) -> bool:
    from sqlmesh.core.dialect import Jinja, MacroVar

    return model.query.find(MacroVar, Jinja) is not None


def _tables(model: Any, snapshots: dict[str, Any], index: Any) -> Iterator[tuple[str, str | None, bool]]:
    """The tables the model stands on, through others that are embedded: name, version, and whether it is the real one."""
    for name in model.depends_on:
        below = snapshots.get(name)
        if below is not None and below.is_embedded:
            yield from _tables(below.model, snapshots, index)
        elif below is not None:
            yield name, below.version, index is None or index.is_representative(below)
