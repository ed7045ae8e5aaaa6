"""Overview and catalogue as every role, in both languages: ids, definitions, sentences, scope, exports."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest

from components.definition import definition_card
from components.export import Question, exported, workbook
from components.quarantine import feed_title
from components.states import shown, state_of
from components.tables import columns_of, table
from data.clock import now
from data.errors import BadRequest, Forbidden, NotSignedIn
from data.i18n import speaking
from data.i18n.numbers import human
from data.metrics.registry import metrics
from data.scope import acting
from data.serving import snapshot
from data.trust import totals, totals_by_feed
from data.trust_figures import figures
from tests.screen.walk import ROLES, asker_of, ids, texts, walk
from tests.tiers import every


@pytest.fixture
def layout(app):
    """``layout("overview", "entity", node=…)`` draws a page as a demo login."""
    import dash

    app.server.test_client().get("/login")

    def draw(page: str, name: str, language: str = "zh", **query: str):
        made = dash.page_registry[f"pages.{page}"]["layout"]
        with app.server.test_request_context("/"), speaking(language), acting(asker_of(name)):
            return made(**query)

    return draw


@pytest.mark.parametrize("name", every(3, ROLES))
def test_overview_is_drawn_for_every_role(layout, name):
    page = layout("overview", name)
    found = ids(page)
    assert ("overview-visits" in found) == (name != "centre") and "page-overview" in found
    assert len(found) == len(set(found)) and all(one.split("-")[0] in {"overview", "page"} for one in found)


@pytest.mark.parametrize("period", every(3, ["", "month", "year", "2026-11-20", "2026-10"]))
@pytest.mark.parametrize("name", ["executive", "entity", "branch", "manager"])
def test_every_scope_and_period_has_its_numbers(layout, name, period):
    page = layout("overview", name, period=period)
    figures = [part for part in walk(page) if "data-figure" in part.to_plotly_json()["props"]]
    assert len(figures) >= 9, texts(page)


def test_english_page_holds_no_chinese_but_names(layout):
    said = [text for text in texts(layout("catalog", "steward", "en")) if any("\u4e00" <= c <= "\u9fff" for c in text)]
    assert said == []


def test_a_foreign_node_is_denied_not_shown(layout):
    other = layout("overview", "branch", node="province")
    assert other.className.startswith("state denied")


def test_every_number_has_an_info_that_leads_to_its_card(layout):
    page = layout("overview", "executive")
    asked = {part.to_plotly_json()["props"].get("data-metric") for part in walk(page)} - {None}
    assert asked <= set(metrics()) | set(figures()) and len(asked) >= 9


@pytest.mark.parametrize("language", every(2, ["zh", "en"]))
def test_every_metric_has_its_card(province, language):
    with speaking(language), acting(asker_of("executive")):
        for meant in [*metrics().values(), *figures().values()]:
            said = " ".join(texts(definition_card(meant)))
            assert meant.definition.text() in said and meant.name in said and meant.owner.text() in said


def test_catalogue_finds_by_word(layout):
    page = layout("catalog", "executive", q="满意")
    found = [one for one in ids(page) if one.startswith("catalog-satisfaction") and one.endswith("-card")]
    assert found and not [one for one in ids(page) if one.startswith("catalog-villages")]


def test_feed_board_adds_up(layout):
    said = " ".join(texts(layout("catalog", "steward", view="feeds")))
    assert "走访记录" in said and "隔离" in said
    sums = totals()
    assert sums.rejected and sums.read == sums.loaded + sums.rejected
    assert all(human(rows, compact=False) in said for rows in sums)


def test_the_board_shows_what_each_feed_brought_in_thirty_days(layout):
    page = layout("catalog", "steward", view="feeds")
    (board,) = [part for part in walk(page) if getattr(part, "id", None) == "catalog-feeds-card"]
    head, *rows = [
        [" ".join(texts(cell)) for cell in row.children] for row in walk(board) if type(row).__name__ == "Tr"
    ]
    read, aside = head.index("近 30 天读入"), head.index("近 30 天隔离")
    shown = {row[0]: (row[read], row[aside]) for row in rows}
    assert shown == {
        feed_title(feed): (human(sums.read), human(sums.rejected)) for feed, sums in totals_by_feed().items()
    }


@pytest.mark.parametrize("view", ["", "feeds"])
def test_chinese_catalogue_names_nothing_in_english(layout, view):
    page = layout("catalog", "steward", view=view)
    spoken = set(texts(page)) - {text for part in walk(page) if type(part).__name__ == "Code" for text in texts(part)}
    assert {text for text in spoken if re.search("[a-z]{3}", text)} == set()


def test_export_says_what_it_is_and_holds_the_rows(province):
    question = Question(("households_mtd",), ("entity",), {}, order="-households_mtd", title="走访")
    with speaking("zh"), acting(asker_of("executive")):
        rows, answer = list(sheet(workbook(question), 0)), question.ask()
    assert [row[0] for row in rows[1:6]] == ["统计期", "筛选", "范围", "数据截至", "快照"]
    values = [row[1] for row in rows if isinstance(row[1], int | float)]
    assert values == answer.frame["households_mtd"].tolist()


def test_export_of_a_past_day_says_which_days_it_counts(province):
    day = now().date().replace(day=1) - timedelta(days=1)
    spans = {"households_today": f"{day}", "households_mtd": f"{day:%Y-%m}-01 – {day}"}
    for name, told in spans.items():
        question = Question((name, "managers"), ("entity",), as_of=str(day), title="Rank/ing")
        with speaking("en"), acting(asker_of("executive")):
            file = exported(question)
        lines, meant = list(sheet(file.content, 0)), list(sheet(file.content, 1))
        assert lines[1][:2] == ("Period", told) and (meant[1][0], meant[1][6]) == ("Households visited", told)
        assert file.name == f"Rank-ing {told.replace(' ', '')}.xlsx"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_headings_of_a_file_are_those_of_the_table(province, language):
    question = Question(("households_total", "visits_mtd", "satisfaction_mtd", "out_rate_mtd"), ("entity",))
    with speaking(language), acting(asker_of("executive")):
        frame, rows = question.ask().frame, list(sheet(workbook(question), 0))
        shown = [
            text
            for part in walk(table(frame, columns_of(frame)))
            if type(part).__name__ == "Th"
            for text in texts(part)
        ]
    assert shown in [[text for text in row if text] for row in rows]
    assert not [text for text in shown if re.fullmatch(r"(.+) \(\1\)", text, re.IGNORECASE)]


def test_export_writes_shares_as_percent(province):
    with acting(asker_of("executive")):
        day = str(snapshot().as_of_date)  # a whole one: a month that has just begun has no visits
        question = Question(("satisfaction_mtd", "out_rate_mtd"), ("entity",), as_of=day)
        book = openpyxl.load_workbook(BytesIO(workbook(question)))
    cells = list(book.worksheets[0].iter_rows())[-1]
    assert [cell.number_format for cell in cells[1:3]] == ["0.0", "0.0%"]


def test_export_names_its_file(client_as):
    client = client_as("analyst")
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
    day = str(now().date() - timedelta(days=1))
    asked = {"metrics": ["visits_today"], "by": ["entity"], "as_of": day, "title": "走访排行"}
    answer = client.post("/api/v1/export", json=asked, headers=headers)
    assert quote(f"走访排行 {day}.xlsx") in answer.headers["Content-Disposition"]


def test_export_stays_inside_the_scope(province):
    question = Question(("visits_mtd",), ("branch",))
    own = asker_of("branch")
    with acting(own):
        names = {row[0] for row in sheet(workbook(question), 0)}
        mine = question.ask().frame["branch_name"].tolist()
    with acting(asker_of("executive")):
        all_names = set(question.ask().frame["branch_name"])
    assert not names & (all_names - set(mine))


def test_export_needs_the_right(client_as):
    client = client_as("manager")
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
    assert client.post("/api/v1/export", json={"metrics": ["visits"]}, headers=headers).status_code == 403


def test_export_is_a_workbook(client_as):
    client = client_as("analyst")
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value, "Origin": "http://localhost"}
    answer = client.post("/api/v1/export", json={"metrics": ["visits_mtd"], "by": ["entity"]}, headers=headers)
    assert answer.status_code == 200 and openpyxl.load_workbook(BytesIO(answer.data)).sheetnames


def test_errors_become_states_and_a_lost_session_does_not():
    assert "denied" in state_of(Forbidden("no")).className
    assert "empty" in state_of(BadRequest("no such thing")).className
    assert "failed" in state_of(ZeroDivisionError()).className
    for error in (Forbidden("no"), BadRequest("no such thing"), ZeroDivisionError()):
        assert [part for part in walk(state_of(error)) if type(part).__name__ == "Code"], error

    @shown
    def lost():
        raise NotSignedIn("Please sign in")

    with pytest.raises(NotSignedIn):
        lost()


def sheet(content: bytes, number: int):
    book = openpyxl.load_workbook(BytesIO(content))
    return book.worksheets[number].iter_rows(values_only=True)
