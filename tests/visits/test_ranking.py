"""The ranking's table: one row a unit, bars by share, movement in words."""

import json
from datetime import date
from io import BytesIO

import pandas as pd
from openpyxl import load_workbook

from components.export import Question, workbook
from components.visit_ranking import ranking
from data.i18n import _, speaking
from data.listing import listing
from data.scope import Asker, acting

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


def rows(frame: pd.DataFrame = FRAME, **more) -> list[dict]:
    return json.loads(
        ranking(frame.to_dict("records"), "entity", "households_today", out="managers_out_today", **more)
    )["rows"]


def test_a_row_carries_its_node_and_keeps_the_order(province):
    assert [row["node"] for row in rows()] == ["entity:A", "entity:B", "entity:C"]


def test_bars_are_shares_of_the_first(province):
    assert [row["share"] for row in rows()] == [100.0, 50.0, 0.0]


def test_movement_has_arrow_word_and_colour(province):
    up, down, new = (row["moved"] for row in rows())
    assert (up["text"], up["tone"]) == ("▲2", "good") and "2" in up["title"]
    assert (down["text"], down["tone"]) == ("▼1", "bad")
    assert new["text"] == "—"


def test_where_there_is_no_movement_the_dash_says_why(province):
    frame = FRAME.assign(rank_change=pd.array([None, None, -1], dtype="Int64"), rank_still=["before", "shared", ""])
    risen, shared, down = (row["moved"] for row in rows(frame))
    assert risen["text"] == shared["text"] == "—" and risen["title"] != shared["title"] and down["text"] == "▼1"


def test_managers_out_stand_in_one_column(province):
    frame, more = FRAME.assign(rank_change=None), {"out": "managers_out_today"}
    told = json.loads(ranking(frame.to_dict("records"), "entity", "managers_out_today", **more))
    beside = json.loads(ranking(frame.to_dict("records"), "entity", "households_today", **more))
    assert (len(told["head"]), len(beside["head"])) == (4, 5)
    assert (
        told["rows"][0]["of_all"] == "10" and "out" not in told["rows"][0] and beside["rows"][0]["out"] == ["8", "10"]
    )


def test_more_out_than_on_the_books_is_explained(province):
    def note(out: list[int], level: str = "entity"):
        frame = FRAME.assign(managers_out_today=out).rename(columns={"entity": level, "entity_name": f"{level}_name"})
        raw = ranking(frame.to_dict("records"), level, "households_today", out="managers_out_today")
        return json.loads(raw)["note"]

    assert note([8, 10, 0])["text"] and note([8, 9, 3]) is None and note([8, 10, 0], "staff") is None


def test_the_own_unit_is_marked(province):
    assert [row.get("own", False) for row in rows(own=frozenset({"B"}))] == [False, True, False]


def test_an_empty_ranking_says_what_to_do(province):
    told = json.loads(ranking([], "entity", "households_today", out="managers_out_today"))
    assert told["rows"] == [] and told["empty"]["title"] and told["empty"]["text"]


def test_children_stand_without_their_parents_name(province):
    frame = FRAME.assign(entity_name=["遵义农商行南关支行", "遵义农商行", "播州支行"])
    assert [row["name"] for row in rows(frame, within="遵义农商行")] == ["南关支行", "遵义农商行", "播州支行"]


def test_an_outlet_among_several_entities_stands_with_its_own_name_first(province):
    frame = FRAME.rename(columns={"entity": "branch"}).assign(
        branch_name=["天柱农商行哲觉支行", "天柱农商行", "息烽县联社九庄分社"],
    )
    entities = {"A": "天柱农商行", "B": "天柱农商行", "C": "息烽县联社"}
    more = {"out": "managers_out_today", "within": "全省", "entity_of": entities.__getitem__}
    with speaking("zh"):
        raw = ranking(frame.to_dict("records"), "branch", "households_today", **more)
    told = [(row["name"], row["of"], row["full"]) for row in json.loads(raw)["rows"]]
    assert told[0] == ("哲觉支行", "天柱", "天柱农商行哲觉支行")
    assert [one[:2] for one in told[1:]] == [("天柱农商行", "天柱"), ("九庄分社", "息烽")]


def test_where_nobody_is_out_nobody_has_a_place(province):
    frame = FRAME.assign(households_today=0, rank=1)
    raw = ranking(
        frame.to_dict("records"),
        "entity",
        "households_today",
        out="managers_out_today",
        last_day=date(2026, 11, 25),
    )
    told = json.loads(raw)
    assert {row["rank"] for row in told["rows"]} == {""}
    assert told["note"]["text"] and told["note"]["period"] == "2026-11-25"
    assert json.loads(ranking(FRAME.to_dict("records"), "entity", "households_today", out="managers"))["note"] is None


def test_an_exported_ranking_tells_namesakes_apart(app):
    with acting(Asker.of("u1", "Executive", "executive", "province", None)):
        question = Question(metrics=("households_mtd", "managers"), by=("staff",), shape="ranking")
        cells = [row for row in load_workbook(BytesIO(workbook(question))).worksheets[0].iter_rows(values_only=True)]
        staff = set(listing("staff", limit=10_000).frame["staff_id"])
    head = next(place for place, row in enumerate(cells) if len([cell for cell in row if cell]) >= 6)
    assert len(cells[head]) == 7 and cells[head][-1] == _("Places gained")
    assert cells[head + 1][0] == 1 and all(row[2] in staff and row[3] and row[4] for row in cells[head + 1 : head + 9])


def test_a_long_ranking_keeps_its_last_rows_and_says_how_many_are_left_out(province):
    with acting(Asker.of("u1", "Executive", "executive", "province", None)):
        some = {
            "branch": "B",
            "branch_name": "B",
            "households_today": 1,
            "rank_change": None,
            "managers_out_today": 1,
            "managers": 2,
        }
        rows = [some | {"branch": f"B{n}", "rank": n} for n in range(1, 1001)]
        told = json.loads(ranking(rows, "branch", "households_today", out="managers_out_today"))
        few = json.loads(ranking(rows[:300], "branch", "households_today", out="managers_out_today"))
    ranks = [row["rank"] for row in told["rows"]]
    assert ranks[:280] == [str(n) for n in range(1, 281)] and ranks[280:] == [f"{n:,}" for n in range(981, 1001)]
    assert told["left_out"]["after"] == 280 and "700" in told["left_out"]["text"]
    assert few["left_out"] is None and len(few["rows"]) == 300
