"""The ten demo logins and the gateway the demo phones post through. Demo mode only; doing it again changes nothing.

``entity`` is head of the entity in the middle of the list, ``branch`` of its outlet with the largest team, of two the one with
more visits (so that there is something to decide there), ``manager`` the busiest manager of that outlet; ``clerk`` a teller
there; ``centre`` is head of the service centre where most people work, if there is one. A choice stays as long as the person
stays at the post, or the centre is there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from sqlalchemy import Connection, Engine, RowMapping, update

from data.ops.engine import writing
from data.ops.schema import users
from data.ops.tokens import new, owner
from data.ops.users import add, by_username
from data.settings import settings

PASSWORD = "demo"  # noqa: S105  demo mode only, printed on the login page
GATEWAY = "phones"

PEOPLE = {  # demo login → (name, role); those below a province are completed from the staff
    "executive": ("周敏", "executive"),
    "analyst": ("陈思源", "analyst"),
    "entity": ("王建华", "entity_head"),
    "branch": ("刘永芳", "branch_head"),
    "manager": ("", "manager"),
    "clerk": ("", "clerk"),
    "centre": ("罗国强", "centre_head"),
    "officer": ("赵丽娟", "officer"),
    "steward": ("吴海涛", "steward"),
    "admin": ("孙晓东", "admin"),
}

NAMES_EN = {  # of the demo logins that are no staff
    "executive": "Zhou Min",
    "analyst": "Chen Siyuan",
    "entity": "Wang Jianhua",
    "branch": "Liu Yongfang",
    "centre": "Luo Guoqiang",
    "officer": "Zhao Lijuan",
    "steward": "Wu Haitao",
    "admin": "Sun Xiaodong",
}

CHOICE = """
with seen as (select staff_id, count(*) as visits from fct_visit group by staff_id),
middle as (
  select entity_id from dim_entity where entity_id in (select entity_id from dim_staff where is_manager and is_active)
  order by entity_id
  limit 1 offset (select count(distinct entity_id) // 2 from dim_staff where is_manager and is_active)
),
outlet as (
  select s.branch_id from dim_staff s left join seen using (staff_id)
  where s.is_manager and s.is_active and s.entity_id in (select entity_id from middle)
  group by s.branch_id order by count(*) desc, sum(seen.visits) desc nulls last, s.branch_id limit 1
)
select s.staff_id, s.name, s.branch_id, s.entity_id
from dim_staff s left join seen using (staff_id)
where s.is_manager and s.is_active and (s.staff_id = ? or s.branch_id in (select branch_id from outlet))
order by coalesce(s.staff_id = ? and s.branch_id = ?, false) desc, coalesce(seen.visits, 0) desc, s.staff_id limit 1
"""
HEAD = """
select staff_id, name from dim_staff
where is_active and branch_id = ? and post_code = 'branch_head' order by staff_id limit 1
"""
CLERK = """
select staff_id, name from dim_staff
where is_active and entity_id = ? and post_code in ('teller', 'lobby', 'back_office')
order by branch_id = ? desc, post_code = 'teller' desc, staff_id limit 1
"""
CENTRE = """
select c.centre_id from dim_centre c
left join worker_cell m on m.centre_id = c.centre_id and m.stock_date = (select max(stock_date) from worker_cell)
where c.kind = 'centre' group by c.centre_id
order by coalesce(c.centre_id = ?, false) desc, coalesce(sum(m.workers), 0) desc, c.centre_id limit 1
"""
CENTRE_HEAD = """
select p.staff_id, s.name from centre_staff p join dim_staff s using (staff_id)
where p.centre_id = ? and p.role = 'head' order by p.valid_to desc, p.staff_id limit 1
"""


class Chosen(NamedTuple):
    """Who the four demo logins below the province are."""

    staff_id: str
    staff_name: str
    branch_id: str
    entity_id: str
    head_id: str | None
    head_name: str | None
    clerk_id: str | None
    clerk_name: str | None


def seed_demo(engine: Engine, serving_path: str | Path, home: Path | None = None) -> None:
    """Make or mend the demo accounts from the published dimensions; write ``<HOME>/phones.token`` (mode 0600)."""
    with writing(engine) as connection:
        manager = by_username(connection, "manager")
        branch = by_username(connection, "branch")
        with duckdb.connect(str(serving_path), read_only=True) as serving:
            chosen = _choose(serving, manager, branch)
            centre = _centre(serving, by_username(connection, "centre"))
        for username in PEOPLE:
            values = centre if username == "centre" else _values(username, chosen)
            if values:
                _keep(connection, username, values)
        gateway = _keep(connection, GATEWAY, {"name": "演示手机", "role": "gateway", "scope": "province"}, None)
        _phones_token(connection, gateway, (home or settings().home) / "phones.token")


def _choose(serving: duckdb.DuckDBPyConnection, manager: RowMapping | None, branch: RowMapping | None) -> Chosen:
    before = manager["staff_id"] if manager else None
    found = serving.execute(CHOICE, [before, before, branch["scope_id"] if branch else None]).fetchone()
    assert found is not None, "the demo province has no manager"
    head = serving.execute(HEAD, [found[2]]).fetchone() or (None, None)
    clerk = serving.execute(CLERK, [found[3], found[2]]).fetchone() or (None, None)
    return Chosen(*map(str, found), *head, *clerk)


def _centre(serving: duckdb.DuckDBPyConnection, before: RowMapping | None) -> dict[str, Any] | None:
    """The account of a centre's head; None where no centre is published."""
    if not serving.execute("select 1 from duckdb_tables() where table_name = 'worker_cell'").fetchone():
        return None
    found = serving.execute(CENTRE, [before["scope_id"] if before else None]).fetchone()
    if found is None:
        return None
    name, role = PEOPLE["centre"]
    head_id, head_name = serving.execute(CENTRE_HEAD, found).fetchone() or (None, None)
    return {"name": head_name or name, "role": role, "scope": f"centre:{found[0]}", "staff_id": head_id}


def _values(username: str, chosen: Chosen) -> dict[str, Any]:
    name, role = PEOPLE[username]
    values: dict[str, Any] = {"name": name, "role": role, "scope": "province"}
    if username == "entity":
        values["scope"] = f"entity:{chosen.entity_id}"
    elif username == "branch":
        values |= {"scope": f"branch:{chosen.branch_id}", "staff_id": chosen.head_id, "name": chosen.head_name or name}
    elif username == "manager":
        values |= {"scope": f"staff:{chosen.staff_id}", "staff_id": chosen.staff_id, "name": chosen.staff_name}
    elif username == "clerk":
        if chosen.clerk_id is None:
            return {}
        values |= {"scope": f"staff:{chosen.clerk_id}", "staff_id": chosen.clerk_id, "name": chosen.clerk_name}
    return values


def _keep(connection: Connection, username: str, values: dict[str, Any], password: str | None = PASSWORD) -> str:
    """Add the account, or bring name and scope of the one that is there up to date. → user_id."""
    account = by_username(connection, username)
    if account is None:
        return add(connection, username, password=password, **values)
    level, _, scope_id = values["scope"].partition(":")
    wanted = {
        "name": values["name"],
        "role": values["role"],
        "scope_level": level,
        "scope_id": scope_id or None,
        "staff_id": values.get("staff_id"),
    }
    if any(account[key] != value for key, value in wanted.items()):
        connection.execute(update(users).where(users.c.user_id == account["user_id"]).values(**wanted))
    return str(account["user_id"])


def _phones_token(connection: Connection, user_id: str, file: Path) -> None:
    held = file.read_text("utf-8").strip() if file.exists() else ""
    if held and owner(held, connection.engine):
        return
    token = new(connection, user_id, name="demo phones", kind="device", days=3650)
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        os.fchmod(out.fileno(), 0o600)
        out.write(token + "\n")
