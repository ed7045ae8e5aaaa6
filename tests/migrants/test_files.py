"""What the migrants page gives as files: the rows of its twins, tables told in words, lists; by scope, named by their day."""

from __future__ import annotations

import json
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest

from components.export import Question, workbook
from components.export_rows import Rows, rows_file
from components.export_told import ToldTable, told_file
from data.errors import BadRequest, Forbidden
from data.i18n import speaking
from data.listing import listing
from data.query import ask
from data.scope import acting
from tests.migrants.readers import _pages, drawn, props, reader, seen_as  # noqa: F401
from tests.screen.walk import asker_of, texts, walk
from tests.tiers import every


def made(asked: dict) -> bytes:
    """The file of what a twin carries."""
    return told_file(ToldTable.parse(asked)).content if "told" in asked else workbook(Question.parse(asked))


def questions(page) -> list[tuple[list[list[str]], dict]]:
    """(rows of the twin as texts, its question) of every twin on a page."""
    found = []
    for part in walk(page):
        if (
            type(part).__name__ == "Div"
            and "table-wrap" in str(props(part).get("className"))
            and "data-question" in props(part)
        ):
            rows = [texts(row) for row in walk(part) if type(row).__name__ == "Tr"]
            found.append((rows, json.loads(props(part)["data-question"])))
    return found


@pytest.mark.parametrize(
    "query",
    every(2, [{}, {"place": "province:330000"}, {"place": "centre:REMOTE"}, {"policy": "first"}, {"month": "2026-01"}]),
)
def test_every_export_has_the_rows_of_its_twin_and_says_its_filters(query):
    with acting(asker_of("executive")), speaking("en"):
        if "policy" in query:
            query = {"policy": listing("policy", limit=1).frame["policy_id"].iloc[0]}
        page = drawn("executive", **query)
        twins = questions(page)
        assert len(twins) >= 3
        for rows, asked in twins:
            lines = lines_of(made(asked))
            heads = {line[0] for line in lines if line[0]}
            assert {"Filters", "Scope", "Data as of"} <= heads
            top = next(n for n, line in enumerate(lines) if not any(line)) + 1
            assert [str(line[0]) for line in lines[top + 1 :]] == [row[0] for row in rows[1:]]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("username", "query"),
    every(
        3,
        [
            ("executive", {}),
            ("executive", {"place": "province:330000", "policy": "first"}),
            ("executive", {"month": "2026-06"}),
            ("entity", {}),
        ],
    ),
)
def test_the_file_of_where_to_push_says_why_and_what_to_do_as_the_screen(username, query, language):
    with acting(reader(username)), speaking(language):
        known = listing("policy", limit=1).frame["policy_id"].iloc[0]
        page = drawn(username, **query | ({"policy": known} if "policy" in query else {}))
        (asked,) = [one for _rows, one in questions(page) if one.get("told") == "migrant_gaps"]
        lines = lines_of(made(asked))
        shown = [part for part in walk(page) if str(props(part).get("className")).startswith("gap-")]
    parts = {kind: [texts(one)[0].rstrip("\u00a0›") for one in shown if props(one)["className"] == kind]
             for kind in ("gap-name", "gap-reason", "gap-step")}  # fmt: skip
    heads, top = dict(line[:2] for line in lines[1:7]), next(n for n, line in enumerate(lines) if not any(line)) + 1
    body = lines[top + 1 :]
    assert [[row[1], *row[-2:]] for row in body] == [list(row) for row in zip(*parts.values(), strict=True)] and body
    words = {"zh": ("筛选", "政策", "数据截至"), "en": ("Filters", "Policy", "Data as of")}[language]
    assert all(heads[word] for word in words) and (heads[words[1]] in {"全部政策", "all policies"}) == (
        "policy" not in query
    )
    assert heads[words[2]].startswith("2026-06-30" if "month" in query else "20")


def test_the_file_of_the_centres_says_how_far_they_are_as_the_screen():
    with acting(reader("executive")), speaking("zh"):
        page = drawn("executive")
        (asked,) = [one for _rows, one in questions(page) if one.get("told") == "migrant_centres"]
        lines = lines_of(made(asked))
        shown = [texts(row)[0] for part in walk(page) if props(part).get("className") == "table centres"
                 for row in walk(part) if type(row).__name__ == "Tr"][1:]  # fmt: skip
    body = lines[-len(shown) :]
    assert [line[0] for line in body] == shown and {"落后序时（差 10 个百分点以上）"} & {
        str(line[-1])[2:] for line in body
    }
    target, reached, rate = body[0][1], body[0][2], body[0][5]
    assert rate == pytest.approx(reached / target)


