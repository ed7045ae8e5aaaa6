"""What-if is the real calculation: it gives what a full calculation with the same change gives; and where a month lands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.performance.forecast import Whole, landing, quantile
from data.performance.indicators import indicators
from data.performance.library import in_force
from data.performance.linked import Moved, moved, touched
from data.performance.what_if import OWN, levers, what_if
from tests.performance.made import MONTH, histories, scored

once = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
TEXTS = [scheme.text for scheme in in_force(MONTH).values() if scheme.name in {"manager", "branch"}]


@pytest.mark.slow
@once
@given(histories(TEXTS), st.sampled_from(["S0", "B1"]), st.integers(1, 20))
def test_what_if_is_the_whole_calculation(history, unit: str, more: int) -> None:
    values, targets, changes = history
    level = "staff" if unit == "S0" else "branch"
    added = {name: Decimal(more) for name, one in indicators().items() if one.additive}
    con = scored(TEXTS, values, targets, changes)
    got = what_if(con, level, unit, MONTH, Moved(added), OWN)
    extra = [{"month": MONTH, "level": level, "unit_id": unit, "indicator": n, "amount": a} for n, a in added.items()]
    wanted = scored(TEXTS, values, targets, changes + extra)
    mine = f"where level = '{level}' and unit_id = '{unit}'"
    steps = wanted.execute(f"select branch_id, post_code, item, points from score_step {mine}").fetchall()
    assert got.points == {tuple(row[:3]): row[3] for row in steps}
    assert got.groups == dict(wanted.execute(f"select grp, points from score_group {mine}").fetchall())
    assert got.total == wanted.execute(f"select total from score_total {mine}").fetchall()[0][0]


@pytest.mark.slow
@once
@given(histories(TEXTS))
def test_no_change_changes_nothing(history) -> None:
    con = scored(TEXTS, *history)
    for level, unit, total in con.execute(
        "select level, unit_id, total from score_total where level <> 'entity'"
    ).fetchall():
        assert what_if(con, level, unit, MONTH, Moved()).total == total


@pytest.mark.slow
@once
@given(histories(TEXTS), st.sampled_from([("branch", "B0"), ("staff", "S0")]))
def test_levers_hold_what_they_promise(history, unit: tuple[str, str]) -> None:
    """Each alone gives what it says, though several were tried in one calculation; none is touched by a better one."""
    con = scored(TEXTS, *history)
    before = sum(what_if(con, *unit, MONTH, Moved()).points.values())
    found = levers(con, *unit, MONTH)
    for place, lever in enumerate(found):
        known = indicators()[lever.indicator]
        rows = con.execute(
            "select denominator from score_step where level = ? and unit_id = ? and indicator = ? and days = "
            "(select max(days) from score_step where level = ? and unit_id = ?)",
            [*unit, lever.indicator, *unit],
        ).fetchall()
        under = Decimal(1) if known.additive else max(row[0] for row in rows if row[0] is not None)
        after = what_if(con, *unit, MONTH, moved({lever.indicator: lever.amount * under}))
        assert sum(after.points.values()) - before == lever.gain > 0
        assert not any(lever.indicator in indicators()[better.indicator].moves for better in found[:place])


def test_new_money_moves_all_it_is_part_of() -> None:
    """What the indicators are made of decides: a deposit is average, growth, last day and the base of shares."""
    found = moved({"deposit_avg": Decimal(100), "mobile_active": Decimal(2)})
    own = {
        name for name, one in indicators().items() if one.numerator in {"deposit_avg", "deposit_eop", "deposit_growth"}
    }
    assert (
        {name for name, amount in found.above.items() if amount == 100}
        == own
        >= {"deposit_growth", "deposit_stability"}
    )
    assert {name: found.above[name] for name in ("mobile_active", "mobile_active_rate")} == dict.fromkeys(
        ("mobile_active", "mobile_active_rate"), 2
    )
    assert found.under == {"demand_share": 100, "deposit_stability": 100}
    assert touched("deposit_growth") >= {"deposit_avg", "demand_share"} and "loan_avg" not in touched("deposit_growth")


JULY = date(2026, 7, 1)
OPEN = Whole(JULY, date(2026, 7, 20), Decimal(60), Decimal("0.5"))
MONTHS = [
    Whole(date(2026, month, 1), date(2026, month, 28), Decimal(points), Decimal(0))
    for month, points in zip(range(1, 7), (80, 82, 81, 85, 84, 86), strict=True)
]
KEPT = [(one.month, one.month.replace(day=20), one.earned - 20) for one in MONTHS]  # each stood 20 lower on its 20th


def test_landing_goes_by_the_same_days() -> None:
    other = [(MONTHS[0].month, date(2026, 1, 19), Decimal(1)), (MONTHS[1].month, date(2026, 2, 10), Decimal(1))]
    found = landing([OPEN, *MONTHS], [*other, *KEPT], JULY)
    assert found and (found.method, found.months, found.expected) == ("same_days", 6, Decimal("80.50"))
    assert found.low == found.high == found.expected


def test_landing_without_such_days_goes_by_months() -> None:
    far = [(month, day.replace(day=10), earned) for month, day, earned in KEPT]
    found = landing([OPEN, *MONTHS], far, JULY)
    assert found and (found.method, found.months) == ("months", 5)
    assert found.low < found.expected == Decimal("60.50") < found.high


def test_landing_says_when_it_cannot_know() -> None:
    found = landing([OPEN, *MONTHS[-2:]], [], JULY)
    assert found and found.method == "none" and found.low == found.high == found.total
    assert landing(MONTHS, KEPT, JULY) is None


@given(st.lists(st.integers(-500, 500).map(lambda n: Decimal(n) / 100), min_size=1), st.integers(0, 10))
def test_quantiles_stay_inside_and_in_order(values: list[Decimal], tenth: int) -> None:
    share = Decimal(tenth) / 10
    assert min(values) <= quantile(values, share) <= max(values)
    assert quantile(values, share) <= quantile(values, max(share, Decimal("0.9")))
