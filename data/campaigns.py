"""Campaigns in the operations DB: made once with their control group, seen by whoever serves one of their customers.

Who may see a member is who the customer belongs to: the asker's subtree, as everywhere. A control member is nobody's task and is
never shown to front-line people as such. Outcomes are no matter of this file: they come from the feeds.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, insert, select, true

from data.asker import current_asker
from data.audit import record_in
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden
from data.ops.engine import reading, writing
from data.ops.schema import campaign, campaign_answer, campaign_member
from data.taps import keep

ANSWERS = ("accepted", "declined", "later")
OPEN = "open"  # no answer yet
MOST_MEMBERS = 1000
LONGEST = 184  # days
SUMS = ("page:recommend", "page:wall")  # any of these sees how many there are; who they are is told on the page alone
COLUMNS = {"entity": "entity_id", "branch": "branch_id", "staff": "owner_staff_id"}


@dataclass(frozen=True)
class Plan:
    """What a campaign is made of; ``members``: rows of campaign_member without the campaign."""

    name: str
    product_code: str
    starts_on: date
    ends_on: date
    owner: str
    control_share: float
    capacity: int
    chosen: Mapping[str, str]
    snapshot_id: str
    members: Sequence[Mapping[str, Any]]

    def check(self) -> None:
        """Raises BadRequest with what is allowed."""
        if not self.name.strip():
            raise BadRequest("A campaign needs a name")
        if not self.members or len(self.members) > MOST_MEMBERS:
            raise BadRequest("A campaign has 1 to %(most)s customers", most=MOST_MEMBERS)
        if (
            not self.starts_on <= self.ends_on <= self.starts_on + timedelta(days=LONGEST)
            or self.starts_on < now().date()
        ):
            raise BadRequest("A campaign begins today or later and lasts %(days)s days at most", days=LONGEST)
        if not 0.05 <= self.control_share <= 0.5:
            raise BadRequest("The control share lies between 0.05 and 0.5")
        if not any(member["is_control"] for member in self.members):
            raise BadRequest(
                "%(n)s customers are too few for a control group of %(share)s: choose more, or a larger share",
                n=len(self.members),
                share=f"{self.control_share:.0%}",
            )


def create(plan: Plan) -> str:
    """Keep a campaign with its members. → its id"""
    asker = current_asker()
    asker.need("campaign:make")
    plan.check()
    key = str(uuid.uuid4())
    head = {
        name: getattr(plan, name)
        for name in ("product_code", "starts_on", "ends_on", "owner", "control_share", "capacity", "snapshot_id")
    }
    with writing() as connection:
        _check_free(connection, plan)
        connection.execute(
            insert(campaign).values(
                campaign_id=key,
                name=plan.name.strip()[:80],
                chosen=dict(plan.chosen),
                created_by=asker.user_id,
                created_at=now(),
                **head,
            )
        )
        connection.execute(insert(campaign_member), [{"campaign_id": key, **member} for member in plan.members])
        control = sum(1 for member in plan.members if member["is_control"])
        record_in(
            connection,
            "campaign.create",
            "campaign",
            key,
            product=plan.product_code,
            members=len(plan.members),
            control=control,
        )
    return key


def _check_free(connection: Connection, plan: Plan) -> None:
    taken = _taken(connection, plan.product_code, plan.starts_on)
    if both := taken & {str(member["customer_id"]) for member in plan.members}:
        raise Conflict("%(n)s of these customers are in another campaign for this product", n=len(both))


def taken(product: str) -> set[str]:
    """Customers in a running campaign for the product, controls included: they are left to it."""
    with reading() as connection:
        return _taken(connection, product, now().date())


def held_out(product: str) -> set[str]:
    """Customers kept as control for the product now: to be offered it by nobody."""
    with reading() as connection:
        return _taken(connection, product, now().date(), campaign_member.c.is_control.is_(True))


def _taken(connection: Connection, product: str, day: date, only: ColumnElement[bool] | None = None) -> set[str]:
    inside = and_(campaign.c.product_code == product, campaign.c.ends_on >= day, only if only is not None else true())
    rows = select(campaign_member.c.customer_id).join(campaign).where(inside)
    return {str(key) for (key,) in connection.execute(rows)}


def members_seen(*rights: str) -> ColumnElement[bool]:
    """The members of the asker's part; any of ``rights`` will do, by default that of the page."""
    asker = current_asker()
    asker.need(*(rights or ("page:recommend",)))
    if asker.scope_level == "province":
        return true()
    if asker.scope_level not in COLUMNS:
        raise Forbidden("Campaigns are not kept for a part of the organisation such as yours")
    return campaign_member.c[COLUMNS[asker.scope_level]] == asker.scope_id


