"""The model card's answers as components: quality from ``model_quality``, campaigns from ``campaign_result``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from dash import html

from components import recommend_figures as figures
from components import recommend_quality as drawn
from components.cards import card, chart, tool_button
from components.recommend_form import menu
from components.states import empty
from components.still import Still
from components.tables import Column, table
from data.i18n import _, current_language
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human
from data.listing import records

QUALITY = ("version", "tested_on", "target", "measure", "part", "value", "low", "high", "rows")
VERSION = ("version", "is_current", "trained_from", "trained_to", "calibrated_on", "tested_on", "features", "hash")
RESULT = (
    "campaign_id",
    "name",
    "name_en",
    "product_code",
    "start_date",
    "part",
    "unit_id",
    "entity_id",
    "treated",
    "treated_hits",
    "control",
    "control_hits",
    "uplift",
    "low",
    "high",
)
HEIGHT = 262


def quality() -> dict[str, dict[tuple[str, str], dict[str, Any]]]:
    """Of the model in use: target → (measure, part) → row, in the order of the catalogue; empty before there is one."""
    current = [row["version"] for row in records("model_version", {"is_current": True}, columns=("version",))]
    rows = records("model_quality", {"version": current}, columns=QUALITY) if current else []
    found: dict[str, dict[tuple[str, str], dict[str, Any]]] = {target: {} for target in drawn.targets()}
    for row in rows:
        found.setdefault(row["target"], {})[(row["measure"], row["part"] or "")] = row
    return {target: rows for target, rows in found.items() if rows}


def body(target: str, campaign: str) -> html.Div:
    """The whole card."""
    found = quality()
    if not found:
        text = _("A model is trained when accounts of several months have been delivered.")
        return html.Div(empty(_("No model yet"), text), className="card")
    rows = found.get(target) or next(iter(found.values()))
    link = lambda one: f"/recommend/model?target={one}"  # noqa: E731
    each = {name: of for name, of in found.items() if name != "all"}
    tested = next(iter(rows.values()))["tested_on"]
    items = [
        html.A(drawn.target_name(one), href=link(one), className="menu-item current" if one == target else "menu-item")
        for one in each
    ]
    head = html.Div(
        [
            menu(drawn.target_name(target), items),
            html.Small(
                _(
                    "Tested on %(month)s, which the model had not seen; it knew only earlier months.",
                    month=f"{tested:%Y-%m}",
                ),
                className="muted",
            ),
        ],
        className="quality-head",
    )
    cards = [
        html.Section([head, Still(drawn.figures(rows))], className="card quality-wide", id="recommend-quality-card"),
        _curve("recommend-gains", _("Gains"), gains_frame(rows), figures.gains, _gain_columns()),
        _curve(
            "recommend-calibration",
            _("Calibration"),
            calibration_frame(rows),
            figures.calibration,
            _calibration_columns(),
        ),
        card("recommend-not", _("What it must not be used for"), Still(drawn.not_for())),
        card(
            "recommend-every",
            _("All targets"),
            Still(drawn.every(each, target, link), className="table-wrap"),
            subtitle=map_words(found),
            className="quality-two",
        ),
        card(
            "recommend-fair",
            _("Fairness"),
            Still(drawn.fairness(rows), className="table-wrap"),
            subtitle=_("said against happened, by segment"),
        ),
        *results(campaign, target),
        card(
            "recommend-versions",
            _("Versions"),
            Still(drawn.versions(_versions()), className="table-wrap"),
            subtitle=_("roll back: python -m models rollback"),
            className="quality-wide",
        ),
    ]
    return html.Div([one for one in cards if one is not None], className="quality")


def map_words(found: Mapping[str, Any]) -> str:
    """The order of products for a customer: MAP@7 of the model beside both simple ones."""
    scores = {
        part: found.get("all", {}).get(("map7", part), {}).get("value") for part in ("model", "popularity", "logistic")
    }
    if as_number(scores["model"]) is None:
        return ""
    said = {part: human(value, decimals=3) for part, value in scores.items()}
    return _("order of products (MAP@7): %(model)s; popularity %(popularity)s, logistic %(logistic)s", **said)


def _versions() -> list[dict[str, Any]]:
    return records("model_version", columns=VERSION, order="-tested_on")


def _curve(id: str, title: str, frame: pd.DataFrame, draw: Any, columns: list[Column]) -> html.Section:
    if frame.empty:
        return card(id, title, empty(_("Too few takers in the test month"), _("Choose another target.")))
    body = [
        html.Div(chart(f"{id}-chart", draw(frame), height=HEIGHT), className="chart"),
        html.Div(table(frame, columns), className="twin"),
    ]
    return card(id, title, body, tools=[tool_button("table"), tool_button("png")])


def gains_frame(rows: Mapping[tuple[str, str], Mapping[str, Any]]) -> pd.DataFrame:
    """A row per tenth of the customers: share, model, ideal."""
    parts = sorted(part for measure, part in rows if measure == "gains")
    return pd.DataFrame(
        {
            "share": [float(part) for part in parts],
            "model": [rows[("gains", part)]["value"] for part in parts],
            "ideal": [rows[("gains_ideal", part)]["value"] for part in parts],
        }
    )


def calibration_frame(rows: Mapping[tuple[str, str], Mapping[str, Any]]) -> pd.DataFrame:
    """A row per tenth of the forecasts: said, happened, low, high."""
    parts = sorted(part for measure, part in rows if measure == "said")
    happened = [rows[("happened", part)] for part in parts]
    said = [rows[("said", part)]["value"] for part in parts]
    return pd.DataFrame(
        {
            "said": said,
            "happened": [row["value"] for row in happened],
            "low": [row["low"] for row in happened],
            "high": [row["high"] for row in happened],
        }
    )


def _gain_columns() -> list[Column]:
    names = (("share", _("share of customers")), ("model", _("model")), ("ideal", _("ideal")))
    return [Column(name, label, "percent") for name, label in names]


def _calibration_columns() -> list[Column]:
    names = (("said", _("Said")), ("happened", _("Happened")), ("low", _("from")), ("high", _("to")))
    return [Column(name, label, "percent", decimals=2) for name, label in names]


# -- earlier campaigns ---------------------------------------------------------------------------------------


def results(campaign: str, target: str) -> list[Any]:
    """All earlier campaigns; of the one chosen by tenth, group, entity, and the Qini curve."""
    rows = records("campaign_result", columns=RESULT)
    # An entity sees its own part of each campaign, everybody else the whole.
    every = [row for row in rows if row["part"] == "all"] or [row for row in rows if row["part"] == "entity"]
    if not every:
        text = _("None of the campaigns measured so far addressed your part of the organisation.")
        return [
            card(
                "recommend-results",
                _("What earlier campaigns brought"),
                empty(_("No results"), text),
                className="quality-wide",
            )
        ]
    detailed = {row["campaign_id"] for row in rows if row["part"] == "decile"}
    usual = next((row["campaign_id"] for row in every if row["campaign_id"] in detailed), every[0]["campaign_id"])
    chosen = campaign if any(row["campaign_id"] == campaign for row in every) else usual
    of = {
        part: [row for row in rows if row["campaign_id"] == chosen and row["part"] == part]
        for part in ("decile", "group", "entity", "qini", "qini_coefficient")
    }
    link = lambda one: f"/recommend/model?target={target}&campaign={one}#results"  # noqa: E731
    shown = next(row for row in every if row["campaign_id"] == chosen)
    title = _("%(name)s: who it moved", name=campaign_name(shown))
    return [
        card(
            "recommend-results",
            _("What earlier campaigns brought"),
            Still(drawn.campaigns(every, chosen, link, campaign_name), className="table-wrap"),
            subtitle=_("addressed against a control group drawn by lot; openings from the feeds"),
            className="quality-wide",
        ),
        _qini(of["qini"], of["qini_coefficient"], title),
        _by("groups", _("By customer group"), of["group"], lambda row: code_label("customer_group", row["unit_id"])),
        _by("entities", _("By entity"), of["entity"], lambda row: row["entity_name"]),
        _by(
            "deciles", _("By tenth of the forecast"), of["decile"], lambda row: _("tenth %(n)s", n=int(row["unit_id"]))
        ),
    ]


def _by(id: str, title: str, rows: list[dict[str, Any]], label: Callable[[Any], str]) -> html.Section | None:
    """The effect by part of those addressed; nothing where too few were."""
    if not rows:
        return None
    ordered = sorted(rows, key=lambda row: row["unit_id"] or "")
    body = Still(drawn.parts(ordered, label, title), className="table-wrap")
    return card(f"recommend-{id}", title, body, subtitle=campaign_name(rows[0]))


def campaign_name(row: Mapping[str, Any]) -> str:
    """In the reader's language."""
    return str(row["name"] if current_language() == "zh" else row["name_en"] or row["name"])


def _qini(rows: list[dict[str, Any]], coefficient: list[dict[str, Any]], title: str) -> html.Section | None:
    if not rows:
        return None
    frame = pd.DataFrame([{"share": float(row["unit_id"]), "gained": row["uplift"]} for row in rows]).sort_values(
        "share"
    )
    columns = [
        Column("share", _("share addressed"), "percent"),
        Column("gained", _("gained per customer"), "percent", decimals=2),
    ]
    body = [
        html.Div(chart("recommend-qini-chart", figures.qini(frame), height=HEIGHT), className="chart"),
        html.Div(table(frame, columns), className="twin"),
    ]
    number = as_number(coefficient[0]["uplift"]) if coefficient else None
    sub = _("Qini coefficient %(n)s", n=human(number, decimals=4)) if number is not None else ""
    return card("recommend-qini", title, body, subtitle=sub, tools=[tool_button("table"), tool_button("png")])
