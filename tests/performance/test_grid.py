"""A long list of scores in blocks: all of it, once, in the order asked for."""

from __future__ import annotations

import pytest

from components import performance_ranking
from components.performance_choice import METRICS, Choice
from data.i18n import speaking
from data.scope import acting
from pages import _performance_grid as grid
from pages._performance_seen import Seen
from tests.performance.test_pages import drawn_rows, layout  # noqa: F401
from tests.screen.walk import asker_of, ids

SIZE = 40


@pytest.fixture
def blocks(app):
    def read(name: str = "executive", **sort: str) -> list[dict]:
        model = [{"colId": column, "sort": way} for column, way in sort.items()]
        with app.server.test_request_context("/"), speaking("zh"), acting(asker_of(name)):
            seen, found, total = Seen(Choice.parse({"by": "staff"})), [], 1
            while len(found) < total:
                asked = {"startRow": len(found), "endRow": len(found) + SIZE, "sortModel": model}
                answer = grid.block(seen, asked)
                total, found = answer["rowCount"], found + answer["rowData"]
            return found

    return read


def test_blocks_together_are_the_list(layout, blocks):  # noqa: F811
    whole = drawn_rows(layout("performance", "executive", by="staff"))
    assert blocks() == whole and len(whole) > 2 * SIZE


@pytest.mark.parametrize("column", METRICS)
def test_blocks_are_sorted_by_the_server(blocks, column):
    place = METRICS.index(column)
    points = [float(row["cells"][place][0].replace(",", "")) for row in blocks(**{column: "desc"})]
    assert points == sorted(points, reverse=True)
    assert points == [float(row["cells"][place][0].replace(",", "")) for row in blocks(**{column: "asc"})][::-1]


def test_blocks_hold_what_the_asker_may_see(blocks):
    everybody, own = blocks(), blocks("entity")
    assert 0 < len(own) < len(everybody) and {row["node"] for row in own} < {row["node"] for row in everybody}


def test_a_long_list_is_a_grid(layout, monkeypatch):  # noqa: F811
    monkeypatch.setattr(performance_ranking, "MOST", SIZE)
    found = set(ids(layout("performance", "executive", by="staff")))
    assert "performance-grid" in found and "performance-ranking" not in found
