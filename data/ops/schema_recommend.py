"""Tables of the operations DB for recommendations: campaigns and what becomes of them, segments, tasks for one customer."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.ops.schema_base import Base, Code, Uuid


class Campaign(Base):
    """A campaign: a list of customers offered one product within a period. ``owner`` is the node it was made for."""

    __tablename__ = "campaign"
    campaign_id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    product_code: Mapped[str] = mapped_column(Code)
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    owner: Mapped[str] = mapped_column(String(60))
    control_share: Mapped[float]
    capacity: Mapped[int]
    chosen: Mapped[dict[str, str]] = mapped_column(JSON)
    snapshot_id: Mapped[str] = mapped_column(Code)
    created_by: Mapped[str] = mapped_column(Code)
    created_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]


class CampaignChange(Base):
    """A change of a campaign: ``renamed`` or ``stopped``, with the name or the last day before and after."""

    __tablename__ = "campaign_change"
    change_id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(Uuid, ForeignKey("campaign.campaign_id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    before: Mapped[str] = mapped_column(String(80))
    after: Mapped[str] = mapped_column(String(80))
    changed_by: Mapped[str] = mapped_column(Code)
    changed_at: Mapped[datetime]


class CampaignMember(Base):
    """A customer of a campaign: addressed, or control; fixed when the campaign is made. Without ``staff_id`` nobody's task."""

    __tablename__ = "campaign_member"
    campaign_id: Mapped[str] = mapped_column(Uuid, ForeignKey("campaign.campaign_id"), primary_key=True)
    customer_id: Mapped[str] = mapped_column(Code, primary_key=True)
    is_control: Mapped[bool]
    stratum: Mapped[str] = mapped_column(String(80))
    staff_id: Mapped[str | None] = mapped_column(Code, index=True)
    owner_staff_id: Mapped[str | None] = mapped_column(Code)
    branch_id: Mapped[str | None] = mapped_column(Code)
    entity_id: Mapped[str | None] = mapped_column(Code)
    place: Mapped[int]
    probability: Mapped[float]
    expected: Mapped[float]


class CampaignAnswer(Base):
    """What a customer answered, as one tap said; under the UUID the phone gave it. The latest of a customer counts."""

    __tablename__ = "campaign_answer"
    __table_args__ = (Index("ix_campaign_answer_campaign_id", "campaign_id", "customer_id"),)
    client_uuid: Mapped[str] = mapped_column(Uuid, primary_key=True)
    campaign_id: Mapped[str] = mapped_column(Uuid, ForeignKey("campaign.campaign_id"))
    customer_id: Mapped[str] = mapped_column(Code)
    staff_id: Mapped[str] = mapped_column(Code)
    answer: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime]


class Segment(Base):
    """Traits of customers under a name, its user's own; ``shared_with``: the entity (or ``province``) whose people see it too."""

    __tablename__ = "segment"
    __table_args__ = (UniqueConstraint("user_id", "name"),)
    segment_id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    user_id: Mapped[str] = mapped_column(Code)
    name: Mapped[str] = mapped_column(String(40))
    traits: Mapped[dict[str, str]] = mapped_column(JSON)
    shared_with: Mapped[str | None] = mapped_column(String(60), index=True)
    created_at: Mapped[datetime]


class CustomerTask(Base):
    """Something a manager is asked to do with one customer until a day."""

    __tablename__ = "customer_task"
    task_id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    customer_id: Mapped[str] = mapped_column(Code)
    product_code: Mapped[str | None] = mapped_column(Code)
    staff_id: Mapped[str] = mapped_column(Code, index=True)
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(200))
    created_by: Mapped[str] = mapped_column(Code)
    created_at: Mapped[datetime]


class CustomerTaskAnswer(Base):
    """What became of a task, as one tap said; under the UUID the phone gave it. The latest counts."""

    __tablename__ = "customer_task_answer"
    client_uuid: Mapped[str] = mapped_column(Uuid, primary_key=True)
    task_id: Mapped[str] = mapped_column(Uuid, ForeignKey("customer_task.task_id"), index=True)
    staff_id: Mapped[str] = mapped_column(Code)
    answer: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime]
