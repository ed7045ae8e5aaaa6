"""The migrants page as its readers get it: by role, in both languages; twin and export hold what the screen shows."""

from __future__ import annotations

import json
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest

from components import migrant_data as people
from components.export import Question, workbook
from components.export_told import ToldTable, told_file
from components.migrant_choice import Choice
from data.errors import BadRequest, Forbidden
from data.i18n import speaking
from data.listing import listing
from data.query import ask
from data.scope import Asker, acting
from tests.screen.walk import asker_of, texts, walk
from tests.visits.test_pages import called, opened

READERS = ("executive", "analyst", "entity", "branch", "manager", "centre")
SIZE_LIMIT = 30_000
MOVES = ["migrants_left", "migrants_moved_in", "migrants_returned", "migrants_moved_out"]


def props(part) -> dict:
    return part.to_plotly_json()["props"]


def seen_as(username: str, **query: str):
    """The page's choice with its month, as somebody sees it."""
    from components.migrant_choice import Choice
    from pages._migrants_views import Seen

    return Seen(Choice.parse(query))


def reader(username: str) -> Asker:
    """A demo account; ``centre`` is the head of the centre with most workers."""
    if username != "centre":
        return asker_of(username)
    with acting(asker_of("executive")):
        busiest = ask("migrant_workers", by="centre", order="-migrant_workers", limit=1).frame["centre"].iloc[0]
    return Asker.of("c1", "Centre", "centre_head", "centre", busiest)


def drawn(username: str, **query: str):
    from pages import migrants

    with acting(reader(username)):
        return migrants.layout(**query)


@pytest.fixture(scope="module", autouse=True)
def _pages(app):
    """Pages are registered with the application."""
    app.server.test_client().get("/login")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("username", READERS)
def test_every_reader_gets_the_page(username, language):
    with speaking(language):
        page = drawn(username)
    assert page.id == "page-migrants", texts(page)
    assert "migrants-map" in {getattr(part, "id", None) for part in walk(page)}


@pytest.mark.parametrize("username", ["officer", "steward", "admin"])
def test_others_do_not(client_as, username):
    assert client_as(username).get("/migrants").status_code == 403


@pytest.mark.parametrize("query", ["", "?place=province:330000", "?place=province:330000&drill=1", "?place=city:330300&drill=1",
                                   "?place=centre:REMOTE", "?policy=nobody", "?place=city:999999"])  # fmt: skip
def test_every_address_answers_in_words(client_as, query):
    assert "page_failed" not in opened(client_as("executive"), "/migrants", query)


def test_a_change_of_measure_sends_values_alone(client_as):
    client = client_as("executive")
    body = {
        "output": "migrants-map.data-values",
        "outputs": {"id": "migrants-map", "property": "data-values"},
        "inputs": [
            {"id": "migrants-view", "property": "data", "value": {"place": "province:330000"}},
            {"id": "migrants-policy", "property": "data", "value": {}},
            {"id": "migrants-look", "property": "data", "value": {"measure": "migrant_coverage"}},
        ],
        "changedPropIds": ["migrants-look.data"],
    }
    answer = called(client, body)
    told = json.loads(json.loads(answer)["response"]["migrants-map"]["data-values"])
    assert len(answer.encode()) < SIZE_LIMIT
    assert set(told) <= {"title", "breaks", "steps", "values", "home", "month", "dots"}


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
    "query", [{}, {"place": "province:330000"}, {"place": "centre:REMOTE"}, {"policy": "first"}, {"month": "2026-01"}]
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
    [
        ("executive", {}),
        ("executive", {"place": "province:330000", "policy": "first"}),
        ("executive", {"month": "2026-06"}),
        ("entity", {}),
    ],
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


def test_the_map_the_bars_and_the_figure_are_one_number():
    from components.migrant_months import told
    from pages import _migrants_views as views

    with acting(asker_of("executive")), speaking("en"):
        seen = seen_as("executive", measure="migrant_workers")
        whole = ask("migrant_workers").value("migrant_workers")
        by_place = ask("migrant_workers", by="destination_province").frame["migrant_workers"].sum()
        by_home = ask("migrant_workers", by="county").frame["migrant_workers"].sum()
        bars = [text.replace(",", "") for text in texts(views.ways(seen))]
        assert seen.months.value("migrant_workers") == whole == by_place == by_home
        assert sum(int(text) for text in bars if text.isdigit()) == whole
        assert listing("worker", limit=1).total == whole
        assert json.loads(told(seen.months))["chosen"] == seen.months.chosen


