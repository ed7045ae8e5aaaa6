"""Files of the recommendation pages: named in the reader's language with the day, numbers rounded and in percent."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from components.export_campaign import Members, members_file
from components.export_offers import Offers, offers_file
from data.i18n import speaking
from data.node import Node
from data.scope import acting
from tests.recommend.made import made
from tests.screen.walk import asker_of


def cells(content: bytes) -> list[tuple]:
    return list(openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows())


def said(content: bytes) -> dict[str, object]:
    """What the lines above the rows say."""
    return {row[0].value: row[1].value for row in cells(content)[1:8] if row[0].value}


def shares(content: bytes, title: str) -> list:
    rows = cells(content)
    start = next(n for n, row in enumerate(rows) if title in {cell.value for cell in row})
    place = [cell.value for cell in rows[start]].index(title)
    return [row[place] for row in rows[start + 1 :]]


@pytest.mark.parametrize(("language", "title"), [("zh", "推荐名单"), ("en", "List of recommendations")])
def test_a_list_is_named_and_dated(as_executive, language, title):
    with speaking(language):
        made_ = offers_file(Offers({"product": "insurance", "top": "100"}))
    day = said(made_.content)[{"zh": "数据截至", "en": "Data as of"}[language]]
    assert (
        made_.name.startswith(title)
        and made_.name.endswith(f"{day}.xlsx")
        and cells(made_.content)[0][0].value == title
    )


def test_shares_are_rounded_and_in_percent(as_executive):
    found = shares(offers_file(Offers({"product": "insurance", "top": "100"})).content, "Probability")
    assert found and all(cell.value == round(cell.value, 4) and cell.number_format.endswith("0.00%") for cell in found)


def test_the_file_of_a_branch_s_campaign_says_the_branch(app, own_ops):
    asker = asker_of("branch")
    with app.server.test_request_context("/"), speaking("en"):
        with acting(asker):
            key, branch = made({"product": "wealth", "top": "100"}), Node.top(asker).name
        with acting(asker_of("analyst")):
            file = members_file(Members(key))
        with acting(asker_of("manager")):
            part = members_file(Members(key))
            own = Node.top().name
    lines = said(file.content)
    assert lines["Scope"] == branch and said(part.content)["Scope"] == own
    assert "Autumn" in file.name and file.name.endswith(f"{lines['Data as of'][:10]}.xlsx")
    assert all(day.count("20") for day in lines["Period"].split(" – "))
    found = shares(file.content, "Probability")
    assert found and all(cell.value == round(cell.value, 4) and cell.number_format.endswith("0.00%") for cell in found)
