"""Which role may do what, and which page a path belongs to. Read by the guard, the rail and the query path.

Rights: ``page:<name>``; ``personal:read`` (names, phones, id numbers unmasked on request); ``track:read`` (where a
person was); ``live:read`` (visits as they come in, and their photos); ``export``; ``api:query``; ``visit:write``;
``campaign:make``, ``campaign:answer``; ``case:review``, ``case:settle``, ``case:answer`` (of visits under review: first and
second decision, and what the person has to say); ``audit:read``. What a right reaches is cut to the scope.
"""

from __future__ import annotations

PAGES = {  # first part of the path → page; deeper paths belong to it
    "": "overview",
    "visits": "visits",
    "capture": "capture",
    "migrants": "migrants",
    "recommend": "recommend",
    "performance": "performance",
    "me": "me",
    "maintain": "maintain",
    "explore": "explore",
    "catalog": "catalog",
    "quality": "quality",
    "archive": "archive",
    "exchange": "exchange",
    "reports": "reports",
    "wall": "wall",
    "admin": "admin",
}
PARTS = {
    "manager": "visits",
    "photos": "visits",
    "review": "visits",
}  # prefix of ids → page, for pages that lie below another one

_EVERYBODY = "page:overview page:catalog page:me"
_READERS = "page:visits live:read page:migrants page:recommend page:performance page:reports page:wall export api:query"
_STUDY = "page:explore page:quality page:archive"

_ROLES = {
    "executive": f"{_EVERYBODY} {_READERS} {_STUDY} personal:read track:read campaign:make",
    "analyst": f"{_EVERYBODY} {_READERS} {_STUDY} campaign:make",
    "entity_head": f"{_EVERYBODY} {_READERS} {_STUDY} personal:read track:read campaign:make case:review case:settle",
    "branch_head": f"{_EVERYBODY} {_READERS} personal:read track:read campaign:make case:review case:answer",
    "manager": f"{_EVERYBODY} page:visits live:read page:migrants page:capture page:recommend personal:read track:read "
    "visit:write api:query campaign:answer case:answer",
    "clerk": _EVERYBODY,
    "centre_head": f"{_EVERYBODY} page:migrants personal:read export api:query",
    "officer": f"{_EVERYBODY} page:visits live:read page:performance page:maintain page:reports export api:query "
    "case:settle",
    "steward": f"{_EVERYBODY} {_STUDY} page:exchange page:reports export api:query",
    "admin": f"{_EVERYBODY} page:admin page:wall live:read audit:read",  # who sets walls up sees what is on them
    "gateway": "visit:write",
    "wall": "page:wall live:read",  # a screen nobody touches; the guard opens the wall's own addresses only
}

RIGHTS: dict[str, frozenset[str]] = {role: frozenset(words.split()) for role, words in _ROLES.items()}
NONE: frozenset[str] = frozenset()


def rights_of(role: str) -> frozenset[str]:
    """The rights of a role; an unknown role has none."""
    return RIGHTS.get(role, NONE)


def component_right(component_id: str) -> str | None:
    """The right needed to change a component: ``visits-map`` → ``page:visits``; None when it is no page's own."""
    prefix = component_id.split("-", 1)[0]
    page = PARTS.get(prefix, prefix)
    return f"page:{page}" if page in PAGES.values() else None


def page_right(path: str) -> str | None:
    """The right needed to open ``path``: ``/visits/manager/12`` → ``page:visits``; None when it is no page of ours."""
    page = PAGES.get(path.strip("/").split("/", 1)[0])
    return f"page:{page}" if page else None
