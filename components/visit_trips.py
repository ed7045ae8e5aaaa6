"""Stops and ways of a day in words, beside the replay: how far, how long where, and which visits they fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from components.icons import icon
from data.geo.distance import Spot
from data.i18n import _, n_
from data.i18n.numbers import as_number, human
from data.integrity.limits import limits
from data.integrity.words import way as far_words
from data.trips import Fix, Round, Seen, Stay, Travelled, Way, metres, round_of

OUTLET_M = 150  # around the outlet
Visits = Mapping[str, tuple[int, str]]  # visit → its number on the day's map, and the place


def trips(visits: pd.DataFrame, positions: pd.DataFrame, outlet: Spot | None) -> html.Div:
    """``visits``: a day's rows with ``place``; ``positions``: at, lon, lat, accuracy_m; ``outlet``: the person's."""
    ordered = visits.sort_values("started_at").to_dict("records")
    fixes = [
        Fix(row["at"], (row["lon"], row["lat"]), as_number(row["accuracy_m"])) for row in positions.to_dict("records")
    ]
    if not fixes:
        words = _("No positions of this day: stops and ways cannot be told.")
        return html.Div(html.P([icon("info"), words], className="trips-none"), className="trips")
    known = {row["visit_id"]: (number, str(row["place"] or "")) for number, row in enumerate(ordered, 1)}
    found = round_of(fixes, [_seen(row) for row in ordered])
    most = limits().of_one("speed_kmh", ordered[0].get("entity_id") if ordered else None)
    gone = found.possible(most)
    title = html.P(_("From the positions the phone sent on the way"), className="trips-title")
    notes = _notes(found, gone, known, most)
    return html.Div([title, _sums(found, gone), _list(found, gone, known, outlet), *notes], className="trips")


def _seen(row: Mapping[str, Any]) -> Seen:
    lon, lat = as_number(row.get("lon")), as_number(row.get("lat"))
    spot = None if lon is None or lat is None else (lon, lat)
    return Seen(str(row["visit_id"]), row["started_at"], row["ended_at"], spot)


def _sums(found: Round, gone: Travelled) -> html.Dl:
    """Kilometres, time on the way, stops, time at them; a way nobody can have gone counts for none of it."""
    numbers = [
        (_("On the way"), _("%(n)s km", n=human(gone.km, decimals=1))),
        (_("Time on the way"), _lasting(gone.minutes)),
        (_("Stops"), human(len(found.stays))),
        (_("Time at stops"), _lasting(found.minutes_at_stops)),
    ]
    return html.Dl([html.Div([html.Dt(label), html.Dd(value)]) for label, value in numbers], className="trips-sums")


def _lasting(minutes: float) -> str:
    """2 h 05 min."""
    hours, rest = divmod(round(minutes), 60)
    return _("%(h)s h %(m)s min", h=hours, m=f"{rest:02d}") if hours else _("%(m)s min", m=rest)


def _list(found: Round, gone: Travelled, known: Visits, outlet: Spot | None) -> html.Ol:
    """Stops and the ways between, in order of time."""
    parts: list[Stay | Way] = sorted(
        [*found.stays, *found.ways], key=lambda part: (part.started_at, isinstance(part, Stay))
    )
    return html.Ol(
        [_stay(part, known, outlet) if isinstance(part, Stay) else _way(part, part in gone.ways) for part in parts],
        className="trips-list",
    )


def _stay(stay: Stay, known: Visits, outlet: Spot | None) -> html.Li:
    when = html.Span(f"{stay.started_at:%H:%M} – {stay.ended_at:%H:%M}", className="at")
    numbers = [html.B(str(known[key][0]), className="nth") for key in stay.visits]
    place = next((known[key][1] for key in stay.visits), "")
    if not numbers:
        is_outlet = outlet is not None and metres(outlet, stay.spot) <= OUTLET_M
        place = _("at the outlet") if is_outlet else _("no visit recorded")
    where = html.Span([*numbers, place], className="where" if numbers else "where calm")
    return html.Li([when, where, html.B(_lasting(stay.minutes))], className="stay" if numbers else "stay calm")


def _way(way: Way, is_possible: bool) -> html.Li:
    far, lasting = far_words(way.metres), html.Span(_lasting(way.minutes))
    if is_possible:
        return html.Li([html.Span(), html.Span([icon("down"), far], className="where"), lasting])
    fast = _("%(far)s · %(n)s km/h: not possible", far=far, n=human(round(way.kmh), compact=False))
    return html.Li([html.Span(), html.Span([icon("warning"), fast], className="where"), lasting], className="fast")


def _notes(found: Round, gone: Travelled, known: Visits, most: float) -> list[Any]:
    """Visits no stop fits, ways too fast, and positions left out: said, and why that may be."""
    words = []
    if found.unmatched:
        which = _(", ").join(str(known[key][0]) for key in found.unmatched)
        text = n_("Visit %(which)s fits no stop", "Visits %(which)s fit no stop", len(found.unmatched), which=which)
        words.append(text + _(": the phone may have been silent there."))
    if gone.too_fast:
        facts = {"far": far_words(gone.metres_too_fast), "most": human(most)}
        words.append(
            n_(
                "%(count)s way of %(far)s would be faster than %(most)s km/h and is not counted: a position was wrong",
                "%(count)s ways of %(far)s would be faster than %(most)s km/h and are not counted: positions were wrong",
                len(gone.too_fast),
                **facts,
            )
        )
    if found.left_out:
        words.append(
            n_(
                "%(count)s position too coarse or stray left out",
                "%(count)s positions too coarse or stray left out",
                found.left_out,
            )
        )
    return [html.P(text, className="trips-note") for text in words]