def test_a_table_told_in_words_keeps_to_the_scope():
    other = "C01" if reader("centre").scope_id != "C01" else "C02"
    with acting(reader("centre")), pytest.raises(Forbidden):
        made({"told": "migrant_gaps", "view": {"node": f"centre:{other}"}})
    with acting(reader("executive")), pytest.raises(BadRequest):
        ToldTable.parse({"told": "secrets"})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counties_are_called_the_same_on_the_screen_in_its_table_and_in_the_file(language):
    from pages import _migrants_views as views

    with acting(reader("executive")), speaking(language):
        seen = seen_as("executive", place="province:330000")
        bars = [texts(part)[0] for part in walk(views.ways(seen)) if props(part).get("className") == "way"]
        map_and_menu = {name for _step, name, _said in json.loads(views.counties(seen))["counties"].values()}
        ((rows, asked),) = questions(views.ways_twin(seen))
        lines = lines_of(made(asked))
    assert len(bars) > 1 and bars == [row[0] for row in rows[1:]][: len(bars)]
    assert [line[0] for line in lines[-len(rows) + 1 :]] == [row[0] for row in rows[1:]] and set(bars) <= map_and_menu
    assert not any(name.endswith(" County") for name in bars)


@pytest.mark.parametrize("query", [{}, {"place": "province:330000"}, {"month": "2026-10"}])
def test_the_file_of_the_scrolling_list_is_the_list(query):
    from components.export_rows import Rows, rows_file
    from pages import _migrants_views as views

    with acting(asker_of("executive")), speaking("zh"):
        seen = seen_as("executive", **query)
        asked, rows = json.loads(views.feed_rows(seen)), json.loads(views.feed(seen))["rows"]
        lines = lines_of(rows_file(Rows.parse(asked)).content)
        heads = dict(line[:2] for line in lines[1:6])
        assert [line[1:] for line in lines[-len(rows) :]] == [row[1:5] for row in rows]
        assert ("浙江" in heads["筛选"]) == ("place" in query) and heads["数据截至"][:4].isdigit()


def test_the_file_of_the_workers_holds_all_pages_in_their_order_and_no_name():
    from components.export_rows import Rows, rows_file
    from pages import _migrants_side as right

    with acting(asker_of("executive")), speaking("zh"):
        seen = seen_as("executive", place="city:330300")
        shown = [texts(row) for row in walk(right.workers(seen, 0)[0]) if type(row).__name__ == "Tr"][1:]
        lines = lines_of(rows_file(Rows.parse(json.loads(seen.rows("worker", "此地务工人员")))).content)
        top = next(n for n, line in enumerate(lines) if line[0] == "姓名")
        body = lines[top + 1 :]
        assert len(body) == ask("migrant_workers", where={"destination_city": "330300"}).value("migrant_workers")
        assert [line[:5] for line in body[: len(shown)]] == [row[:5] for row in shown]
        assert all("*" in line[0] for line in body)


def test_a_file_of_rows_keeps_to_the_scope_and_to_lists_that_are_shown():
    asker = reader("centre")
    other = "C01" if asker.scope_id != "C01" else "C02"
    with acting(asker), speaking("en"):
        lines = lines_of(rows_file(Rows.parse({"listing": "worker"})).content)
        mine = ask("migrant_workers").value("migrant_workers")
        assert len(lines) - next(n for n, line in enumerate(lines) if line[0] == "Name") - 1 == mine
        with pytest.raises(Forbidden):
            rows_file(Rows.parse({"listing": "worker", "where": {"centre": other}}))
    with acting(asker_of("executive")), pytest.raises(BadRequest):
        Rows.parse({"listing": "customer"})


@pytest.mark.parametrize("asked", [{"told": "migrant_centres"}, {"listing": "worker_activity", "limit": 5}])
def test_a_file_of_the_newest_month_is_named_after_the_day_it_says(client_as, asked):
    client = client_as("executive")
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
    answer = client.post("/api/v1/export", json=asked | {"title": "List"}, headers=headers)
    said = dict(line[:2] for line in lines_of(answer.data)[1:7])
    assert unquote(answer.headers["Content-Disposition"]).endswith(f"List {said['数据截至'][:10]}.xlsx")


def lines_of(content: bytes) -> list[list]:
    """The first sheet's lines."""
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return [[cell.value for cell in line] for line in sheet.iter_rows()]
