"""What each role may do: the one table of roles and rights. The guard, the pages and the query path read it.

Rights: ``page:<name>`` opens a page, ``personal:read`` shows names, phones and ids unmasked when asked for,
``track:read`` shows a person's way, ``export``, ``api:query``, ``visit:write``, ``audit:read``, ``people:write``.
"""

from __future__ import annotations

PAGES = (
    "overview", "visits", "photos", "capture", "migrants", "recommend", "performance", "me", "maintain", "explore",
    "catalog", "quality", "archive", "exchange", "reports", "wall", "admin",
)  # fmt: skip


def _pages(names: str) -> frozenset[str]:
    return frozenset(f"page:{name}" for name in names.split())


_LOOK = _pages("overview visits photos migrants recommend performance explore catalog quality archive reports wall")
_WORK = _pages("overview visits photos capture recommend performance me catalog")

ROLES: dict[str, frozenset[str]] = {
    "executive": _LOOK | {"export", "track:read", "personal:read", "api:query"},
    "analyst": _LOOK | _pages("exchange") | {"export", "api:query"},
    "entity_head": _LOOK | {"export", "track:read", "personal:read", "api:query"},
    "branch_head": _WORK | _pages("migrants explore") | {"export", "track:read", "personal:read", "api:query"},
    "manager": _WORK | {"visit:write", "track:read", "personal:read", "api:query"},
    "officer": _LOOK | _pages("maintain") | {"export", "api:query"},
    "steward": _LOOK | _pages("exchange maintain") | {"export", "api:query", "audit:read"},
    "admin": _LOOK | _pages("admin exchange maintain") | {"export", "api:query", "audit:read", "people:write"},
    "gateway": frozenset({"visit:write"}),
}


def rights_of(role: str) -> frozenset[str]:
    """The rights of ``role``; an unknown role has none."""
    return ROLES.get(role, frozenset())
