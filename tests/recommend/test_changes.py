"""A campaign is renamed and stopped by who may, on the record; a part of it never passes for the whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from data import campaign_changes, campaigns
from data.clock import now
from data.errors import BadRequest, Conflict, Forbidden
from data.i18n import speaking
from data.i18n.numbers import human
from data.listing import listing, records
from data.ops.engine import reading
from data.ops.schema import audit
from data.scope import acting
from models.campaign import noticeable
from models.learning.uplift import effect_of
from pages import _recommend_campaign as page_of
from pages._recommend_campaigns import past
from tests.recommend.made import made, mine, post
from tests.screen.walk import asker_of, ids, texts


def actions(key: str) -> list[str]:
    with reading() as connection:
        asked = select(audit.c.action).where(audit.c.object_id == key).order_by(audit.c.id)
        return list(connection.execute(asked).scalars())


def test_stopped_its_tasks_are_gone_and_its_outcome_ends_today(one):
    today, members = now().date(), campaigns.members(one)
    campaign_changes.stop(one)
    row = campaigns.one(one)
    assert row["ends_on"] == today and row["stopped_at"] is not None and campaigns.members(one) == members
    with acting(asker_of("manager")):
        assert campaigns.tasks(asker_of("manager").scope_id) == []
    with pytest.raises(Conflict):
        campaign_changes.stop(one)
    keys = [member["customer_id"] for member in members]
    opened = listing("product_change", {"customer": keys, "product": "insurance", "kind": "opened"}, limit=10_000).frame
    days = sorted(day for day in opened["changed_on"].astype(str).str[:10])
    row |= {"starts_on": date(1990, 1, 1), "ends_on": date.fromisoformat(days[len(days) // 2])}
    found = page_of.outcome(row, members)[0]
    inside = opened[opened["changed_on"].astype(str).str[:10] <= str(row["ends_on"])]
    assert found.treated_hits + found.control_hits == inside["customer_id"].nunique() < opened["customer_id"].nunique()


def test_changes_are_on_the_record(one):
    with speaking("en"):
        campaign_changes.rename(one, "  Winter ")
        campaign_changes.rename(one, "Winter")  # the same is no change
        campaign_changes.stop(one)
        kinds = [(change["kind"], change["before"]) for change in campaign_changes.history(one)]
    last_day = str(now().date() + timedelta(days=30))
    assert (
        kinds == [("made", ""), ("renamed", "Autumn"), ("stopped", last_day)] and campaigns.one(one)["name"] == "Winter"
    )
    assert actions(one) == ["campaign.create", "campaign.renamed", "campaign.stopped"]
    with pytest.raises(BadRequest):
        campaign_changes.rename(one, "  ")


def test_only_who_may_changes_it(one, layout):
    for name in ("manager", "entity", "branch"):
        with acting(asker_of(name)), pytest.raises(Forbidden):
            campaign_changes.stop(one)
        assert "campaign-changes" not in str(layout("recommend_campaigns", name, campaign=one))
    assert "campaign-changes" in str(layout("recommend_campaigns", "executive", campaign=one))
    with acting(asker_of("branch")):
        own = made({"product": "wealth", "top": "100", "node": f"branch:{asker_of('branch').scope_id}"})
        campaign_changes.rename(own, "Ours")
    with acting(asker_of("entity")):
        campaign_changes.stop(own)


def test_the_api_changes(app, own_ops, client_as):
    analyst, manager = client_as("analyst"), client_as("manager")
    with app.server.test_request_context("/"), acting(asker_of("analyst")):
        key = made()
    path = f"/api/v1/campaigns/{key}"
    asked = [(manager, "stop"), (manager, "name"), (analyst, "name"), (analyst, "stop"), (analyst, "stop")]
    answers = [post(client, f"{path}/{what}", {"name": "By API"}).status_code for client, what in asked]
    assert answers == [403, 403, 200, 200, 409]
    with app.server.test_request_context("/"), acting(asker_of("analyst")):
        assert campaigns.one(key)["name"] == "By API"


def test_a_part_says_the_control_group_of_the_whole(one, layout):
    whole = campaigns.members(one)
    control = sum(row["is_control"] for row in whole)
    task = mine()
    with acting(asker_of("manager")):
        row = campaigns.one(one)
    assert row["members"] < len(whole) and row["whole"] == {"members": len(whole), "control": control} and task
    said = texts(layout("recommend_campaigns", "manager", "en", campaign=one))
    with speaking("en"):
        assert f"of {human(len(whole))} in the whole campaign" in said and human(control) in said


@pytest.mark.parametrize("name", ["analyst", "entity", "manager"])
def test_earlier_campaigns_stand_below_with_their_results(app, own_ops, layout, name):
    page = layout("recommend_campaigns", name, "en")
    with app.server.test_request_context("/"), speaking("en"), acting(asker_of(name)):
        rows = records("campaign_result", {"part": "all"}, columns=("campaign_id",))
        shown = past()
    assert ("recommend-past-card" in ids(page)) == (shown is not None)
    assert name != "analyst" or str(page).count("#recommend-results-card") == len(rows) > 0


def test_how_small_an_effect_a_campaign_can_tell():
    least = noticeable(1000, 0.2, 0.05)
    hits = round(800 * (0.05 + least))
    assert effect_of(800, hits, 200, 10).low > 0 >= effect_of(800, hits - 1, 200, 10).low
    assert noticeable(45, 0.1, 0.02) > noticeable(450, 0.1, 0.02) and noticeable(3, 0.1, 0.5) is None
