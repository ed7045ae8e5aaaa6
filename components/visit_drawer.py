"""The drawer of one manager: who, the visit of now, today's track and hours, photos. Rows in, components out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html

from components.icons import icon
from components.short_names import short_name
from components.states import denied
from components.visit_photo import photo_button, photo_words, thumbnail
from components.visit_track import Track
from components.visit_track_svg import hours_bar, track_picture
from components.visit_verdict import SIGNS, verdict
from data.i18n import _, current_language, n_
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, day_text, human
from data.integrity.words import distance_of, sentence, tone, way


def between() -> str:
    """What stands between words of one line."""
    return " · " if current_language() == "en" else "・"


def drawer(
    who: dict[str, Any],
    visit: dict[str, Any] | None,
    track: Track,
    photos: pd.DataFrame,
    *,
    may_unmask: bool,
    day: date | None = None,
    stays: bool = False,
    page: str = "visits",
) -> list[Any]:
    """Children of the drawer. ``who``: a staff row; ``visit``: the one shown, None when there was none; ``day``: a past
    one; ``stays``: the visit was chosen itself, a newer one does not take its place; ``page``: whose ids its parts have."""
    parts = [_head(who, visit, day, stays, page)]
    if visit is None:
        words = _("No visit on this day. The manager's page shows earlier ones.")
        parts.append(html.Section(words, className="drawer-part muted"))
        if track.moments:
            parts.append(_track_part(track, day))
    else:
        parts += [
            visit_part(visit, may_unmask=may_unmask, day=day, page=page),
            _track_part(track, day),
            _photos_part(photos, visit),
        ]
    kept = _("Positions are taken in working hours only. This look is in the audit.")
    return [*parts, html.Footer([icon("lock"), kept], className="drawer-foot")]


def denied_drawer() -> list[Any]:
    """For a role without ``track:read``."""
    text = _("Where a person was is open to those with a reason alone. Your role has no right to see tracks.")
    return state_drawer(denied(text))


def state_drawer(state: html.Div) -> list[Any]:
    """A drawer that says why there is nobody in it."""
    return [html.Header([html.Div(className="drawer-who"), _close()], className="drawer-head"), state]


def _head(who: dict[str, Any], visit: dict[str, Any] | None, day: date | None, stays: bool, page: str) -> html.Header:
    name = name_of(who)
    words = [
        code_label("post", who.get("post_code")),
        serves_at(who),
    ]
    told = {
        "id": str(who["staff_id"]),
        "title": name,
        "stays": stays,
        "place": str((visit or {}).get("where") or ""),
        "counties": [str(visit["county_code"])] if visit and visit.get("county_code") else [],
        "nodes": [f"entity:{who.get('entity_id')}", f"branch:{who.get('branch_id')}", f"staff:{who['staff_id']}"],
        "at": {"lon": visit["lon"], "lat": visit["lat"]} if visit and as_number(visit.get("lon")) is not None else None,
    }
    who_text = [
        html.B(name, className="drawer-name"),
        html.Span(between().join(word for word in words if word), className="drawer-post"),
    ]
    leads = _("Manager's page") if page == "visits" else _("Show that day")
    there = dcc.Link([leads, icon("right")], href=manager_page(who["staff_id"], day), className="button drawer-page")
    return html.Header(
        [html.Span(name[:1], className="face"), html.Div(who_text, className="drawer-who"), there, _close()],
        className="drawer-head",
        **{"data-callout": json.dumps(told, ensure_ascii=False, default=str)},
    )


def manager_page(staff_id: Any, day: date | None) -> str:
    """The address of the manager's page, on a past day."""
    return f"/visits/manager/{staff_id}" + (f"?period={day.isoformat()}" if day else "")


def name_of(who: dict[str, Any]) -> str:
    """A colleague's name in the reader's script."""
    latin = who.get("name_pinyin") if current_language() == "en" else None
    return str(latin or who.get("name") or "")


def serves_at(who: dict[str, Any]) -> str:
    """Entity › outlet, the outlet without the entity's name."""
    entity, branch = str(who.get("entity_name") or ""), str(who.get("branch_name") or "")
    return f"{short_name(entity)} › {short_name(branch, entity)}"


def _close() -> html.Button:
    return html.Button(
        icon("close"),
        type="button",
        className="tool",
        title=_("Close (Esc)"),
        **{"data-drawer-close": "1", "aria-label": _("Close (Esc)")},
    )


def visit_part(
    visit: dict[str, Any], *, may_unmask: bool, day: date | None = None, page: str = "visits"
) -> html.Section:
    """The visit, in the place its unmasking writes to."""
    inside = visit_content(visit, may_unmask=may_unmask, day=day, page=page)
    return html.Section(inside, id=f"{page}-visit", className="drawer-part")


