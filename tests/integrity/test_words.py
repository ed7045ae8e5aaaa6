"""Every finding has its sentence in both languages; no sentence accuses anybody; limits are what an entity has of its own."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from data.i18n import speaking
from data.integrity import Finding, judge, limits
from data.integrity.judge import FLAGGED, VERIFIED
from data.integrity.limits import parse
from data.integrity.quality import Rate
from data.integrity.words import SENTENCES, distance_of, reasons, sentence, tone, weighed
from tests.integrity.made import facts, visit

ACCUSING = re.compile("fake|fraud|cheat|lie|假|骗|造|谎")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("check", sorted(SENTENCES))
def test_each_finding_is_a_sentence_and_accuses_nobody(check, language):
    with speaking(language):
        said = sentence(Finding(check, "odd", 4_000, 700, 60, "N-1"))
    assert len(said) > 6 and not ACCUSING.search(said) and "%(" not in said
    assert bool(re.search("[一-鿿]", said)) == (language == "zh")


def test_what_cannot_be_verified_reads_neutral():
    with speaking("en"):
        (only,) = reasons({"trust_findings": None, "distance_m": None, "lon": None, "accuracy_m": None})
    assert only.tone == "muted" and "speaks against nobody" in only.text


def test_a_verified_visit_says_how_far_it_was():
    with speaking("en"):
        (only,) = reasons(
            {"trust_findings": None, "distance_m": 34.6, "lon": 106.7, "accuracy_m": 12.0, "entity_id": "E1"}
        )
    assert only.tone == "good" and only.text.startswith("35 m from the address")


IN_THE_FIELD = {"distance_m": 1_400.0, "lon": 106.7, "accuracy_m": 10.0, "entity_id": "E1"}


def test_a_distance_that_asks_for_no_review_is_no_warning():
    plausible = IN_THE_FIELD | {
        "trust_grade": "plausible",
        "trust_findings": '[["distance","out_of_range",1400,220,30]]',
    }
    far = IN_THE_FIELD | {"distance_m": 1_600.0, "trust_grade": None}
    assert tone(distance_of(plausible), plausible) == "note" and tone(distance_of(far), far) == "warn"
    assert tone(distance_of(plausible), plausible | {"trust_grade": "flagged"}) == "warn"
    with speaking("en"):
        assert "takes 30 off, 70 of 100" in weighed(plausible) and "Up to 1.5 km" in weighed(plausible)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("grade", ["verified", "plausible", "unverifiable", "flagged"])
def test_each_grade_says_what_was_weighed(grade, language):
    with speaking(language):
        said = weighed({"trust_grade": grade, "trust_findings": '[["brief","odd",100,150,30]]'})
    assert len(said) > 15 and not ACCUSING.search(said) and bool(re.search("[一-鿿]", said)) == (language == "zh")


def test_an_entity_may_have_limits_of_its_own():
    wider = replace(limits(), entities={"E2": {"near_m": 800}})
    both = facts(visit(off=5_00), visit(off=500, staff="S2", entity_id="E2"))
    assert [int(grade) for grade in judge(both, wider).grade] == [1, VERIFIED]
    with pytest.raises(ValueError, match="cannot differ"):
        replace(limits(), entities={"E2": {"photo_m": 10}})
    with pytest.raises(ValueError, match="no limit"):
        parse(
            {"version": 1, "default": {"near_m": 1}, "weights": {}, "flag_below": 50, "entities": {"E2": {"naer_m": 2}}}
        )


def test_cases_tell_limits_apart_though_nobody_renamed_the_version():
    lighter = replace(limits(), weights=limits().weights | {"far": 20})
    assert lighter.version == limits().version and lighter.digest != limits().digest
    with pytest.raises(ValueError, match="11 characters"):
        replace(limits(), version="november 2026")


def test_a_limit_changed_changes_the_verdict():
    strict = replace(limits(), default=limits().default | {"far_m": 300})
    assert judge(facts(visit(off=400)), strict).grade[0] == FLAGGED


def test_intervals_hold_the_share_and_narrow_with_more():
    few, many = Rate(9, 10), Rate(900, 1000)
    assert few.low < 0.9 < few.high and many.high - many.low < few.high - few.low
    assert (round(few.low, 4), round(few.high, 4)) == (0.5958, 0.9821)
    assert Rate(0, 0).value is None and (Rate(0, 0).low, Rate(0, 0).high) == (0.0, 1.0)
