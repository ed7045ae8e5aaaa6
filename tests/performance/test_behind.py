"""What stands behind a figure and beside the items: the outlet's rows for who is scored on it, vetoes and closed months."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from components.performance_choice import Choice
from components.performance_steps import Rest, table
from components.visit_manager import at_end
from data.errors import Forbidden
from data.i18n import speaking
from data.listing import listing
from data.query import ask, compare
from data.query.spans import spans
from data.query.stock import stock_days
from data.scope import acting
from data.serving import snapshot
from pages import _performance_accounts as accounts
from pages import _performance_flags as flags
from pages._performance_seen import Seen
from tests.screen.walk import asker_of, texts, walk


def newest(post: str) -> dict:
    """A person of a post with the newest score."""
    rows = listing("score", {"level": "staff", "post": post}, order="-as_of", limit=1).frame.to_dict("records")
    return rows[0]


@pytest.mark.parametrize(("post", "indicator"), [("branch_head", "deposit_avg"), ("branch_head", "fee_income")])
def test_behind_an_outlet_s_figure_stand_the_outlet_s_rows(app, post: str, indicator: str) -> None:
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("executive")):
        who = newest(post)
        person = Seen(Choice.parse({"node": f"staff:{who['unit_id']}", "indicator": indicator}))
        outlet = Seen(Choice.parse({"node": f"branch:{who['branch_id']}", "indicator": indicator}))
        drawn, words, total = accounts.shown(person, indicator, 0)
        assert total == accounts.shown(outlet, indicator, 0)[2] > 0 and words
        assert any(text.startswith("Rows of ") for part in drawn if part is not None for text in texts(part))


def test_who_does_not_lead_the_outlet_is_told_why_rows_are_not_shown(app) -> None:
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("clerk")):
        seen = Seen(Choice.parse({"indicator": "deposit_avg"}))
        of = {row["indicator"]: row["of"] for row in seen.now_steps}
        shared = next(name for name, whose in of.items() if whose == "branch" and name in accounts.BEHIND)
        drawn, _words, total = accounts.shown(seen, shared, 0)
        assert total == 0 and any("its rows are open to who leads it" in text for text in texts(drawn))


def test_visits_behind_a_figure_end_with_the_day_counted(app) -> None:
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("executive")):
        seen = Seen(
            Choice.parse({"node": f"branch:{newest('branch_head')['branch_id']}", "indicator": "visit_households"})
        )
        rows = accounts.found(seen, "visit_households", 0)
        assert rows is not None and (rows.frame["started_at"].dt.date <= seen.as_of).all()
        households = listing(
            "visit",
            {**seen.choice.node.where(), "day": {"from": str(seen.month), "to": str(seen.as_of)}},
            limit=100_000,
        )
        (step,) = [row for row in seen.now_steps if row["indicator"] == "visit_households"]
        assert households.frame["household_id"].nunique() == step["numerator"] and households.total == rows.total


def test_points_of_closed_months_stand_beside_the_items(app) -> None:
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("executive")):
        scores = listing("score", {"level": "staff"}, order="balance", limit=100_000).frame
        who = scores[scores["balance"].astype(float) != 0].iloc[0]
        node = {"node": f"staff:{who['unit_id']}", "month": f"{who['month']:%Y-%m}"}
        seen = Seen(Choice.parse(node))
        assert sum(points for _month, points in seen.late) == pytest.approx(float(who["balance"]))
        said = " ".join(texts(table(seen.now_steps, {}, lambda name: "", "", "", Rest(2.5, seen.late))))
    assert "Withheld by a veto" in said and "−2.50" in said and "corrections recorded after it was closed" in said


@pytest.fixture
def flagged(app):
    """The newest month with a suspicious pattern, as the analyst sees it."""
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of("analyst")):
        rows = listing("indicator_flag", limit=1000).frame
        yield f"{rows['as_of'].max():%Y-%m}", rows[rows["as_of"] == rows["as_of"].max()]


def test_every_flag_stands_with_its_evidence(flagged) -> None:
    month, rows = flagged
    said = texts(flags.flags_card(Seen(Choice.parse({"month": month, "view": "flags"}))))
    for row in rows.to_dict("records"):
        assert flags.evidence(row) in said


def test_flags_are_for_those_who_study_them(app) -> None:
    with app.server.test_request_context("/"), acting(asker_of("branch")), pytest.raises(Forbidden):
        flags.found(Seen(Choice.parse({"view": "flags"})))


def test_an_answer_says_the_day_it_counts_not_the_moment_of_live_visits(app, client_as) -> None:
    with acting(asker_of("executive")):
        last = stock_days("total_entity")[-1]
        month = {"month": f"{last:%Y-%m}"}
        assert ask(["score", "fee_income"], where=month).as_of == last
        assert ask(["score"], where={"month": f"{last.replace(day=1):%Y-%m}"}, as_of=last).as_of == last
        assert ask(["score", "visits"], where=month).as_of > datetime.combine(last, time())
        assert spans(["fee_income"], where=month)["fee_income"].hi == last
    client = client_as("executive")
    headers = {"X-CSRFToken": client.get_cookie("_csrf_token").value}
    said = client.post("/api/v1/query", json={"metrics": ["fee_income"], "where": month}, headers=headers).json
    assert said["as_of"] == str(last)


def manager() -> dict:
    """A customer manager with deposits on more than a page, and the filter of the rows behind them."""
    for row in listing("score", {"level": "staff", "post": "manager"}, order="-as_of", limit=40).frame.to_dict(
        "records"
    ):
        where = {"staff": row["unit_id"], "product_group": "deposit", "month": f"{row['month']:%Y-%m}"}
        if listing("account", where, limit=1).total > accounts.PAGE_SIZE:
            return row | {"where": where}
    raise LookupError("nobody has so many")


@pytest.mark.parametrize("order", ["-balance_avg", "product_code", "-loan_class"])
def test_few_rows_sorted_here_are_the_pages_sorted_there(app, monkeypatch, order: str) -> None:
    with app.server.test_request_context("/"), acting(asker_of("executive")):
        where, pages = manager()["where"], []
        for few in (1_000, 0):
            monkeypatch.setattr("data.listing_rows.FEW", few)
            found = [listing("account", where, order=order, limit=7, offset=at) for at in range(0, 21, 7)]
            assert len({one.total for one in found}) == 1
            pages.append([one.frame.to_dict("list") for one in found] + [found[0].total])
        assert str(pages[0]) == str(pages[1]) and pages[0][0]["customer_id"]


def test_the_outlet_that_makes_it_fast_leaves_no_row_out(app) -> None:
    with app.server.test_request_context("/"), acting(asker_of("executive")):
        who = manager()
        seen = Seen(Choice.parse({"node": f"staff:{who['unit_id']}", "indicator": "deposit_avg"}))
        rows = accounts.found(seen, "deposit_avg", 0)
        assert rows is not None and rows.total == listing("account", who["where"], limit=1).total


def test_a_customer_behind_a_figure_has_a_page_and_the_last_page_an_end(app) -> None:
    from pages._performance_detail import accounts_card

    with app.server.test_request_context("/"), acting(asker_of("executive")):
        seen = Seen(Choice.parse({"node": f"staff:{manager()['unit_id']}", "indicator": "deposit_avg"}))
        parts = list(walk(accounts_card(seen)))
    ends = {part.id: part.disabled for part in parts if str(getattr(part, "id", "")).endswith(("-back", "-next"))}
    assert ends == {"performance-accounts-back": True, "performance-accounts-next": False}
    assert any(str(getattr(part, "href", "")).startswith("/recommend/customer/") for part in parts)
    assert at_end(0, 12) == (True, True) and at_end(1, 25) == (False, False) and at_end(2, 25) == (False, True)


def test_on_the_first_of_a_month_a_score_is_compared_with_the_month_before_its_own(province):
    """Then the newest score is that of the month that has ended: its own end would be compared with itself."""
    first = (snapshot().as_of_date.replace(day=1) - timedelta(days=1)).replace(day=1)
    end = first - timedelta(days=1)  # of the month the score is of
    before = end.replace(day=1) - timedelta(days=1)
    with acting(asker_of("executive")), speaking("en"):
        found = compare("score", as_of=first)
        own, earlier = (ask("score", as_of=day).value("score") for day in (end, before))
    assert (found.value, found.base, found.base_as_of) == (own, earlier, before) and own != earlier
    assert found.name == f"the end of {before:%b}"
