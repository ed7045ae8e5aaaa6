"""No question of any role returns a row outside its subtree: cold, warm, and after another role warmed the cache."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import Forbidden, QianhuiError
from data.listing import listing
from data.listing_spec import specs
from data.metrics.registry import metric, metrics
from data.query import ask, ranking
from data.query.ask import cache
from data.scope import Asker, Node, acting
from data.search import search
from data.serving import reading, snapshot
from tests.tiers import every

PROVINCE = Asker.of("t0", "省", "executive", "province", None)
SPLITS = (
    [],
    ["entity"],
    ["branch"],
    ["staff"],
    ["county"],
    ["month", "entity"],
    ["entity", "staff"],
    ["purpose", "branch"],
    ["destination_province"],
    ["centre"],
    ["county", "centre"],
    ["month", "destination_city"],
)


@pytest.fixture(scope="module")
def askers(province: Path) -> list[Asker]:
    """One of each narrower role, on a busy unit."""
    with acting(PROVINCE):
        busy = ask(["visits_ytd"], by=["entity", "branch", "staff"], as_of=snapshot().as_of_date).frame.iloc[0]
    return [
        Asker.of("t1", "社", "entity_head", "entity", busy["entity"]),
        Asker.of("t2", "点", "branch_head", "branch", busy["branch"]),
        Asker.of("t3", "人", "manager", "staff", busy["staff"]),
    ]


@pytest.fixture(scope="module")
def centre(province: Path) -> Asker:
    """The head of the centre at whose place most people work."""
    with acting(PROVINCE):
        frame = ask("migrant_workers", by="centre", where={"destination_province": used("destination_province")}).frame
    return Asker.of("t4", "心", "centre_head", "centre", frame.iloc[0]["centre"])


def used(dimension: str) -> str:
    """The unit of ``dimension`` with most people working away."""
    with acting(PROVINCE):
        return ask("migrant_workers", by=dimension, limit=1).frame.iloc[0][dimension]


def inside(asker: Asker) -> dict[str, set[str]]:
    """Ids of units an asker may meet in answers, from the raw tables: with everybody who ever held a post there."""
    column = {"entity": "entity_id", "branch": "branch_id", "staff": "staff_id"}[asker.scope_level]
    with reading() as state:

        def ids(level: str, table: str) -> set[str]:
            sql = f"select distinct {level}_id from {state.schema}.{table} where {column} = ?"
            return {key for (key,) in state.cursor().execute(sql, [asker.scope_id]).fetchall()}

        return {
            level: ids(level, "fct_visit") | ids(level, "dim_staff_post") for level in ("entity", "branch", "staff")
        }


def questions(seed: int) -> Iterator[tuple[list[str], list[str], object]]:
    """Random metrics, splits and days; the same for the same seed."""
    dice, names = random.Random(seed), sorted(set(metrics()) - {"managers_out_now"})
    last = snapshot().as_of_date
    for _ in range(30):
        day = last - timedelta(days=dice.randrange(40))
        yield dice.sample(names, 2), dice.choice(SPLITS), dice.choice([day, f"{day}T11:30:00"])


def answers(asker: Asker, seed: int):
    with acting(asker):
        for names, by, as_of in questions(seed):
            try:
                yield ask(names, by=by, as_of=as_of).frame
            except QianhuiError:
                continue


@pytest.mark.parametrize("warmed", every(2, ["warmed by the province", "warm", "cold"]))
def test_no_answer_reaches_beyond_the_subtree(province: Path, askers: list[Asker], warmed: str):
    seen = 0
    for asker in askers:
        cache.clear()
        if warmed != "cold":
            list(answers(PROVINCE if "province" in warmed else asker, 5))
        allowed = inside(asker)
        for frame in answers(asker, 5):
            for level in {"entity", "branch", "staff"} & set(frame.columns):
                assert set(frame[level].dropna()) <= allowed[level], (asker.scope, frame.columns)
                seen += len(frame)
    assert seen > 50


def test_the_whole_of_a_part_is_the_parts_row_of_the_whole(province: Path, askers: list[Asker]):
    names, day = ["visits_mtd", "households_mtd", "households_ytd", "managers"], snapshot().as_of_date
    for asker in askers:
        with acting(PROVINCE):
            outer = ask(names, where={asker.scope_level: asker.scope_id}, as_of=day).frame
        with acting(asker):
            assert ask(names, as_of=day).frame.equals(outer)


@pytest.mark.parametrize("name", sorted(specs()))
def test_listings_stay_inside(province: Path, askers: list[Asker], name: str):
    spec = specs()[name]
    for asker in askers if spec.scoped else []:
        if spec.open and asker.scope_level not in spec.filters:
            continue
        with acting(asker):
            try:
                frame = listing(name, limit=2000).frame
            except Forbidden:
                continue
        column = spec.filters[asker.scope_level]
        assert set(frame[column].dropna()) <= {asker.scope_id}


def stands_on_centres(name: str) -> bool:
    """Whether every count of the metric can be cut to a centre."""
    one = metric(name)
    return all("centre" in metric(part).dimensions for part in one.parts or (name,))


@pytest.mark.parametrize("name", sorted(metrics()))
def test_a_centre_gets_its_own_figure_or_none(province: Path, centre: Asker, name: str):
    with acting(centre):
        if not stands_on_centres(name):
            with pytest.raises(Forbidden):
                ask([name])
            return
        mine = ask([name])
    with acting(PROVINCE):
        assert mine.frame.equals(ask([name], where={"centre": centre.scope_id}).frame)


@pytest.mark.parametrize("name", sorted(specs()))
def test_listings_of_a_centre_hold_its_own_rows_or_are_refused(province: Path, centre: Asker, name: str):
    spec = specs()[name]
    with acting(centre):
        if "centre" in spec.filters:
            rows = listing(name, limit=100_000)
            assert set(rows.frame[spec.filters["centre"]]) <= {centre.scope_id}
            with pytest.raises(Forbidden):
                listing(name, where={"centre": other_centre(centre)})
        elif not spec.open:
            with pytest.raises(Forbidden):
                listing(name)


def other_centre(centre: Asker) -> str:
    with reading() as state:
        return next(key for key in state.names.units("centre") if key != centre.scope_id)


def test_a_centre_does_not_reach_beyond_its_place(province: Path, centre: Asker):
    own, other = Node("centre", centre.scope_id), other_centre(centre)
    with acting(centre):
        assert (Node.top(), Node.parse(None), Node.parse(str(own))) == (own, own, own)
        assert (own.ancestors(), own.siblings(), own.children(), own.children_dimension) == ([], [own], [], None)
        for text in ("province", f"centre:{other}", "centre:nothing", f"entity:{used('entity')}"):
            with pytest.raises(Forbidden):
                Node.parse(text)
        with pytest.raises(Forbidden):
            ask("migrant_workers", where={"centre": other})
        assert [hit for word in ("张", "农", "w", "1") for hit in search(word)] == []
        assert set(ask("migrant_workers", by="centre", complete=True).frame["centre"]) == {centre.scope_id}
    with acting(PROVINCE):
        assert [str(node) for node in own.ancestors()] == ["province"] and len(own.siblings()) > 1
        assert own.name and own.name != centre.scope_id


def test_an_entity_sees_its_workers_at_every_centre(province: Path, askers: list[Asker]):
    for asker in askers:
        with acting(PROVINCE):
            outer = ask("migrant_workers", by="centre", where={asker.scope_level: asker.scope_id}).frame
        with acting(asker):
            assert ask("migrant_workers", by="centre").frame.equals(outer)
            rows = listing("worker", limit=100_000)
        assert rows.total == outer["migrant_workers"].sum()


def test_a_warmed_answer_stays_with_its_scope(province: Path, centre: Asker, askers: list[Asker]):
    answers = []
    for asker in (PROVINCE, askers[0], centre, PROVINCE, centre):
        with acting(asker):
            answers.append(ask("migrant_workers").value("migrant_workers"))
    assert answers[0] == answers[3] and answers[2] == answers[4] and answers[2] < answers[0] > answers[1]


def test_nodes_outside_are_refused(province: Path, askers: list[Asker]):
    with acting(PROVINCE):
        others = [node for node in Node("province").children() if node.id != askers[0].scope_id]
    for asker in askers:
        with acting(asker):
            for text in ("province", str(others[0]), str(others[0].level) + ":nothing"):
                with pytest.raises(Forbidden):
                    Node.parse(text)
            with pytest.raises(Forbidden):
                ask(["visits_mtd"], where={"entity": others[0].id})


def test_breadcrumb_menus_stay_inside(province: Path, askers: list[Asker]):
    for asker in askers:
        allowed = inside(asker)
        with acting(asker):
            top = Node.top()
            for node in [*top.siblings(), *top.children(), *top.ancestors()]:
                assert node.id in allowed[node.level]


def test_search_finds_nobody_outside(province: Path, askers: list[Asker]):
    for asker in askers:
        allowed = inside(asker)
        with acting(asker):
            hits = [hit for word in ("张", "农", "w", "1") for hit in search(word)]
        assert all(hit.id in allowed[hit.kind] for hit in hits if hit.kind != "customer")
        with acting(asker):
            own = set(listing("customer", limit=100_000).frame["customer_id"])
        assert {hit.id for hit in hits if hit.kind == "customer"} <= own


def test_rankings_hold_every_unit_of_the_scope_and_no_other(province: Path, askers: list[Asker]):
    entity = askers[0]
    with acting(entity):
        frame = ranking("visits_mtd", "branch").frame
        expected = {node.id for node in Node.top().children()}
    assert set(frame["branch"]) == expected
