"""Heads of households are found by name and initials, inside the asker's scope alone, by those who may see names."""

from __future__ import annotations

import pytest

from data.errors import Forbidden
from data.listing import listing
from data.scope import Asker, acting
from data.search import headed
from tests.query.conftest import PROVINCE


@pytest.fixture
def branch(serve) -> str:
    """An outlet of a publication from before households had initials."""
    serve()
    with acting(PROVINCE):
        return listing("household", {}).frame["branch_id"].iloc[0]


def test_by_name_while_an_earlier_publication_has_no_initials(branch):
    with acting(PROVINCE):
        own = set(listing("household", {"branch": branch}).frame["household_id"])
        assert set(headed(branch, "户主")) == own and headed(branch, "hz") == []


def test_nobody_outside_is_found(branch):
    with acting(PROVINCE):
        rows = listing("household", {"branch": branch}).frame
    with acting(Asker.of("m", "人", "manager", "staff", rows["staff_id"].iloc[0])):
        assert set(headed(branch, "户主")) == set(
            rows.loc[rows["staff_id"] == rows["staff_id"].iloc[0], "household_id"]
        )
    with acting(Asker.of("b", "点", "branch_head", "branch", "elsewhere")):
        assert headed(branch, "户主") == []


def test_who_may_see_no_names_finds_none(branch):
    with acting(Asker.of("a", "析", "analyst", "province", None)), pytest.raises(Forbidden):
        headed(branch, "户主")
