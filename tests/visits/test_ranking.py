"""The ranking's table: one row a unit, bars by share, movement in words."""

import pandas as pd

from components.visit_ranking import ranking

FRAME = pd.DataFrame(
    {
        "entity": ["A", "B", "C"],
        "entity_name": ["甲", "乙", "丙"],
        "households_today": [40, 20, 0],
        "managers_out_today": [8, 4, 0],
        "managers": [10, 9, 3],
        "rank": pd.array([1, 2, 3], dtype="Int64"),
        "rank_change": pd.array([2, -1, None], dtype="Int64"),
    }
)


def rows(**more) -> list:
    table = ranking(FRAME, "entity", "households_today", out="managers_out_today", **more)
    return table.children[1].children


def test_a_row_carries_its_node_and_keeps_the_order(province):
    assert [row.to_plotly_json()["props"]["data-node"] for row in rows()] == ["entity:A", "entity:B", "entity:C"]


def test_bars_are_shares_of_the_first(province):
    text = [str(row) for row in rows()]
    assert "100.0%" in text[0] and "50.0%" in text[1] and "0.0%" in text[2]


def test_movement_has_arrow_word_and_colour(province):
    up, down, new = (row.children[-1].children for row in rows())
    assert (up.children, up.className) == ("▲2", "good") and "2" in up.title
    assert (down.children, down.className) == ("▼1", "bad")
    assert new.children == "—"


def test_the_own_unit_is_marked(province):
    assert [row.className for row in rows(own=frozenset({"B"}))] == ["", "own", ""]


def test_an_empty_ranking_says_what_to_do(province):
    assert "state empty" in str(ranking(FRAME.head(0), "entity", "households_today", out="managers_out_today"))
