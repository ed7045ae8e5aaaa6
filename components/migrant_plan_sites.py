"""Where a further centre would add most: the finding, the chosen cities, the next best, and the method. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from components.cards import card
from components.migrant_plan_form import export_button
from components.states import empty
from components.tables import Column, table
from data.i18n import _, n_, p_
from data.i18n.numbers import human, percent
from models.location import Sites


def markers(found: Sites, names: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """For the map: lon, lat, name, gain of the chosen cities."""
    return [
        {
            "lon": float(row["lon"]),
            "lat": float(row["lat"]),
            "name": names["city"].get(str(row["city"]), str(row["city"])),
            "gain": round(float(row["gain"])),
        }
        for row in found.chosen.to_dict("records")
    ]


def shown(frame: pd.DataFrame, centres: pd.DataFrame, names: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Rows as they are read: ``city_name``, ``near`` (the way to the nearest existing centre)."""
    keys = [str(centres["centre"].iloc[at]) if at >= 0 else "" for at in frame["nearest"]]
    near = [
        _("%(km)s km to %(centre)s", centre=names["centre"].get(key, key), km=human(round(km))) if key else ""
        for key, km in zip(keys, frame["nearest_km"], strict=True)
    ]
    return frame.assign(city_name=[names["city"].get(str(one), str(one)) for one in frame["city"]], near=near)


def columns() -> list[Column]:
    """City with the nearest centre, uncovered in reach, of them out of reach now, expected newly covered."""
    return [
        Column("city_name", _("City"), draw=_city),
        Column("within", _("In reach"), "expected"),
        Column("added", _("New in reach"), "expected"),
        Column("gain", _("Newly covered"), "expected"),
    ]


def file_columns() -> list[Column]:
    """The same for a file, the nearest centre in a column of its own."""
    return [Column("city_name", _("City")), Column("near", _("Nearest centre")), *columns()[1:]]


def _city(name: str, row: pd.Series) -> html.Div:
    return html.Div([name, html.Small(row["near"])], className="plan-city")


def sites_card(
    found: Sites, centres: pd.DataFrame, policy: str, names: Mapping[str, Mapping[str, str]], *, drawn: Any = None
) -> html.Section:
    """The card; ``drawn`` is the map."""
    title = _("Where a further centre would add most")
    if found.chosen.empty:
        text = _("Everybody the policy has not reached works within reach of a centre already.")
        return card("migrants-plan-where", title, [empty(_("No city adds anything"), text), drawn])
    chosen, others = (shown(frame, centres, names) for frame in (found.chosen, found.others))
    body = [
        html.P(_finding(found, chosen, policy), className="plan-finding"),
        drawn,
        html.Div(table(chosen, columns(), caption=title), className="table-wrap"),
        html.H3(_("Next best")),
        html.Div(table(others, columns(), caption=_("Next best")), className="table-wrap"),
        html.Ul([html.Li(text) for text in method(found)], className="plan-said"),
    ]
    return card("migrants-plan-where", title, body, tools=[export_button("sites")], className="plan-where")


def _finding(found: Sites, chosen: pd.DataFrame, policy: str) -> str:
    cities = p_("list", ", ").join(chosen["city_name"])
    if found.lift <= 0:
        return _(
            '%(cities)s would bring most of those "%(policy)s" has not reached within reach of a centre; but coverage near'
            " the centres is no better than elsewhere, so no gain is promised.",
            cities=cities,
            policy=policy,
        )
    return n_(
        'A centre in %(cities)s would cover some %(gain)s more of those "%(policy)s" has not reached.',
        'Centres in %(cities)s would together cover some %(gain)s more of those "%(policy)s" has not reached.',
        len(chosen),
        cities=cities,
        policy=policy,
        gain=human(found.gain, format="expected"),
    )


def method(found: Sites) -> list[str]:
    """How it was found, a text each."""
    how = {
        "every": _("Method: maximal covering with distance decay; every city was tried."),
        "proved": _(
            "Method: maximal covering with distance decay, integer programming (HiGHS): nothing better exists."
        ),
        "best": _(
            "Method: maximal covering with distance decay, the better of integer programming (HiGHS) and greedy."
        ),
    }
    lift = _(
        "Covered near a centre %(near)s, out of reach %(far)s: so %(lift)s of those newly in reach would be covered."
        " A correlation of our own figures, no proof.",
        near=percent(found.covered_near),
        far=percent(found.covered_far),
        lift=percent(found.lift),
    )
    unpriced = _(
        "What a further centre costs to open and to run is not known: neither the data nor the assumptions hold it. The gain"
        " stands without a price, and is not weighed against service days."
    )
    return [how[found.method], lift, unpriced]
