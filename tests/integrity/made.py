"""Visits made by hand: a person who walks from house to house, with whatever is to be looked at changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from data.geo.distance import METRES_A_DEGREE
from data.integrity import Verdicts, judge, limits, read_findings
from data.integrity.facts import Facts
from data.live.trust import SCHEMA

MORNING = datetime(2026, 11, 16, 9)
NORTH = 1 / METRES_A_DEGREE  # a metre


def visit(place: int = 0, *, staff: str = "S1", off: float = 30.0, **changed: Any) -> dict[str, Any]:
    """The ``place``-th visit of a round: half an hour each, an hour and two kilometres apart, ``off`` metres from the address."""
    begins, lat = MORNING + timedelta(hours=place), 26.5 + 2000 * NORTH * place
    ends = begins + timedelta(minutes=30)
    return {
        "visit_id": f"{staff}-{place}", "staff_id": staff, "entity_id": "E1", "started_at": begins, "ended_at": ends,
        "lon": 106.7, "lat": lat + off * NORTH, "accuracy_m": 15.0, "distance_m": off, "office_m": 9_000.0, "home_lon": 106.7,
        "home_lat": lat, "is_mock": False, "result": "follow_up", "device_time": ends, "received_at": None,
    } | changed  # fmt: skip


def facts(*visits: dict[str, Any]) -> Facts:
    """As the checks read them."""
    return Facts.of(pa.Table.from_pylist(list(visits), SCHEMA))


def judged(*visits: dict[str, Any]) -> Verdicts:
    """Judged by the limits in force."""
    return judge(facts(*visits), limits())


def checks(verdicts: Verdicts, row: int = 0) -> set[str]:
    """The names of what was found of a visit."""
    return {one.check for one in read_findings(verdicts.findings[row])}
