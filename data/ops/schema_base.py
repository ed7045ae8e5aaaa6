"""What the tables of the operations DB share: types of columns, names of constraints."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, DateTime, Integer, MetaData, String
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import UserDefinedType


class Xid8(UserDefinedType):
    """PostgreSQL's 64-bit transaction id."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "xid8"


Id = BigInteger().with_variant(Integer(), "sqlite")
Tx = BigInteger().with_variant(Xid8(), "postgresql")
Moment = DateTime().with_variant(TIMESTAMP(precision=6), "postgresql")
Code = String(40)
Uuid = String(36)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


NEVER_AGAIN = ({"sqlite_autoincrement": True},)  # an id is never given out twice, or the tail would skip its row


class Base(DeclarativeBase):
    """What all tables share: names of constraints, types of columns."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {datetime: Moment, str: String(200)}
