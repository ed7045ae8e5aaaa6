"""A place in the organisation as the address writes it: ``province``, ``entity:<id>``, ``branch:<id>``, ``staff:<id>``.

``centre:<id>`` is a service centre: it lies below the province, beside the levels, and nothing lies below it.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.asker import LEVELS, SCOPES, Asker, current_asker
from data.errors import BadRequest, Forbidden
from data.i18n import _, current_language
from data.serving import reading
from data.state import State


@dataclass(frozen=True)
class Node:
    """``id`` is None for the province."""

    level: str
    id: str | None = None

    @classmethod
    def parse(cls, text: str | None) -> Node:
        """From the address; empty means the asker's own top. Raises BadRequest, or Forbidden outside the scope."""
        asker = current_asker()
        node = cls._read(text) if text else cls.top(asker)
        if not node.is_within(asker):
            raise Forbidden("%(node)s is outside your part of the organisation", node=str(node))
        return node

    @classmethod
    def _read(cls, text: str) -> Node:
        level, _colon, key = text.partition(":")
        if level not in SCOPES or bool(key) == (level == "province"):
            raise BadRequest(
                "No node %(node)s; allowed are province, entity:<id>, branch:<id>, staff:<id>, centre:<id>",
                node=repr(text),
            )
        node = cls(level, key or None)
        if key:
            with reading() as state:
                if key not in state.names.units(level):
                    if current_asker().scope_level != "province":
                        raise Forbidden("%(node)s is outside your part of the organisation", node=text)
                    raise _unknown(level, key, state)
        return node

    @classmethod
    def top(cls, asker: Asker | None = None) -> Node:
        """The asker's whole subtree."""
        asker = asker or current_asker()
        return cls(asker.scope_level, asker.scope_id)

    def __str__(self) -> str:
        return self.level if self.id is None else f"{self.level}:{self.id}"

    def where(self) -> dict[str, str]:
        """The filter of a question: ``{"entity": "…"}``; nothing for the province."""
        return {} if self.id is None else {self.level: self.id}

    @property
    def name(self) -> str:
        """In the reader's language."""
        if self.id is None:
            return _("Province")
        with reading() as state:
            return state.names.name(self.level, self.id)

    @property
    def parents(self) -> dict[str, str]:
        """Level → id of what it lies in."""
        if self.id is None:
            return {}
        with reading() as state:
            found = state.names.parents(self.level, self.id)
        return {level: found[level] for level in LEVELS if level in found}

    def ancestors(self) -> list[Node]:
        """From the top of the asker's scope down to the one above this, for the breadcrumb."""
        above = [Node("province")] if self.id is not None else []
        above += [Node(level, key) for level, key in self.parents.items()]
        asker = current_asker()
        return [node for node in above if node.is_within(asker)]

    def siblings(self) -> list[Node]:
        """Nodes beside it (and itself) under the same parent, inside the scope, by name: the breadcrumb's menu."""
        if self.id is None:
            return [self]
        asker = current_asker()
        return [node for node in self._beside() if node.is_within(asker)] or [self]

    def _beside(self) -> list[Node]:
        if self.level == "centre":
            with reading() as state:
                return [Node("centre", key) for key in sorted(state.names.units("centre"))]
        above = LEVELS[LEVELS.index(self.level) - 1]
        return Node(above, self.parents.get(above)).children()

    def children(self) -> list[Node]:
        """Nodes below it by name, Chinese ones by pinyin initials; none below a person. Of staff the managers there now."""
        level = self.children_dimension
        if level is None:
            return []
        with reading() as state:
            managers = _managers(state) if level == "staff" else None
            units = state.names.units(level)
            namer = state.names.namer(level)
            keys = [
                (unit.initials if current_language() == "zh" else "", namer(key), key)
                for key, unit in units.items()
                if (self.id is None or unit.parents.get(self.level) == self.id)
                and (managers is None or key in managers)
            ]
        return [Node(level, key) for *_by, key in sorted(keys)]

    @property
    def children_dimension(self) -> str | None:
        """What a drill from here splits by: entity, branch, staff; None below a person or a service centre."""
        return next(iter(self.levels_below), None)

    @property
    def levels_below(self) -> tuple[str, ...]:
        """The levels of the organisation below it; none below a person or a service centre."""
        return LEVELS[LEVELS.index(self.level) + 1 :] if self.level in LEVELS else ()

    def is_within(self, asker: Asker) -> bool:
        """Whether it lies in the asker's subtree: now, or for a person by a post held there before."""
        if asker.scope_level == "province" or (self.level, self.id) == (asker.scope_level, asker.scope_id):
            return True
        if self.id is None or asker.scope_level not in LEVELS or self.level not in LEVELS:
            return False
        if LEVELS.index(self.level) < LEVELS.index(asker.scope_level):
            return False
        return self.parents.get(asker.scope_level) == asker.scope_id or self._served_under(asker)

    def _served_under(self, asker: Asker) -> bool:
        if self.level != "staff" or asker.scope_level == "staff":
            return False
        column = {"entity": "entity_id", "branch": "branch_id"}[asker.scope_level]
        with reading() as state:
            sql = f"select 1 from {state.schema}.dim_staff_post where staff_id = ? and {column} = ? limit 1"
            return state.cursor().execute(sql, [self.id, asker.scope_id]).fetchone() is not None


def _unknown(level: str, key: str, state: State) -> BadRequest:
    node, names = repr(f"{level}:{key}"), state.names
    if few := names.few(level):
        all_of = names.listed(level, few)
        return BadRequest(
            "There is no part of the organisation %(node)s; there are: %(allowed)s", node=node, allowed=all_of
        )
    if close := names.like(level, key):
        likely = names.listed(level, close)
        return BadRequest(
            "There is no part of the organisation %(node)s; close to it: %(allowed)s", node=node, allowed=likely
        )
    return BadRequest("There is no part of the organisation %(node)s, and none that is written much like it", node=node)


def _managers(state: State) -> frozenset[str]:
    sql = f"select staff_id from {state.schema}.dim_staff where is_manager and is_active"
    return frozenset(key for (key,) in state.cursor().execute(sql).fetchall())