def campaigns() -> list[dict[str, Any]]:
    """Campaigns with a customer of the asker's part, newest first. Counts are of that part; ``whole``: members and control of the
    campaign, in all parts."""
    treated = func.sum(case((campaign_member.c.is_control, 0), else_=1))
    assigned = func.count(campaign_member.c.staff_id)
    asked = (
        select(
            campaign.c.campaign_id, func.count().label("members"), treated.label("treated"), assigned.label("assigned")
        )
        .join(campaign_member)
        .where(members_seen(*SUMS))
        .group_by(campaign.c.campaign_id)
    )
    with reading() as connection:
        counts = {row["campaign_id"]: dict(row) for row in connection.execute(asked).mappings()}
        heads = connection.execute(
            select(campaign).where(campaign.c.campaign_id.in_(list(counts))).order_by(campaign.c.created_at.desc())
        )
        found = [dict(row) | counts[row["campaign_id"]] for row in heads.mappings()]
        keys = [row["campaign_id"] for row in found]
        answers, whole = _answers(connection, keys), _whole(connection, keys)
    return [row | {"answers": answers.get(row["campaign_id"], {}), "whole": whole[row["campaign_id"]]} for row in found]


def _whole(connection: Connection, keys: Sequence[str]) -> dict[str, dict[str, int]]:
    control = func.sum(case((campaign_member.c.is_control, 1), else_=0))
    asked = (
        select(campaign_member.c.campaign_id, func.count(), control)
        .where(campaign_member.c.campaign_id.in_(keys))
        .group_by(campaign_member.c.campaign_id)
    )
    return {key: {"members": int(n), "control": int(c)} for key, n, c in connection.execute(asked)}


def one(key: str) -> dict[str, Any]:
    """A campaign with the asker's part of it. Raises Forbidden when there is none."""
    found = next((row for row in campaigns() if row["campaign_id"] == key), None)
    if found is None:
        raise Forbidden("No campaign %(campaign)s in your part of the organisation", campaign=key[:40])
    return found


def members(key: str) -> list[dict[str, Any]]:
    """Members of the asker's part with their latest answer (``open`` without), best first."""
    with reading() as connection:
        rows = connection.execute(
            select(campaign_member)
            .where(campaign_member.c.campaign_id == key, members_seen())
            .order_by(campaign_member.c.place)
        )
        found = [dict(row) for row in rows.mappings()]
        latest = _latest(connection, [key])
    return [row | latest.get((key, row["customer_id"]), {"answer": OPEN, "answered_at": None}) for row in found]


def tasks(staff_id: str) -> list[dict[str, Any]]:
    """What a manager has to do: customers of running campaigns, not answered (or put off) first, then by expected value."""
    today = now().date()
    asked = (
        select(campaign_member, campaign.c.name, campaign.c.product_code, campaign.c.ends_on)
        .join(campaign)
        .where(
            campaign_member.c.staff_id == staff_id,
            campaign.c.starts_on <= today,
            campaign.c.ends_on >= today,
            campaign.c.stopped_at.is_(None),
            members_seen(),
        )
    )
    with reading() as connection:
        rows = [dict(row) for row in connection.execute(asked).mappings()]
        latest = _latest(connection, sorted({row["campaign_id"] for row in rows}))
    nothing = {"answer": OPEN, "answered_at": None}
    found = [row | latest.get((row["campaign_id"], row["customer_id"]), nothing) for row in rows]
    order = (OPEN, "later", "accepted", "declined")
    return sorted(found, key=lambda row: (order.index(row["answer"]), -row["expected"]))


def answer(client_uuid: str, key: str, customer_id: str, said: str, staff_id: str) -> str:
    """Keep what a customer answered. → ``stored``, or ``duplicate`` when the same tap came before.

    Raises Forbidden for a task that is not the person's, Conflict for a UUID that meant something else.
    """
    current_asker().need("campaign:answer")
    if said not in ANSWERS:
        raise BadRequest("Answer %(answer)s: allowed are %(allowed)s", answer=repr(said), allowed=", ".join(ANSWERS))
    if not any(row["campaign_id"] == key and row["customer_id"] == customer_id for row in tasks(staff_id)):
        raise Forbidden("%(customer)s is none of your tasks", customer=customer_id[:40])
    row = {
        "client_uuid": client_uuid,
        "campaign_id": key,
        "customer_id": customer_id,
        "staff_id": staff_id,
        "answer": said,
    }
    return keep(campaign_answer, row, "campaign.answer", customer_id, campaign=key, answer=said)


def _latest(connection: Connection, keys: Sequence[str]) -> dict[tuple[str, str], dict[str, Any]]:
    rows = connection.execute(
        select(campaign_answer).where(campaign_answer.c.campaign_id.in_(keys)).order_by(campaign_answer.c.answered_at)
    )
    return {
        (row["campaign_id"], row["customer_id"]): {"answer": row["answer"], "answered_at": row["answered_at"]}
        for row in rows.mappings()
    }


def _answers(connection: Connection, keys: Sequence[str]) -> dict[str, dict[str, int]]:
    """Campaign → answer → how many of the asker's part."""
    inside = select(campaign_member.c.campaign_id, campaign_member.c.customer_id).where(
        campaign_member.c.campaign_id.in_(keys), members_seen(*SUMS)
    )
    part = {(row[0], row[1]) for row in connection.execute(inside)}
    found: dict[str, dict[str, int]] = {}
    for (key, customer), said in _latest(connection, keys).items():
        if (key, customer) in part:
            of = found.setdefault(key, {})
            of[said["answer"]] = of.get(said["answer"], 0) + 1
    return found
