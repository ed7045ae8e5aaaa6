"""Cases made for tests: of the demo outlet's manager, of a colleague, of another outlet; and who acts in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from data.integrity.cases_open import open_cases
from data.ops.engine import reading, writing
from data.ops.schema import integrity_case, users
from data.ops.users import add
from data.scope import Asker, acting
from data.serving import reading as served
from tests.screen.walk import asker_of

FINDINGS = [{"check": "distance", "grade": "out_of_range", "value": 4200, "limit": 260, "weight": 60, "other": None}]
GIVEN = ("visit_id", "visit_no", "visit_date", "staff_id", "branch_id", "entity_id")


def account(username: str) -> dict[str, Any]:
    """A row of ``users``."""
    with reading() as connection:
        return dict(connection.execute(select(users).where(users.c.username == username)).mappings().one())


def asker(username: str) -> Asker:
    """The demo login as it is in this test's database."""
    row = account(username)
    return Asker.of(row["user_id"], row["name"], row["role"], row["scope_level"], row["scope_id"])


def visits(where: str = "true", most: int = 1) -> list[dict[str, Any]]:
    """The newest published visits that fit."""
    with served() as state, acting(asker_of("executive")):
        sql = f"select {', '.join(GIVEN)} from {state.history('fct_visit')} where {where} order by started_at desc limit {most}"
        return [dict(zip(GIVEN, row, strict=True)) for row in state.cursor().execute(sql).fetchall()]


def own_visits(most: int = 1) -> list[dict[str, Any]]:
    """Visits of the demo manager, made in the demo outlet."""
    return visits(
        f"staff_id = '{account('manager')['staff_id']}' and branch_id = '{account('branch')['scope_id']}'", most
    )


def opened(found: list[dict[str, Any]]) -> list[str]:
    """Cases of these visits; their ids in the order of the visits."""
    open_cases([one | {"rules": "2026-11", "score": 40, "findings": FINDINGS} for one in found])
    with reading() as connection:
        known = dict(connection.execute(select(integrity_case.c.visit_id, integrity_case.c.case_id)).all())
    return [known[one["visit_id"]] for one in found]


def case_of_manager() -> str:
    """One case of the demo manager."""
    return opened(own_visits())[0]


def put(case_id: str, **values: Any) -> None:
    """Change a row by hand: as if time had passed."""
    with writing() as connection:
        connection.execute(integrity_case.update().where(integrity_case.c.case_id == case_id).values(**values))


def row(case_id: str) -> dict[str, Any]:
    """A row of ``integrity_case``."""
    with reading() as connection:
        return dict(
            connection.execute(select(integrity_case).where(integrity_case.c.case_id == case_id)).mappings().one()
        )


def second_entity_head() -> Asker:
    """Another head of the demo entity."""
    with writing() as connection:
        add(connection, "deputy", name="副手", role="entity_head", scope=f"entity:{account('entity')['scope_id']}")
    return asker("deputy")
