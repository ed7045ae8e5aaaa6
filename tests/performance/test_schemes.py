"""Scheme documents: those that are delivered hold; what is wrong in one is said in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.errors import SchemeInvalid
from data.performance.difference import diff
from data.performance.document import parse
from data.performance.indicators import GROUPS, indicators
from data.performance.library import FOLDER, checked, in_force, scheme, schemes
from data.performance.rules import NAMES
from data.performance.scheme import LEVELS, POSTS

DOCUMENT = (FOLDER / "manager" / "v2.yaml").read_text("utf-8")


def test_each_post_and_level_has_a_scheme_in_force() -> None:
    assert set(in_force(date(2025, 11, 1))) == {*POSTS, *LEVELS}


def test_weights_sum_to_a_hundred_in_four_groups() -> None:
    assert {s.key: (sum(s.weights.values()), set(s.weights)) for s in schemes()} == {
        s.key: (Decimal(100), set(GROUPS)) for s in schemes()
    }


def test_every_kind_of_rule_and_24_indicators_are_in_use() -> None:
    items = [item for s in schemes() for item in s.items]
    assert {NAMES[type(item.rule)] for item in items} == set(NAMES.values())
    assert len({item.indicator for item in items}) >= 24


def test_the_version_of_the_month_counts() -> None:
    assert [in_force(date(2026, month, 1))["manager"].version for month in (6, 7)] == [1, 2]
    with pytest.raises(SchemeInvalid, match="manager v2 must begin after manager v1"):
        checked([scheme("manager", 1), replace(scheme("manager", 2), effective_from=date(2025, 1, 1))])


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("weight: 12, target: feed", "weight: 13, target: feed", "deposit: the items' weights sum to 31, the group's"),
        ("weight: 30\n", "weight: 31\n", "the group's weight is 31"),
        ("indicator: loan_avg", "indicator: loan_average", "loan_average: there is no such indicator"),
        ("effective_from: 2026-07-01", "effective_from: 2026-07-02", "the first day of a month is needed"),
        ("version: 2", "version: two", "version is 'two'"),
        ("{floor: 0, cap: 1.1}", "{floor: 2, cap: 1.1}", "the floor 2 is above the cap 1.1"),
        ("{linear: {}}", "{lineal: {}}", "one rule is needed, of linear, tiered"),
        ("phasing: spring", "phasing: autumn", "there is no phasing 'autumn'; there are even, spring"),
        ("93, 100]", "93, 99]", "end at 100"),
        ("{from: 0.015, points: 4}", "{from: 0.015, points: 6}", "points must never rise"),
        ("{top: 1, points: 1}", "{top: 0.9, points: 1}", "the last one is 1"),
        ("weight: 0, rule: {veto", "weight: 1, rule: {veto", "a veto carries no weight"),
        ("{above: 2.5}", "{over: 2.5}", "when needs above or below"),
        ("target: {fixed: 0.9}, rule", "rule", "this rule needs a target"),
        ("unmeasured: 0.6", "unmeasurable: 0.6", "unmeasurable mean nothing here"),
        ("indicator: complaints", "indicator: first_loans", "a deduction and a veto above are for what should be less"),
        ("scheme: manager", "scheme: entity", "an entity has no peers within itself"),
        ("title: {zh: 客户经理考核方案, en: Customer managers}", "title: Managers", "title needs a text in zh and one in en"),
        ("groups:", "groups: [", "it is not YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(was: str, becomes: str, says: str) -> None:
    assert was in DOCUMENT
    with pytest.raises(SchemeInvalid) as refused:
        parse(DOCUMENT.replace(was, becomes, 1))
    assert says in str(refused.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = (
        DOCUMENT.replace("version: 2", "version: 0").replace("cap: 1.1", "cap: 3").replace("zh: 客户", "ch: 客户", 1)
    )
    with pytest.raises(SchemeInvalid) as refused:
        parse(wrong)
    assert len(refused.value.problems) >= 3


def test_numbers_are_exact() -> None:
    item = next(i for i in scheme("manager", 2).items if i.indicator == "demand_share")
    assert item.unmeasured == Decimal("0.6") and item.rule.cap == Decimal("1.1")  # type: ignore[union-attr]


def test_a_version_differs_from_itself_in_nothing() -> None:
    assert diff(scheme("branch", 1), scheme("branch", 1)) == ()


def test_the_difference_names_weights_rules_and_new_lines() -> None:
    changes = {(c.kind, c.indicator, c.field): c for c in diff(scheme("manager", 1), scheme("manager", 2))}
    weight = changes["changed", "deposit_avg", "weight"]
    assert (weight.before, weight.after) == (Decimal(20), Decimal(12))
    assert changes["added", "merchant_active", "item"].before is None
    assert ("changed", "npl_ratio", "rule") in changes


def test_the_difference_one_way_is_the_other_way_round() -> None:
    there = {(c.group, c.indicator, c.field, repr(c.before), repr(c.after)) for c in diff(*_managers())}
    back = {(c.group, c.indicator, c.field, repr(c.after), repr(c.before)) for c in diff(*reversed(_managers()))}
    assert there == back


def _managers():
    return [scheme("manager", 1), scheme("manager", 2)]


def test_the_folder_names_what_the_document_is(tmp_path: Path) -> None:
    from data.performance.library import read

    (tmp_path / "manager").mkdir()
    (tmp_path / "manager" / "v3.yaml").write_text(DOCUMENT, "utf-8")
    with pytest.raises(SchemeInvalid, match=r"v3\.yaml holds manager v2"):
        read(tmp_path)


def test_each_indicator_is_in_both_languages() -> None:
    assert len(indicators()) >= 24
    assert all(i.label.zh != i.label.en and i.definition.zh != i.definition.en for i in indicators().values())
