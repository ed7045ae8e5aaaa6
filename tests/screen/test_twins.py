"""Every chart of the overview: its table twin and its Excel hold what the marks show, in the marks' order."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest

from components.export import Question, workbook
from components.overview_data import data_row
from components.overview_reach import reach_row
from components.overview_service import service_row
from components.overview_visits import visits_row
from components.view import View
from data.errors import Forbidden
from data.i18n import speaking
from data.scope import acting
from data.serving import snapshot
from tests.screen.walk import asker_of, texts, walk
from tests.tiers import every

ROWS = {"visits": visits_row, "reach": reach_row, "service": service_row}
WHERE_IN_TWIN = {"visits": "difference", "reach": "reach_rate_ytd", "service": "share"}


def props(part):
    return part.to_plotly_json()["props"]


def chart_and_twin(row):
    """(bar heights, twin's rows as texts, question) of a drawn row; heights None where there is no chart."""
    parts = list(walk(row))
    figures = [part.figure for part in parts if type(part).__name__ == "Graph"]
    (twin,) = [part for part in parts if "data-question" in props(part)]
    cells = [texts(part) for part in walk(twin) if type(part).__name__ == "Tr"][1:]
    return figures[0] if figures else None, cells, json.loads(props(twin)["data-question"])


def heights(figure):
    trace = figure.data[0]
    return [float(n) for n in (trace.x if trace.orientation == "h" else trace.y)]


@pytest.mark.parametrize("period", ["", "month", "year", "2026-10"])
@pytest.mark.parametrize("name", ["executive", "entity", "branch", "manager"])
@pytest.mark.parametrize("row", every(2, ROWS))
def test_twin_and_export_are_the_chart(province, row, name, period):
    with speaking("zh"), acting(asker_of(name)):
        figure, cells, carried = chart_and_twin(ROWS[row](View.parse({"period": period})))
        answer = Question.parse(carried).ask().frame
        exported = excel(Question.parse(carried))
    shown = heights(figure) if figure is not None else []
    column = WHERE_IN_TWIN[row] if WHERE_IN_TWIN[row] in answer.columns else carried["metrics"][0]
    scale = 100 if column in {"share", "reach_rate_ytd"} else 1
    assert [float(v) * scale for v in answer[column]] == pytest.approx(shown)
    assert len(cells) == len(exported) == len(shown)
    assert [line[0] for line in cells] == [str(line[0]) for line in exported]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_twin_and_export_of_the_data_row_are_its_chart(province, language):
    with speaking(language), acting(asker_of("steward")):
        figure, cells, carried = chart_and_twin(data_row())
        exported = excel(Question.parse(carried))
    trace = figure.data[0]
    shown = [[name, float(rows)] for name, rows in zip(trace.y, trace.x, strict=True)]
    assert [[name, float(rows.replace(",", ""))] for name, rows in cells] == shown
    assert [[name, float(rows)] for name, rows, *_rest in exported] == shown and shown


def test_rows_put_aside_are_for_those_who_judge_the_data(province):
    question = Question(("rows_quarantined",), ("feed",), shape="quarantine")
    with acting(asker_of("manager")), pytest.raises(Forbidden):
        question.ask()


def test_a_difference_is_value_less_base(province):
    with acting(asker_of("executive")):
        day = str(snapshot().as_of_date)  # a whole one: a month that has just begun has no visits
        question = Question(("visits_mtd",), ("entity",), as_of=day, shape="moves")
        frame = question.ask().frame
    assert len(frame) and (frame["visits_mtd"] - frame["base"] == frame["difference"]).all()
    assert frame["difference"].is_monotonic_decreasing


def excel(question):
    """The rows below the headings of the sheet, as far as they hold anything."""
    rows = list(openpyxl.load_workbook(BytesIO(workbook(question))).worksheets[0].iter_rows(values_only=True))
    blank = next(place for place, row in enumerate(rows) if not any(row))
    return [row for row in rows[blank + 2 :] if any(value is not None for value in row)]
