"""No question of any role returns a row outside its subtree: cold, warm, and after another role warmed the cache."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import Forbidden, QianhuiError
from data.listing import listing, specs
from data.metrics.registry import metrics
from data.query import ask, ranking
from data.query.ask import cache
from data.scope import Asker, Node, acting
from data.search import search
from data.serving import reading, snapshot

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


@pytest.mark.parametrize("warmed", ["cold", "warm", "warmed by the province"])
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
