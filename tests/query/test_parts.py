"""Small parts: metric cards, masks, periods, the cache, listings."""

from __future__ import annotations

import threading
import time
from datetime import date, datetime, timedelta

import pytest

from data.errors import BadRequest, Forbidden
from data.listing import latest_live, listing
from data.listing_spec import specs
from data.live.arrivals import MOST_PHOTOS, Arrivals, Photo
from data.masking import mask_id, mask_name, mask_phone
from data.metrics.registry import metric, metrics
from data.metrics.sources import SOURCES
from data.period import AsOf, Period, group_ends, span, window
from data.query.cache import AnswerCache
from data.scope import Asker, acting
from tests.query.conftest import PROVINCE
from tests.query.sample import RawVisit
from tests.query.test_recount import ENTITY

VISITS = [
    RawVisit(f"v{n}", f"S{n % 4 + 1}", f"H{n % 12}", datetime(2026, 1 + n % 3, 10, 9, n), customer_id=f"C{n % 12}")
    for n in range(12)
]
LAST = date(2026, 3, 31)


@pytest.mark.parametrize("name", sorted(metrics()))
def test_every_metric_has_a_whole_card_in_both_languages(name: str):
    one = metric(name)
    for text in (one.label, one.short, one.definition, one.formula, one.unit, one.owner):
        assert text.zh and text.en
    assert not any("\u4e00" <= c <= "\u9fff" for c in one.label.en + one.definition.en + one.formula.en)
    assert one.dimensions and set(one.levels) <= {*one.dimensions, "province"}


def test_metrics_the_pages_stand_on_are_there():
    contract = """households_today households_mtd households_ytd households visits_today visits_mtd visits_ytd visits
    managers_out_today managers_out_mtd managers managers_out_now out_rate_today visits_per_manager_mtd
    households_per_manager_mtd satisfaction_mtd satisfaction_today satisfaction_ytd reach_rate_ytd households_total
    villages_total villages_reached_ytd villages_untouched_ytd dwell_minutes_mtd households_per_1000"""
    assert set(contract.split()) <= set(metrics())


def test_every_count_has_a_source_that_answers_everything():
    for one in metrics().values():
        if one.kind == "count":
            assert any(not SOURCES[name].leveled for name in one.expressions), one.name


@pytest.mark.parametrize(
    ("mask", "came", "shown"),
    [
        (mask_name, "田小友", "田*友"), (mask_name, "杨花", "杨*"), (mask_name, "欧阳小友", "欧**友"), (mask_name, "", ""),
        (mask_phone, "10012345678", "100****5678"), (mask_phone, "1234567", "****"), (mask_phone, None, ""),
        (mask_id, "520111198001010012", "520111****12"), (mask_id, "52011112", "****"),
    ],
)  # fmt: skip
def test_masks(mask, came, shown):
    assert mask(came) == shown


def test_customers_are_masked_unless_asked_with_the_right(serve):
    serve(VISITS)
    with acting(PROVINCE):
        masked, plain = listing("customer").frame, listing("customer", unmask=True).frame
    assert (
        masked["name"].str.contains("*", regex=False).all() and not plain["name"].str.contains("*", regex=False).any()
    )
    assert masked["phone"].str.match(r"100\*{4}\d{4}").all() and masked["id_no"].str.match(r"520111\*{4}\d\d").all()
    with acting(Asker.of("a", "a", "analyst", "province", None)), pytest.raises(Forbidden):
        listing("customer", unmask=True)
    with acting(Asker.of("a", "a", "analyst", "province", None)):
        assert listing("customer").frame["birth_date"].isna().all()


def test_visits_are_listed_newest_first_with_names(serve):
    serve(VISITS)
    with acting(PROVINCE):
        found = listing("visit", where={"month": "2026-03"}, limit=2, as_of=LAST)
        older = listing("visit", limit=100, as_of=LAST)
    assert found.total == 4 and found.frame["started_at"].is_monotonic_decreasing
    assert found.frame["staff_name"].notna().all() and "*" in found.frame["customer_name"][0]
    assert older.total == len(older.frame) == 12


@pytest.mark.parametrize(
    "asked", [{"where": {"x": 1}}, {"order": "nothing"}, {"limit": 0}, {"where": {"staff": "S99"}}]
)
def test_listings_refuse_what_they_do_not_know(serve, asked: dict):
    serve(VISITS)
    with acting(PROVINCE), pytest.raises(BadRequest):
        listing("visit", **asked)


