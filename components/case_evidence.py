"""What is known of a visit under review: why it was put forward, where it was, the day around it, photos. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pandas as pd
from dash import html

from components.cards import card
from components.case_map import case_map, metres
from components.icons import icon
from components.visit_drawer import accuracy, distance, own_vote, satisfaction, snap, stay
from components.visit_track import Track
from components.visit_track_svg import hours_bar
from data.geo.distance import Spot, distance_km
from data.i18n import _, n_
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human
from data.integrity.finding import Finding
from data.integrity.words import sentence

Row = Mapping[str, Any]
BY_HAND = timedelta(seconds=90)  # the stopwatch tells so little less or more by itself


def why(case: Row) -> html.Section:
    """The findings as sentences, the weightiest first, and what each takes off the score."""
    said = [_finding(one) for one in weighty(case["findings"])]
    note = _(
        "Observations of a program, as they were when the case was opened. They ask for a look and say nothing of a person."
    )
    score = html.Span([_("Trust score "), html.B(human(case["score"])), " / 100"], className="card-sub push")
    return card("review-why", _("What was noticed"), html.Ul(said, className="findings"), subtitle=score, foot=note)


def weighty(findings: Sequence[Row]) -> list[Row]:
    """The weightiest first."""
    return sorted(findings, key=lambda one: -(one.get("weight") or 0))


def reason(case: Row) -> str:
    """The weightiest finding in a sentence."""
    first = weighty(case["findings"])[:1]
    return sentence(Finding(**first[0])) if first else ""


def _finding(one: Row) -> html.Li:
    weight = one.get("weight") or 0
    told = _("takes %(n)s off", n=human(weight)) if weight else _("takes nothing off")
    sign = icon("search" if weight else "info")
    return html.Li([sign, html.Span(sentence(Finding(**one))), html.Small(told)], className="" if weight else "calm")


def place(visit: Row) -> html.Section:
    """The customer's place, the position and what lies between, drawn and in words."""
    home, position = _spot(visit, "household_lon", "household_lat"), _spot(visit, "lon", "lat")
    picture = case_map(home, position, as_number(visit.get("accuracy_m")))
    if picture is None:
        picture = html.P(_("Neither a position nor the customer's place is known."), className="muted")
    facts = [(_("From the address"), distance(dict(visit))), (_("Position"), accuracy(dict(visit)))]
    calm = html.P(
        _("The visit came without a position: no signal, which is no fault in itself."), className="calm-note"
    )
    body = [picture, _facts(facts), None if position else calm]
    return card("review-place", _("Where"), body, subtitle=str(visit.get("place") or ""))


def _spot(visit: Row, lon: str, lat: str) -> Spot | None:
    spot = as_number(visit.get(lon)), as_number(visit.get(lat))
    return None if spot[0] is None or spot[1] is None else (spot[0], spot[1])


def told(visit: Row) -> html.Section:
    """What the manager recorded, and beside it the customer's own vote (``vote``) for who may read it."""
    name = visit.get("customer_name") or visit.get("household_name") or ""
    facts = [
        (_("Customer"), [html.B(name), f" {code_label('customer_group', visit.get('customer_group'))}"]),
        (_("Time"), [html.B(f"{visit['started_at']:%H:%M} – {visit['ended_at']:%H:%M}"), f" {stay(dict(visit))}"]),
        *_by_hand(visit),
        (_("Purpose"), html.B(code_label("purpose", visit.get("purpose")))),
        (_("Result"), html.B(code_label("result", visit.get("result")))),
        (_("Rated by the manager"), satisfaction(visit.get("satisfaction"))),
        *([(_("Rated by the customer"), own_vote(visit["vote"]))] if "vote" in visit else []),
        (_("Note"), str(visit.get("note") or "") or html.Span(_("none"), className="muted")),
    ]
    return card("review-told", _("What was recorded"), _facts(facts))


def _by_hand(visit: Row) -> list[tuple[str, Any]]:
    """That the times were entered, where the phone's stopwatch (``stopwatch``) measured something else."""
    measured = visit.get("stopwatch")
    if measured is None or abs(visit["ended_at"] - visit["started_at"] - measured) < BY_HAND:
        return []
    seconds = round(measured.total_seconds())
    length = _("%(n)s min", n=human(seconds // 60)) if seconds >= 60 else _("%(n)s s", n=seconds)
    words = _("measured by the phone while recording: the times above were entered by hand")
    return [(_("Stopwatch"), [html.B(length), html.Small(f" {words}", className="muted")])]


def _facts(facts: Sequence[tuple[str, Any]]) -> html.Dl:
    return html.Dl(
        [html.Div([html.Dt(label), html.Dd(value)]) for label, value in facts], className="facts review-facts"
    )


def photos(shown: pd.DataFrame) -> html.Section:
    """The photos of the visit."""
    if shown.empty:
        body: Any = html.P(_("No photo of this visit has come in."), className="muted")
    else:
        body = html.Div([snap(photo) for photo in shown.to_dict("records")], className="review-photos")
    many = n_("%(count)s photo", "%(count)s photos", len(shown)) if len(shown) else ""
    return card("review-photos", _("Photos"), body, subtitle=many)


def day(track: Track, visits: Sequence[Row], current: str) -> html.Section:
    """The manager's visits of the day on a line of time, and what lies between them."""
    rows: list[Any] = []
    ways = ["", *(_way(before, after) for before, after in pairwise(visits))]
    for number, (visit, way) in enumerate(zip(visits, ways, strict=True), 1):
        rows.append(_row(number, visit, way, is_current=visit["visit_id"] == current))
    many = n_("%(count)s visit", "%(count)s visits", len(visits))
    return card(
        "review-day", _("The day around it"), [hours_bar(track), html.Ol(rows, className="day-rows")], subtitle=many
    )


def _row(number: int, visit: Row, way: str, *, is_current: bool) -> html.Li:
    words = [
        html.B(str(number), className="nth"),
        html.Span(f"{visit['started_at']:%H:%M} – {visit['ended_at']:%H:%M}", className="at"),
        html.Span([str(visit.get("place") or ""), html.B(_("this visit"), className="this") if is_current else None]),
        html.Small(way),
    ]
    return html.Li(words, className="on" if is_current else "")


def _way(before: Row, after: Row) -> str:
    """How far and how long from one visit to the next; empty where a position lacks."""
    a, b = _spot(before, "lon", "lat"), _spot(after, "lon", "lat")
    if a is None or b is None:
        return ""
    minutes = max((after["started_at"] - before["ended_at"]).total_seconds() / 60, 0)
    return _("%(far)s in %(n)s min", far=metres(distance_km(a, b) * 1000), n=human(round(minutes)))


def gone() -> html.Section:
    """For a visit that is not published (any more) in the reader's part."""
    words = _("The visit itself cannot be shown at present. What was noticed, and the steps, stand.")
    return card("review-told", _("What was recorded"), html.P(words, className="muted"))