def visit_content(
    visit: dict[str, Any], *, may_unmask: bool, day: date | None = None, page: str = "visits"
) -> list[Any]:
    """Place, kind and (masked) name, when, what for, what came of it, how far from the address; ``day``: a past one."""
    on = f"{day:%m-%d} " if day else ""
    kind = code_label("customer_group", visit.get("customer_group"))
    name = visit.get("customer_name") or visit.get("household_name") or ""
    title = html.H3([f"{visit.get('place') or ''}{between()}{kind} ", html.Span(name)], className="visit-title")
    unmask = html.Button(
        _("Show name"), id=f"{page}-unmask", type="button", className="chip", n_clicks=0, hidden=not may_unmask
    )
    facts = [
        (_("Time"), [html.B(f"{on}{visit['started_at']:%H:%M} – {visit['ended_at']:%H:%M}"), f" {stay(visit)}"]),
        (_("Purpose"), html.B(code_label("purpose", visit.get("purpose")))),
        (_("Rated by the manager"), satisfaction(visit.get("satisfaction"))),
        *([(_("Rated by the customer"), own_vote(visit["vote"]))] if "vote" in visit else []),
        (_("Result"), html.B(code_label("result", visit.get("result")), className="brand")),
        (_("From the address"), distance(visit)),
        (_("Position"), accuracy(visit)),
    ]
    cells = [html.Div([html.Dt(label), html.Dd(value)]) for label, value in facts]
    return [html.Div([title, unmask], className="visit-head"), html.Dl(cells, className="facts"), verdict(visit)]


def stay(visit: dict[str, Any]) -> str:
    """How long it took."""
    return _("%(n)s min", n=human(visit.get("dwell_minutes")))


def satisfaction(stars: Any) -> Any:
    """Very satisfied 5 / 5, or that it was not asked."""
    number = as_number(stars)
    if number is None:
        return html.Span(_("not rated"), className="muted")
    words = {
        5: _("very satisfied"),
        4: _("satisfied"),
        3: _("neither"),
        2: _("dissatisfied"),
        1: _("very dissatisfied"),
    }
    return [html.B(words.get(int(number), "")), f" {number:.0f} / 5"]


def own_vote(vote: Mapping[str, Any] | None) -> Any:
    """What the customer said with a code, beside what the manager entered; words too, if there are any."""
    if vote is None:
        return html.Span(_("no vote"), className="muted")
    return html.Span(
        [*satisfaction(vote["rating"]), html.Q(vote["said"]) if vote["said"] else None], className="own-vote"
    )


def distance(visit: Mapping[str, Any]) -> Any:
    """Metres to the household's address in words, graded by how exact the position is; who cannot tell says so, neutrally."""
    found = distance_of(visit)
    number = as_number(visit.get("distance_m"))
    if found.grade == "cannot_verify" or number is None:
        return html.Span([icon("info"), _("cannot tell")], className="verdict muted", title=sentence(found, visit))
    reads = tone(found, visit)  # as the grade does: what asks for no review is no warning
    return html.Span(
        [icon(SIGNS[reads]), html.B(way(number))], className=f"verdict {reads}", title=sentence(found, visit)
    )


def accuracy(visit: dict[str, Any]) -> Any:
    """How good the position is, or that the phone reported a made-up one."""
    if visit.get("is_mock") is True:
        return html.Span([icon("warning"), html.B(_("mock location"))], className="verdict bad")
    number = as_number(visit.get("accuracy_m"))
    return html.Span(_("none"), className="muted") if number is None else _("within %(n)s m", n=human(number))


def track_words(track: Track) -> str:
    """Visits, length of the line through them, last sign, and what is to be known about the line."""
    words = [
        n_("%(count)s visit", "%(count)s visits", len(track.stops)),
        _("line on the map %(n)s km", n=f"{track.km:.1f}"),
    ]
    if track.moments:
        words.append(_("last sign %(time)s", time=f"{track.moments[-1][0]:%H:%M}"))
    if track.has_silence:
        words.append(_("dashed: no signal"))
    if track.astray:
        words.append(
            n_("%(count)s position too far off left out", "%(count)s positions too far off left out", track.astray)
        )
    return between().join(words)


def _track_part(track: Track, day: date | None) -> html.Section:
    picture = track_picture(track)
    if picture is None:
        picture = html.P(_("No position came with these visits."), className="muted")
    title = _("Track of %(day)s", day=day_text(day, weekday=False)) if day else _("Today's track")
    head = html.Div([html.H4(title), html.Span(track_words(track), className="card-sub")], className="part-head")
    return html.Section([head, picture, hours_bar(track)], className="drawer-part")


def _photos_part(photos: pd.DataFrame, visit: dict[str, Any]) -> html.Section:
    words = [] if photos.empty else [n_("%(count)s photo", "%(count)s photos", len(photos))]
    if words and visit.get("visit_no"):
        words.append(_("watermark %(no)s", no=visit["visit_no"]))
    head = html.Div(
        [html.H4(_("Photos")), html.Span(between().join(words), className="card-sub")], className="part-head"
    )
    if photos.empty:
        return html.Section(
            [head, html.P(_("No photo of this visit has come in."), className="muted")], className="drawer-part"
        )
    return html.Section(
        [head, html.Div([snap(photo) for photo in photos.to_dict("records")], className="pair")],
        className="drawer-part",
    )


def snap(photo: dict[str, Any]) -> html.Button:
    """A photo's thumbnail; a click shows it in full."""
    return photo_button(photo, thumbnail(photo, photo_words(photo)["visit_no"]), "pair-photo")