def test_listings_refuse_units_outside(serve):
    serve(VISITS)
    with acting(ENTITY), pytest.raises(Forbidden):
        listing("visit", where={"branch": "B3"})


def test_listings_declare_what_their_tables_have():
    for spec in specs().values():
        assert {term.lstrip("-") for term in spec.order} <= set(spec.own_columns) and set(spec.names) <= set(
            spec.columns
        )


@pytest.mark.parametrize(
    ("low", "high", "by", "grain"),
    [
        ("2026-03-01", "2026-03-31", (), "month"), ("2026-03-02", "2026-03-31", (), None),
        ("2026-01-01", "2026-03-05", (), "year"), ("2026-03-05", "2026-03-05", (), "day"),
        ("2025-12-01", "2026-01-05", ("month",), "month"), ("2026-01-10", "2026-03-05", ("month",), None),
        ("2025-01-01", "2026-03-05", ("year",), "year"), ("2025-02-01", "2026-03-05", ("year",), None),
        ("2026-01-10", "2026-03-05", ("day",), "day"), ("2025-12-01", "2026-01-31", (), None),
    ],
)  # fmt: skip
def test_what_leveled_sources_count_exactly(low: str, high: str, by: tuple, grain: str | None):
    assert Period(date.fromisoformat(low), date.fromisoformat(high)).grain(by) == grain


def test_windows_end_at_as_of():
    as_of = AsOf.parse("2026-02-28T10:00")
    assert window("month", as_of) == Period(date(2026, 2, 1), date(2026, 2, 28)) and as_of.moment
    assert span("month", "2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert group_ends(Period(date(2026, 1, 30), date(2026, 2, 3)), "month")[-1] == (date(2026, 2, 1), date(2026, 2, 3))


def test_the_cache_is_bounded_and_computes_once():
    kept, computed = AnswerCache(2), []

    def compute(key: int):
        computed.append(key)
        time.sleep(0.02)
        return key

    askers = [threading.Thread(target=kept.get, args=(1, lambda: compute(1), lambda _v: 1)) for _ in range(5)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    for key in (2, 3, 1):
        kept.get(key, lambda key=key: compute(key), lambda _v: 1)
    assert computed == [1, 2, 3, 1]


def test_newest_rows_and_their_number_need_no_reading_of_all(serve):
    kept, source = serve(VISITS)
    source.send(RawVisit("late", "S1", "H0", datetime(2026, 3, 30, 9, 0), customer_id="C0"))
    kept.tick()
    with acting(PROVINCE):
        every = listing("visit", where={"staff": "S1"}, order="started_at", limit=50).frame
        newest = listing("visit", where={"staff": "S1"}, limit=2)
        following = listing("visit", where={"staff": "S1"}, limit=2, offset=2)
    backwards = every["visit_id"].tolist()[::-1]
    assert [*newest.frame["visit_id"], *following.frame["visit_id"]] == backwards[:4]
    assert newest.total == following.total == len(every) == 4


def test_the_last_live_moment_of_each_key_is_inside_the_scope(serve):
    kept, source = serve(VISITS)
    with acting(ENTITY):
        assert latest_live("visit", "customer_id", {}) == {}
        for staff, household, customer in (("S1", "H0", "C0"), ("S1", "H4", None), ("S3", "H2", "C2")):
            moment = datetime(2026, 3, 30, 9, 0)
            source.send(RawVisit(f"late {household}", staff, household, moment, customer_id=customer))
        kept.tick()
        assert latest_live("visit", "customer_id", {}) == {"C0": datetime(2026, 3, 30, 9, 0)}
    with acting(PROVINCE):
        assert set(latest_live("visit", "customer_id", {})) == {"C0", "C2"}


def test_a_photo_sent_late_pushes_no_newer_one_out():
    arrivals, day = Arrivals(), datetime(2026, 11, 25)
    arrivals.add_photos([Photo(1, "new", "v1", "n1", "S1", day)])
    late = [Photo(2 + n, f"old{n}", "v", "n", "S1", day - timedelta(minutes=1 + n)) for n in range(2 * MOST_PHOTOS)]
    arrivals.add_photos(late)
    assert arrivals.photos_since(0)[0].photo_id == "new" and len(arrivals.photos) == MOST_PHOTOS
    arrivals.add_photos(late[:3])  # read again: known
    assert len({photo.photo_id for photo in arrivals.photos}) == MOST_PHOTOS
    arrivals.add_photos([Photo(5000, "newest", "v2", "n2", "S1", day + timedelta(minutes=1))])
    assert [photo.photo_id for photo in arrivals.photos_since(5000)] == ["newest"]
