"""Figures and rows of people working away are for those with the page about them; before the first stock nothing is known."""

from __future__ import annotations

import pytest

from data.errors import Forbidden
from data.listing import listing
from data.metrics.registry import metrics
from data.query import ask, stock_days
from data.scope import Asker, acting
from tests.query.conftest import PROVINCE

OFFICER = Asker.of("o", "officer", "officer", "province", None)
OURS = [one.name for one in metrics().values() if "page:migrants" in one.right]


def test_every_figure_about_them_needs_the_right():
    assert {"migrant_workers", "migrant_coverage", "policy_reached", "centre_cases"} & set(metrics()) <= set(OURS)
    assert len(OURS) > 30


@pytest.mark.parametrize("name", ["migrant_workers", "migrant_coverage", "migrant_deposit_balance", "migrants_left"])
def test_who_may_not_open_the_page_gets_no_figure(province, name):
    with acting(OFFICER), pytest.raises(Forbidden):
        ask(name)
    with acting(OFFICER):
        assert ask("households_today").value("households_today") is not None


@pytest.mark.parametrize("name", ["worker", "worker_activity", "centre_case"])
def test_nor_any_row(province, name):
    with acting(OFFICER), pytest.raises(Forbidden):
        listing(name)


def test_before_the_first_stock_there_is_none_rather_than_nobody(province):
    with acting(PROVINCE):
        frame = ask(["migrant_workers", "migrants_left"], by="month").frame
        first = f"{stock_days()[0]:%Y-%m}"
        alone = ask("migrant_workers", by="month").frame.set_index("month")["migrant_workers"]
    known = frame[frame["month"] >= first].set_index("month")["migrant_workers"]
    assert (frame["month"] < first).any() and frame[frame["month"] < first]["migrant_workers"].isna().all()
    assert known.astype(int).to_dict() == alone.astype(int).to_dict()
