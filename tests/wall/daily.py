"""The daily scenes asked as a screen asks them: with the right to the wall and nothing else."""

from __future__ import annotations

from typing import Any

from data.asker import Asker, acting
from data.i18n import speaking
from data.rights import rights_of
from data.scope import Node
from data.serving import reading

RIGHTS = frozenset({"page:wall", "live:read"})
WHOLE = Node("province", None)


def screen(level: str = "province", key: str | None = None) -> Asker:
    """A screen of a part of the organisation."""
    assert rights_of("wall") <= RIGHTS
    return Asker("s", "screen", "wall", level, key, RIGHTS)


def entities() -> list[Node]:
    """Every entity of the province."""
    with acting(screen()), reading() as state:
        return [Node("entity", key) for key in sorted(state.names.units("entity"))]


def told(module: Any, node: Node = WHOLE, period: str = "", language: str = "en") -> dict[str, Any]:
    """The scene's data."""
    with acting(screen(node.level, node.id)), speaking(language):
        return module.told(node, period)