@pytest.mark.parametrize("query", [{}, {"place": "province:330000"}, {"node": "entity"}])
def test_the_months_on_the_screen_add_up(query):
    """What a month begins with, those who left and moved in, less those who came home and moved on, is what it ends with."""
    from components import migrant_data

    with acting(asker_of("executive")):
        if "node" in query:
            busiest = ask("migrant_workers", by="entity", order="-migrant_workers", limit=1).frame["entity"].iloc[0]
            query = {"node": f"entity:{busiest}"}
        seen = seen_as("executive", **query)
        held = seen.months.frame.set_index("month")["migrant_workers"].astype(int)
        asked = seen.choice.where | {"month": {"from": held.index[0], "to": held.index[-1]}}
        moves = ask(MOVES, by="month", where=asked).frame.set_index("month").fillna(0)
        came, went = moves[MOVES[0]] + moves[MOVES[1]], moves[MOVES[2]] + moves[MOVES[3]]
        assert len(held) > 3 and held.iloc[-1] == migrant_data.workers_away(seen.choice.where, None)
        for before, month in zip(held.index, held.index[1:], strict=False):
            assert held[before] + came.get(month, 0) - went.get(month, 0) == held[month], month


def test_counties_of_a_place_add_up_to_it():
    from pages import _migrants_views as views

    with acting(asker_of("executive")), speaking("en"):
        told = json.loads(views.counties(seen_as("executive", place="province:330000")))
        words = [int(said.split()[0].replace(",", "")) for _step, _name, said in told["counties"].values()]
        assert sum(words) == ask("migrant_workers", where={"destination_province": "330000"}).value("migrant_workers")


@pytest.mark.parametrize("username", ["entity", "centre"])
def test_a_part_sees_its_own_people_alone(username):
    asker = reader(username)
    with acting(asker), speaking("en"):
        seen = seen_as(username)
        mine = ask("migrant_workers").value("migrant_workers")
        rows = listing("worker", limit=100_000).frame
        column = {"entity": "entity_id", "centre": "centre_id"}[username]
        assert seen.months.value("migrant_workers") == mine == len(rows)
        assert set(rows[column]) == {asker.scope_id}


def test_a_part_is_not_told_that_nobody_is_where_others_have_people():
    with acting(reader("entity")), speaking("en"):
        mine = {str(code) for code in ask("migrant_workers", by="county").frame["county"]}
    with acting(reader("executive")):
        counts = ask("migrant_workers", by="county").frame.set_index("county")["migrant_workers"]
    foreign = next(str(code) for code, count in counts.items() if count > 0 and str(code) not in mine)
    told = {}
    for username in ("entity", "executive"):
        with acting(reader(username)), speaking("en"):
            told[username] = " ".join(texts(drawn(username, origin=foreign))), str(drawn(username))
    assert "Within your part nobody is registered here" in told["entity"][0]
    assert "None registered in your part" in told["entity"][1] and "in your part" not in told["executive"][1]


def test_what_a_centre_sees_of_centres_is_not_what_others_see():
    from components.migrant_places import centres

    with acting(reader("centre")):
        assert [row["centre_id"] for row in centres()] == [reader("centre").scope_id]
    with acting(asker_of("executive")):
        assert len(centres()) == listing("centre", limit=100).total > 1


def test_a_centre_is_shown_where_its_people_come_from():
    from pages import _migrants_views as views

    with acting(reader("centre")), speaking("en"):
        seen = seen_as("centre")
        title, bars = texts(views.origin_title(seen))[0], texts(views.ways(seen))
        county = ask("migrant_workers", by="county", order="-migrant_workers", limit=1).frame["county_name"].iloc[0]
        assert title.startswith(seen.choice.node.name) and title.endswith(" away, from")
        assert str(county).startswith(bars[0])


def test_names_are_masked_in_the_list():
    from pages import _migrants_views as views

    with acting(asker_of("executive")), speaking("zh"):
        rows = json.loads(views.feed(seen_as("executive")))["rows"]
        assert rows and all("*" in who for _time, who, *_rest in rows)


