"""One campaign as it is shown: head, what can be changed, outcome so far, answers by manager, history. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from components import recommend_effect as effects
from components.icons import icon
from components.recommend_campaign import answer_words, period, status
from data.campaigns import ANSWERS, OPEN
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import clock_text, day_text, human
from models.learning.uplift import Effect


def head(row: Mapping[str, Any], today: date, *, may_change: bool) -> html.Div:
    """Name, period, state; the figures of the asker's part, the control group of the whole campaign."""
    is_part, whole = row["members"] < row["whole"]["members"], row["whole"]
    above = row["treated"] - row["assigned"]
    assigned = _("%(n)s above capacity or without owner", n=human(above)) if above else _("every customer a task")
    if is_part:
        assigned = _("in your part of the organisation")
    reached = sum(row["answers"].values())
    parts = [
        _figure(_("Assigned to managers"), human(row["assigned"]), assigned),
        _figure(_("Reached so far"), human(reached), _("an answer is on record")),
        _figure(_("Accepted"), human(row["answers"].get("accepted", 0)), _("as managers say; not the outcome")),
        _figure(
            _("Control group"),
            human(whole["control"]),
            _("of %(n)s in the whole campaign", n=human(whole["members"])),
        ),
    ]
    about = html.Small(f"{code_label('product_code', row['product_code'])} · {period(row)}", className="muted")
    title = html.Div([html.H2(row["name"]), status(row, today)], className="campaign-title")
    change = changes(row, today) if may_change else None
    return html.Div(
        [html.Div([title, about, change]), html.Div(parts, className="campaign-figures")], className="campaign-head"
    )


def _figure(label: str, number: str, aside: str) -> html.Div:
    return html.Div([html.Small(label), html.B(number), html.Small(aside)])


def changes(row: Mapping[str, Any], today: date) -> html.Div:
    """Another name; an early end."""
    path = f"/api/v1/campaigns/{row['campaign_id']}"
    name = html.Span(
        **{
            "data-field": "name",
            "data-type": "text",
            "data-value": row["name"],
            "data-label": _("Name of the campaign"),
        }
    )
    parts = [_change("edit", _("Rename"), f"{path}/name", [name], _("Save"))]
    if row["stopped_at"] is None and today <= row["ends_on"]:
        told = html.P(
            _(
                "Today becomes its last day: open tasks leave the managers' phones at once, the outcome is counted up to today,"
                " and the customers are free for other campaigns from tomorrow. This cannot be taken back."
            )
        )
        parts.append(_change("close", _("Stop early"), f"{path}/stop", [told], _("Stop the campaign")))
    return html.Div(parts, className="campaign-changes")


def _change(sign: str, label: str, path: str, body: list[Any], save: str) -> html.Details:
    button = html.Button(save, type="submit", className="button primary")
    form = html.Form([*body, html.P(role="alert", className="bad"), button], noValidate=True, **{"data-change": path})
    face = html.Summary([icon(sign), label], className="button")
    return html.Details([face, html.Div(form, className="menu-panel")], className="menu")


def outcome(found: Effect, reached: date | None) -> html.Div:
    """Those offered it against control, from the feeds."""
    far = effects.reach([found.low, found.high])
    whisker = effects.whisker(found.uplift, found.low, found.high, far)
    uplift = html.Span([html.B(effects.points(found.uplift)), whisker], className="uplift")
    lines = [
        _line(_("Offered it"), html.B(effects.share(found.treated_hits, found.treated))),
        _line(_("Control"), html.B(effects.share(found.control_hits, found.control))),
        _line(_("Uplift"), uplift),
        _line(_("95% interval"), html.B(f"{effects.points(found.low)} … {effects.points(found.high)}")),
    ]
    return html.Div(
        [*lines, html.P(effects.verdict(found.low, found.high)), html.Small(_reach(reached), className="muted")],
        className="campaign-outcome",
    )


def _line(label: str, value: Any) -> html.Div:
    return html.Div([html.Span(label), value])


def _reach(reached: date | None) -> str:
    return (
        _("Products opened, by the feeds up to %(day)s", day=str(reached)) if reached else _("No opening on record yet")
    )


def no_control(found: Effect, whole: Mapping[str, int], reached: date | None) -> html.Div:
    """A part without control customers has no uplift of its own."""
    text = _(
        "None of your customers is control: whether the campaign works is told by the whole of it, %(n)s customers of which"
        " %(control)s are control.",
        n=human(whole["members"]),
        control=human(whole["control"]),
    )
    line = _line(_("Took it"), html.B(effects.share(found.treated_hits, found.treated)))
    return html.Div([line, html.P(text), html.Small(_reach(reached), className="muted")], className="campaign-outcome")


def too_early(row: Mapping[str, Any], reached: date | None) -> html.Div:
    """The feeds do not reach into the campaign yet."""
    text = _(
        "The campaign began on %(start)s; the feeds reach to %(day)s.",
        start=str(row["starts_on"]),
        day=str(reached or "—"),
    )
    more = _(
        "Openings are compared from the day after on: those offered it against the control group, whatever managers tapped."
    )
    return html.Div([html.P(text), html.Small(more, className="muted")], className="campaign-outcome")


def by_manager(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> html.Table:
    """A row per manager: tasks, answers, accepted."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["staff_id"]:
            of = found.setdefault(row["staff_id"], dict.fromkeys((*ANSWERS, OPEN), 0))
            of[row["answer"]] += 1
    words = answer_words()
    titles = [_("Tasks"), *[words[name] for name in (*ANSWERS, OPEN)]]
    head_row = html.Tr([html.Th(_("Manager")), *[html.Th(title, className="num") for title in titles]])
    lines = [
        html.Tr(
            [
                html.Td(names.get(key, key)),
                *[
                    html.Td(human(n), className="num")
                    for n in (sum(of.values()), *[of[name] for name in (*ANSWERS, OPEN)])
                ],
            ]
        )
        for key, of in sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    ]
    return html.Table([html.Thead(head_row), html.Tbody(lines)], className="table")


def history(changes_: Sequence[Mapping[str, Any]]) -> html.Ul:
    """Who made and changed it, the newest first."""
    lines = [
        html.Li([html.Span(_said(one)), html.Small(f"{one['by']} · {_moment(one['at'])}")])
        for one in reversed(changes_)
    ]
    return html.Ul(lines, className="campaign-history")


def _said(one: Mapping[str, Any]) -> str:
    if one["kind"] == "renamed":
        return _("Renamed; before: %(name)s", name=one["before"])
    if one["kind"] == "stopped":
        return _("Stopped; it was to last until %(day)s", day=one["before"])
    return _("Made, control group drawn")


def _moment(at: Any) -> str:
    return f"{day_text(at.date(), weekday=False, year=True)} {clock_text(at)}"
