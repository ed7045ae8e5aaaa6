"""What time it is for the bank: naive Asia/Shanghai, the form in which every timestamp is kept."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, naive Asia/Shanghai."""
    return datetime.now(SHANGHAI).replace(tzinfo=None)


def local(moment: datetime) -> datetime:
    """``moment`` as naive Asia/Shanghai; a naive one is taken to be so already."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None) if moment.tzinfo else moment
