"""Every visit figure at every level equals a recount over raw rows: whatever is history and whatever is live."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import BadRequest
from data.period import AsOf
from data.query import ask
from data.query.question import data_begins
from data.scope import Asker, acting
from data.serving import reading
from tests.query.conftest import PROVINCE
from tests.query.recount import WINDOWS, recount
from tests.query.sample import RawVisit, Sample, write

METRICS = ("visits", "households", "managers_out", "villages_reached", "satisfaction", "dwell_minutes", "photos")
SPLITS = (
    (),
    ("prefecture",),
    ("county",),
    ("entity",),
    ("branch",),
    ("staff",),
    ("county", "staff"),
    ("entity", "purpose"),
)
ENDS = (date(2026, 3, 31), date(2026, 3, 15), date(2026, 2, 28), date(2026, 1, 1), date(2025, 12, 31))
ENTITY = Asker.of("u2", "社", "entity_head", "entity", "E1")
BRANCH = Asker.of("u3", "点", "branch_head", "branch", "B1")
STAFF = Asker.of("u4", "人", "manager", "staff", "S3")
FEW = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
MANY = settings(FEW, max_examples=120)

# days close together around edges of months and years, and around the transfers on 10 and 20 March
EDGES = "2025-12-30 2025-12-31 2026-01-01 2026-01-02 2026-01-31 2026-02-01 2026-02-28 2026-03-01"
MOVES = "2026-03-09 2026-03-10 2026-03-11 2026-03-15 2026-03-19 2026-03-20 2026-03-31"
days = st.sampled_from([date.fromisoformat(day) for day in f"{EDGES} {MOVES}".split()])
moments = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day) + timedelta(minutes=minute), days, st.integers(480, 1080)
)
visits = st.builds(
    RawVisit, visit_id=st.uuids().map(str), staff_id=st.sampled_from(["S1", "S2", "S3", "S4"]),
    household_id=st.sampled_from([f"H{n}" for n in range(7)]), started_at=moments, minutes=st.integers(1, 90),
    satisfaction=st.sampled_from([None, 1, 3, 4, 5]), purpose=st.sampled_from(["credit_review", "complaint"]),
)  # fmt: skip
histories = st.lists(visits, max_size=40, unique_by=lambda visit: visit.visit_id)


def answered(by: tuple[str, ...], window: str, until: date | datetime) -> dict:
    """What ``ask`` says, in the form of ``recount``."""
    names = [f"{name}_{window}" for name in METRICS if (name, window) in KNOWN]
    with reading() as state:
        before_history = AsOf.parse(until).day < data_begins(state)
    if before_history:
        with pytest.raises(BadRequest):
            ask("visits", as_of=until)
        return {}
    frame = ask([f"visits_{window}", *(n for n in names if n != f"visits_{window}")], by=by, as_of=until).frame
    frame = frame[frame[f"visits_{window}"] > 0]
    return {
        tuple(row[name] for name in by): {
            name.rsplit("_", 1)[0]: None if pd.isna(row[name]) else round(row[name], 6) for name in names
        }
        for row in frame.to_dict("records")
    }


KNOWN = {(m, w) for m in METRICS for w in WINDOWS} - {("villages_reached", "today"), ("villages_reached", "mtd")}
KNOWN -= {("photos", "mtd"), ("photos", "ytd")}


def agrees(raw: list[RawVisit], by: tuple[str, ...], until: date | datetime, asker: Asker = PROVINCE) -> None:
    """Assert that day, month and year agree with the recount."""
    where = {} if asker.scope_id is None else {asker.scope_level: asker.scope_id}
    for window in WINDOWS:
        counted = recount(raw, by, window, until, where)
        expected = {
            key: {name: value for name, value in numbers.items() if (name, window) in KNOWN}
            for key, numbers in counted.items()
        }
        with acting(asker):
            assert answered(by, window, until) == expected, (by, window, until, asker.scope)


def split_and_compare(serve, raw: list[RawVisit], data: st.DataObject) -> None:
    """Some of it history, the rest arriving live in ticks; compared on the way and at the end."""
    cut = data.draw(st.integers(0, len(raw)))
    kept, source = serve(raw[:cut])
    step = data.draw(st.integers(1, 9))
    for start in range(cut, len(raw), step):
        source.send(*raw[start : start + step])
        kept.tick()
    by, until = data.draw(st.sampled_from(SPLITS)), data.draw(st.sampled_from(ENDS))
    agrees(raw, by, until)
    agrees(raw, (), until)
    agrees(raw, by, datetime(until.year, until.month, until.day, 13, 7))
    agrees(raw, by, until, data.draw(st.sampled_from([ENTITY, BRANCH, STAFF])))


@FEW
@given(raw=histories, data=st.data())
def test_history_and_live_equal_a_recount(serve, raw: list[RawVisit], data: st.DataObject):
    split_and_compare(serve, raw, data)


@pytest.mark.slow
@MANY
@given(raw=histories, data=st.data())
def test_history_and_live_equal_a_recount_often(serve, raw: list[RawVisit], data: st.DataObject):
    split_and_compare(serve, raw, data)


@pytest.mark.slow
@FEW
@given(raw=histories, data=st.data())
def test_a_new_snapshot_changes_nothing(serve, raw: list[RawVisit], data: st.DataObject):
    first, second = sorted((data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, len(raw)))))
    kept, _source = serve(raw[:first], raw[first:])
    kept.tick()
    agrees(raw, ("staff",), ENDS[0])
    write(Sample(raw[:second]), kept.home, "s2", {"visits": second - first + 1, "positions": 1, "photos": 1})
    kept.tick()
    with acting(PROVINCE):
        assert ask(["visits"], as_of=ENDS[0]).snapshot_id == "s2"
    agrees(raw, ("staff",), ENDS[0])
    agrees(raw, ("branch",), ENDS[1])
