"""An answer put together from kept parts says what one query over everything says, before and after a visit comes in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from data.clock import now
from data.query import courses, spark
from data.query.ask import _queried
from data.query.assembled import assemble, is_small
from data.query.question import understand
from data.scope import Asker, acting
from data.serving import reading
from tests.query.conftest import PROVINCE
from tests.query.sample import RawVisit
from tests.tiers import every

TODAY = now().replace(hour=0, minute=1, second=0, microsecond=0)
ENTITY = Asker.of("u2", "行", "entity_head", "entity", "E1")
QUESTIONS = [
    (["households_today", "households_mtd", "households_ytd", "visits_per_manager_mtd"], ()),
    (["households_mtd", "managers"], ("entity",)),
    (["households_today", "managers_out_today", "satisfaction_mtd"], ("branch",)),
    (["households", "visits_per_manager"], ("month",)),
    (["households"], ("day",)),
    (["villages_untouched_ytd", "reach_rate_ytd"], ("county",)),
]


def visits(count: int, since: datetime, start: int = 0) -> list[RawVisit]:
    """Visits of four people at twelve households, every second day backwards."""
    return [
        RawVisit(
            f"v{n}", f"S{n % 4 + 1}", f"H{n % 12}", since - timedelta(days=2 * (n - start)), satisfaction=n % 6 or None
        )
        for n in range(start, start + count)
    ]


def both(metrics, by, where, asker):
    """The same question assembled, and by one query."""
    with acting(asker), reading() as state:
        question = understand(metrics, by, where, None, None, None)
        assert is_small(question)
        rows = list(assemble(question, asker, state).rows())
        return rows, list(_queried(question, asker, state).rows())


def same(left, right) -> bool:
    return len(left) == len(right) and all(
        str(a[name]) == str(b[name]) or a[name] == pytest.approx(b[name])
        for a, b in zip(left, right, strict=True)
        for name in a
        if name != "day"
    )


@pytest.mark.parametrize("asker", [PROVINCE, ENTITY])
@pytest.mark.parametrize(("metrics", "by"), every(12, QUESTIONS))
@pytest.mark.parametrize("unit", [{}, {"entity": "E1"}, {"branch": "B1"}])
def test_parts_and_one_query_agree_and_go_on_agreeing(serve, asker, metrics, by, unit):
    kept, source = serve(visits(40, TODAY - timedelta(days=1)), visits(3, TODAY, 40))
    for more in ([], visits(4, TODAY, 60)):
        source.send(*more)
        kept.tick()
        assembled, queried = both(metrics, by, unit, asker)
        assert same(assembled, queried), (assembled, queried)


def test_courses_asked_together_are_the_courses_alone(serve):
    serve(visits(40, TODAY - timedelta(days=1)), visits(3, TODAY, 40))
    names = ["households_today", "households_mtd", "households_ytd", "satisfaction_mtd"]
    with acting(PROVINCE):
        together = courses(names, {"entity": "E1"})
        alone = {name: spark(name, {"entity": "E1"})["value"].tolist() for name in names}
    for name in names:
        assert [v for v in together[name].values() if v is not None] == [v for v in alone[name] if v == v], name
