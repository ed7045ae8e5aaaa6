"""A copy restored elsewhere shows the same figures and goes on from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, insert

from data.errors import BadRequest, Conflict, NotFound
from data.ops.engine import connect, migrate, writing
from data.ops.schema import visits
from data.ops.tail import rows_since, safe_bound
from data.query import ask
from data.scope import Asker, acting
from docs.deploy.backup import back_up, copy_database, counter
from docs.deploy.go_back import go_back, kept
from docs.deploy.restore import advance, restore, restore_database
from etl.publish import pointer
from etl.run import run_pass
from tests.own_data.conftest import bank, in_force, lake_settings, published  # noqa: F401  fixtures
from tests.own_data.files import deliver
from tests.own_data.organisation import LAST, Organisation
from tests.postgres import cluster

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("own_data")]
EVERYTHING = Asker.of("test", "test", "executive", "province", None)


def figures(home: Path) -> list[dict[str, object]]:
    """What a screen of that home would show by branch."""
    with in_force(home), acting(EVERYTHING):
        return ask(["visits_ytd", "households_ytd"], by=["branch"], as_of=LAST, order="branch").frame.to_dict("records")


@pytest.fixture(scope="module")
def copy(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """A copy of the second bank, with a photo in it."""
    photo = published / "files" / "ab" / "photo.jpg"
    photo.parent.mkdir(parents=True, exist_ok=True)
    photo.write_bytes(b"a photo")
    target = tmp_path_factory.mktemp("backup") / "first"
    back_up(lake_settings(published), target)
    return target


@pytest.fixture(scope="module")
def elsewhere(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """HOME of a restored copy."""
    home = tmp_path_factory.mktemp("elsewhere") / "home"
    restore(lake_settings(home), copy)
    return home


def test_figures_and_photos_are_the_same(published: Path, elsewhere: Path):  # noqa: F811
    assert figures(elsewhere) == figures(published) != []
    assert (elsewhere / "files" / "ab" / "photo.jpg").read_bytes() == b"a photo"


def test_the_etl_goes_on_where_it_was(elsewhere: Path, bank: Organisation):  # noqa: F811
    day = LAST + timedelta(days=1)
    new = bank.feeds["visit"][0] | {"visit_id": "V/new", "started_at": datetime.combine(day, datetime.min.time())}
    with in_force(elsewhere) as chosen:
        # what the first pass left: verdicts on the visits, then the cases opened on them
        assert [run_pass(chosen).status for _pass in range(3)] == ["published", "published", "unchanged"]
        deliver(elsewhere, day, {"visit": [new | {"ended_at": new["started_at"]}]})
        assert run_pass(chosen).status == "published"


def test_an_earlier_publication_can_be_shown_again(elsewhere: Path):
    chosen = lake_settings(elsewhere)
    newest, *older = kept(chosen)
    go_back(chosen, older[-1])
    assert pointer(elsewhere)["snapshot_id"] == older[-1] != newest
    with pytest.raises(NotFound):
        go_back(chosen, "never")


def test_nothing_is_restored_over_what_lives(published: Path, copy: Path):  # noqa: F811
    with pytest.raises(Conflict):
        restore(lake_settings(published), copy)


def test_half_a_copy_is_refused(tmp_path: Path):
    with pytest.raises(BadRequest):
        restore(lake_settings(tmp_path / "home"), tmp_path)


def test_a_later_copy_links_what_did_not_change(published: Path, copy: Path, tmp_path: Path):  # noqa: F811
    later = back_up(lake_settings(published), copy.parent / "second", copy).parent
    parquet = next((copy / "lake").rglob("*.parquet")).relative_to(copy)
    assert (later / parquet).samefile(copy / parquet)


@pytest.fixture
def two_clusters() -> Iterator[tuple[str, str]]:
    """Operations databases in two clusters; the first has counted many more transactions."""
    with cluster() as first, cluster() as second:
        urls = tuple(f"postgresql+psycopg://postgres@{place}/ops" for place in (first, second))
        for place in (first, second):
            with psycopg.connect(f"postgresql://postgres@{place}/postgres", autocommit=True) as connection:
                connection.execute("create database ops")
        advance(f"postgresql://postgres@{first}/ops", 40_000)
        yield urls


def visit(number: int) -> dict[str, object]:
    """A visit as the API stores it."""
    at = datetime(2026, 3, 18, 9, number)
    names = {"client_uuid": f"uuid-{number}", "visit_no": f"no-{number}"}
    facts = {"staff_id": "K7-0001", "household_id": "HH.0001", "purpose": "complaint", "result": "resolved"}
    return names | facts | {"started_at": at, "ended_at": at, "received_at": at, "is_mock": False}


def post(engine: Engine, number: int) -> None:
    """Store a visit."""
    with writing(engine) as connection:
        connection.execute(insert(visits).values(**visit(number)))


def test_another_cluster_loses_no_new_visit(two_clusters: tuple[str, str], tmp_path: Path):
    first, second = connect(two_clusters[0]), connect(two_clusters[1])
    migrate(first)
    post(first, 1)
    bound = safe_bound(first)  # what a publication would store: visit 1 is history
    post(first, 2)
    copy_database(two_clusters[0], tmp_path / "ops")
    counted = counter(two_clusters[0])
    restore_database(tmp_path / "ops", two_clusters[1])
    assert safe_bound(second) < bound  # the other cluster has not counted that far: without help visit 3 would be lost
    advance(two_clusters[1].replace("+psycopg", ""), counted)
    post(second, 3)
    live = rows_since(second, "visits", bound, safe_bound(second))
    assert live["client_uuid"].to_pylist() == ["uuid-2", "uuid-3"]


def test_settings_of_the_other_kind_are_refused(copy: Path, tmp_path: Path):
    chosen = replace(lake_settings(tmp_path / "home"), database_url="postgresql+psycopg://nobody@127.0.0.1:1/ops")
    with pytest.raises(BadRequest):
        restore(chosen, copy)