def test_who_went_where_holds_moves_alone():
    from pages import _migrants_views as views

    with acting(asker_of("executive")), speaking("en"):
        moves = {frame_row["activity_name"] for frame_row in people.activity(Choice.parse({}), None).to_dict("records")}
        rows = json.loads(views.feed(seen_as("executive")))["rows"]
    assert {row[4] for row in rows} == moves and len(moves) > 1
    assert not moves & {"Contact", "Account opened", "Loan", "Money sent home"}


def test_the_month_in_words_says_the_figures():
    from pages import _migrants_views as views

    with acting(asker_of("executive")), speaking("zh"):
        said = "".join(texts(views.headline(seen_as("executive"))))
        left = ask("migrants_left_mtd").value("migrants_left_mtd")
        assert f"新增外出{left:,} 人" in said.replace("新增外出 ", "新增外出")


@pytest.mark.parametrize("query", [{}, {"place": "province:330000"}, {"place": "centre:REMOTE"}])
def test_the_heading_of_the_bars_names_their_scope_and_their_sum(query):
    from pages import _migrants_views as views

    with acting(asker_of("executive")), speaking("en"):
        seen = seen_as("executive", **query)
        title, bars = texts(views.origin_title(seen))[0], texts(views.ways(seen))
        whole = sum(int(text.replace(",", "")) for text in bars if text.replace(",", "").isdigit())
        assert f" {whole:,} " in title
        assert (title.endswith("from" if query else "away, to") and views.path(seen)[-1][0] in title) or not query


def test_flows_of_a_centre_begin_in_the_region_not_in_the_centre():
    with acting(reader("centre")), speaking("zh"):
        assert seen_as("centre").origin.name == "贵州"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"month": "2030-01"}, ("Month", "January 2030", " to ")),
        ({"place": "province:999999"}, ("Place of work", "province:999999", "Zhejiang")),
        ({"place": "city:999999", "drill": "1"}, ("Place of work", "Whole country", "and others")),
        ({"place": "centre:C99"}, ("Place of work", "centre:C99", "Centre")),
        ({"place": "planet"}, ("Place of work", "planet", "Zhejiang")),
        ({"origin": "999999"}, ("Origin", "All counties", "County")),
        ({"county": "999999"}, ("Origin", "999999", "County")),
        ({"policy": "nobody"}, ("Policy", "all policies", "loan")),
        ({"measure": "height"}, ("Measure", "Reached", "Coverage")),
    ],
)
def test_what_the_address_asks_for_in_vain_is_said_with_what_there_is(query, said):
    from pages import _migrants_views as views

    with acting(asker_of("executive")), speaking("en"):
        seen, plain = seen_as("executive", **query), seen_as("executive")
        sentence = texts(views.headline(seen))[0]
        assert "There are" in sentence and all(words in sentence for words in said)
        assert set(seen.corrections()) >= {
            "drill" if "drill" in query else "origin" if "county" in query else next(iter(query))
        }
        assert seen.months.value("migrant_workers") == plain.months.value("migrant_workers")
        assert "There are" not in texts(views.headline(plain))[0] and plain.corrections() == {}


def test_what_is_not_held_is_said_once_and_its_shades_stay(app):
    from pages import migrants

    with acting(asker_of("executive")):
        page = migrants.layout(month="2030-01")
        view, policy, look = (held(page, f"migrants-{name}") for name in ("view", "policy", "look"))
        (said,) = [part for part in walk(page) if props(part).get("className") == "missed"]
        scene = props(next(part for part in walk(page) if props(part).get("id") == "migrants-map"))["data-scene"]
        again = migrants.update_scene(view, policy, look)[0]
        toned = migrants.update_values(view, policy, look)
    assert "2030" in texts(said)[0] and not [part for part in walk(again) if props(part).get("className") == "missed"]
    assert json.loads(toned)["month"] == json.loads(scene)["month"]


def held(page, id: str) -> dict:
    return next(part.data for part in walk(page) if props(part).get("id") == id)


def test_a_county_may_be_asked_for_by_that_name():
    with acting(asker_of("executive")):
        county = str(ask("migrant_workers", by="county", order="-migrant_workers", limit=1).frame["county"].iloc[0])
        assert seen_as("executive", county=county).choice.where == {"county": county}


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
    from components.export_rows import Rows, rows_file

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
