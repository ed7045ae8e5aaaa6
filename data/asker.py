"""Who asks: a person (or program) with rights and a part of the organisation.

Inside a request it is the signed-in user's asker; outside (jobs, exports, tests) the one given to ``acting``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from flask import has_request_context
from flask_login import current_user

from data.errors import Forbidden, NotSignedIn
from data.rights import rights_of

LEVELS = ("province", "entity", "branch", "staff")
SCOPES = (*LEVELS, "centre")  # a service centre lies beside the levels: it sees the people who work at its place


@dataclass(frozen=True)
class Asker:
    """``scope_level`` is one of SCOPES; ``scope_id`` the unit's id, None for the province. Rights follow the role."""

    user_id: str
    name: str
    role: str
    scope_level: str
    scope_id: str | None = None
    rights: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if self.scope_level not in SCOPES or (self.scope_id is None) != (self.scope_level == "province"):
            raise ValueError(f"scope {self.scope_level}:{self.scope_id}: one of {SCOPES}, with an id below province")

    @classmethod
    def of(cls, user_id: str, name: str, role: str, scope_level: str, scope_id: str | None) -> Asker:
        """An asker with the rights of its role."""
        return cls(user_id, name, role, scope_level, scope_id or None, rights_of(role))

    @property
    def scope(self) -> str:
        """The subtree as a node of the address: ``province`` or ``entity:<id>`` …"""
        return self.scope_level if self.scope_id is None else f"{self.scope_level}:{self.scope_id}"

    def may(self, right: str) -> bool:
        """Whether the asker has the right."""
        return right in self.rights

    def need(self, *rights: str) -> None:
        """Raises Forbidden without any of the rights; nothing is asked for where none is named."""
        if rights and self.rights.isdisjoint(rights):
            raise Forbidden("Your role has no right to do this (%(right)s)", right=" / ".join(rights))


_acting: ContextVar[Asker | None] = ContextVar("acting", default=None)


@contextmanager
def acting(asker: Asker) -> Iterator[Asker]:
    """Ask as ``asker`` inside the block: jobs, exports, tests. It goes before the request's user."""
    token = _acting.set(asker)
    try:
        yield asker
    finally:
        _acting.reset(token)


def current_asker() -> Asker:
    """The acting asker, else the signed-in user's; raises NotSignedIn when there is neither."""
    chosen = _acting.get()
    if chosen is not None:
        return chosen
    user = current_user if has_request_context() else None
    if user and user.is_authenticated:
        return user.asker
    raise NotSignedIn("Please sign in")
