"""Finding entities, branches, staff, customers and heads of households by name, pinyin initials or id, inside the asker's scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.asker import LEVELS, Asker, current_asker
from data.i18n import current_language
from data.masking import mask_name
from data.serving import reading
from data.state import State

MOST_HITS = 20
MOST_CHARACTERS = 40
SHARES = {"entity": 5, "branch": 6, "staff": 8, "customer": 20}  # of one kind, so that none crowds out the others


@dataclass(frozen=True)
class Found:
    """A hit; ``detail`` says where it belongs, ``href`` where to look closer."""

    kind: str
    id: str
    name: str
    detail: str
    href: str | None


_RANK = "case when {name} = $q or {id} = $q then 0 when starts_with({name}, $q) or {initials} = $low then 1 else 2 end"
_MATCH = "(contains({name}, $q) or starts_with({initials}, $low) or {id} = $q{more})"
_SELECT = """
select {columns}, {rank} as rank from {schema}.{table} where {scope}{match}{only} order by rank, {name}, {id} limit $most
"""
_KINDS: dict[str, dict[str, str]] = {
    "entity": {
        "table": "dim_entity",
        "id": "entity_id",
        "name": "name",
        "columns": "entity_id, short_name, name_en, null, null",
        "more": " or contains(lower(name_en), $low)",
    },
    "branch": {
        "table": "dim_branch",
        "id": "branch_id",
        "name": "name",
        "columns": "branch_id, name, name_en, entity_id, null",
        "more": " or contains(lower(name_en), $low)",
    },
    "staff": {
        "table": "dim_staff",
        "id": "staff_id",
        "name": "name",
        "columns": "staff_id, name, name_pinyin, branch_id, null",
        "more": " or starts_with(lower(name_pinyin), $low)",
        "only": " and is_active",
    },
    "customer": {
        "table": "dim_customer",
        "id": "customer_id",
        "name": "name",
        "columns": "customer_id, name, null, branch_id, staff_id",
        "more": "",
    },
    "household": {
        "table": "dim_household",
        "id": "household_id",
        "name": "head_name",
        "columns": "household_id",
        "more": "",
        "only": " and branch_id = $branch",
    },
}
_SCOPED = {"entity": ("entity",), "branch": ("entity", "branch")}  # kinds without the columns of the levels below


def search(text: str) -> list[Found]:
    """At most 20 hits, best of each kind first. Customers (masked) only for those who work with them."""
    wanted = " ".join(text.split())[:MOST_CHARACTERS]
    if not wanted:
        return []
    asker = current_asker()
    hits: list[Found] = []
    with reading() as state:
        for kind in SHARES:
            if kind == "customer" and not (asker.may("page:visits") or asker.may("page:recommend")):
                continue
            most = min(SHARES[kind], MOST_HITS - len(hits))
            hits += [_hit(kind, row, state) for row in _rows(kind, wanted, most, asker, state)] if most else []
    return hits


def headed(branch_id: str, text: str) -> list[str]:
    """Households of an outlet whose head has this name, or a name with these initials: at most 20, best first.

    Their customers need no record. Needs ``personal:read``: who finds by the whole name learns it.
    """
    asker = current_asker()
    asker.need("personal:read")
    with reading() as state:
        rows = _rows("household", text[:MOST_CHARACTERS], MOST_HITS, asker, state, branch=branch_id)
        return [household_id for household_id, *_ in rows]


def _rows(kind: str, wanted: str, most: int, asker: Asker, state: State, **bound: str) -> list[tuple[Any, ...]]:
    if asker.scope_level not in ("province", *_SCOPED.get(kind, LEVELS)):
        return []  # a branch's people do not look for entities
    parts = {"initials": "initials", "more": "", "only": "", "schema": state.schema} | _KINDS[kind]
    if "initials" not in state.columns(parts["table"]):
        parts["initials"] = "cast(null as varchar)"  # published before the table had them
    params: dict[str, Any] = {"q": wanted, "low": wanted.lower(), "most": most, **bound}
    scope = ""
    if asker.scope_id is not None:
        scope, params["scope"] = f"{asker.scope_level}_id = $scope and ", asker.scope_id
    sql = _SELECT.format(scope=scope, match=_MATCH.format(**parts), rank=_RANK.format(**parts), **parts)
    return state.cursor().execute(sql, params).fetchall()


def _hit(kind: str, row: tuple[Any, ...], state: State) -> Found:
    key, zh, en, above, staff_id, _rank = row
    shown = zh if kind == "customer" or current_language() == "zh" else en or zh
    level = {"branch": "entity", "staff": "branch", "customer": "branch"}.get(kind)
    detail = state.names.name(level, above) if level and above else ""
    if kind == "customer":
        return Found(kind, key, mask_name(shown), detail, f"/visits/manager/{staff_id}?customer={key}")
    if not current_asker().may("page:visits"):
        href = f"/?node={kind}:{key}"
    else:
        href = f"/visits/manager/{key}" if kind == "staff" else f"/visits?node={kind}:{key}"
    return Found(kind, key, shown, detail, href)
