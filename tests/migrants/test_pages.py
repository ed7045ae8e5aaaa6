"""The migrants page as its readers get it: by role, in both languages; its parts are one number."""

from __future__ import annotations

import json

import pytest

from components import migrant_data as people
from components.migrant_choice import Choice
from data.i18n import speaking
from data.listing import listing
from data.query import ask
from data.scope import acting
from tests.migrants.readers import _pages, drawn, props, reader, seen_as  # noqa: F401
from tests.screen.walk import asker_of, texts, walk
from tests.tiers import every
from tests.visits.test_pages import called, opened

READERS = ("executive", "analyst", "entity", "branch", "manager", "centre")
SIZE_LIMIT = 30_000
MOVES = ["migrants_left", "migrants_moved_in", "migrants_returned", "migrants_moved_out"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("username", every(3, READERS))
def test_every_reader_gets_the_page(username, language):
    with speaking(language):
        page = drawn(username)
    assert page.id == "page-migrants", texts(page)
    assert "migrants-map" in {getattr(part, "id", None) for part in walk(page)}


@pytest.mark.parametrize("username", ["officer", "steward", "admin"])
def test_others_do_not(client_as, username):
    assert client_as(username).get("/migrants").status_code == 403


@pytest.mark.parametrize("query", every(2, ["", "?place=province:330000", "?place=province:330000&drill=1", "?place=city:330300&drill=1",
                                   "?place=centre:REMOTE", "?policy=nobody", "?place=city:999999"]))  # fmt: skip
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


@pytest.mark.parametrize(("language", "more"), [("zh", "另有"), ("en", "more")])
def test_a_filter_of_many_says_how_many_more_there_are(language, more):
    with acting(asker_of("executive")), speaking(language):
        codes = [str(code) for code in ask("migrant_workers", by="destination_province").frame["destination_province"]]
        few, many = (
            ask("migrant_workers", where={"destination_province": codes[:n]}).sentence for n in (5, len(codes))
        )
        assert more not in few and more in many and str(len(codes) - 5) in many and "…" not in many


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
        wanted = f"新增外出{left:,} 人" if left else "无新增外出"
        assert wanted in said.replace("新增外出 ", "新增外出")


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
