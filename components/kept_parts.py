"""The page of what is kept about oneself, and the files it is saved as. Rows in, components and bytes out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from dash import html

from components.icons import icon
from components.states import empty
from components.user_menu import role_name
from data.i18n import _
from data.i18n.numbers import day_text, human
from data.kept import ENOUGH_VOTES, Forgotten, Kept, Look, goes_on
from data.settings import settings

Rows = list[dict[str, Any]]


def kept_names() -> dict[str, tuple[str, str]]:
    """Kind → what it is called, and how long it is kept."""
    days = _("%(n)s days", n=settings().keep_position_days)
    return {
        "visits": (_("Visits I reported"), _("with the bank's records")),
        "positions": (_("Positions of my phone"), days),
        "photos": (_("Photos I took, with what the phone wrote into them"), _("with the visit")),
        "votes": (_("Votes of customers on my visits"), _("with the visit; told by month")),
        "cases": (_("Steps in cases about my visits"), _("with the visit")),
        "evidence": (_("Pictures I added to these cases, with what the phone wrote into them"), _("with the visit")),
        "sign_ins": (_("Times I signed in"), _("with the audit")),
        "devices": (_("Devices and tokens"), _("with the audit")),
        "notices": (_("Notices I accepted"), _("with the audit")),
        "looks": (_("Looks at my track by others and by me"), _("with the audit")),
    }


def kept_table(lines: Sequence[Kept]) -> html.Div:
    """A line for each kind: how many, from when to when, and until when."""
    names = kept_names()
    head = [_("What"), _("How many"), _("First"), _("Last"), _("Kept")]
    rows = [html.Tr([html.Td(cell) for cell in _line(line, *names[line.name])]) for line in lines]
    body = [html.Thead(html.Tr([html.Th(text, scope="col") for text in head])), html.Tbody(rows)]
    return html.Div(html.Table(body, className="table own-kept"), className="table-wrap")


def _line(line: Kept, name: str, until: str) -> list[Any]:
    if line.name == "positions" and line.number:
        ends = goes_on(line.first)
        until = _("%(days)s; the oldest until %(day)s", days=until, day=day_text(ends.date())) if ends else until
    form = "%Y-%m" if line.name == "votes" else "%Y-%m-%d"  # the day of a vote would lead back to who gave it
    return [
        html.B(name),
        human(line.number, compact=False),
        *(_moment(at, form) for at in (line.first, line.last)),
        until,
    ]


def _moment(moment: datetime | None, form: str) -> str:
    return format(moment, form) if moment is not None else "–"


def votes_line() -> html.P:
    """What is told of votes, and why no more."""
    return html.P([icon("shield"), votes_rule()], className="own-note")


def votes_rule() -> str:
    """The rule in words, for page and file."""
    return _(
        "Votes go to the bank. Of each month stands here how many there were; how they rated only when the month is over and "
        "had at least %(n)s, so that no vote leads back to the customer who gave it.",
        n=ENOUGH_VOTES,
    )


def forgotten_line(run: Forgotten | None) -> html.P:
    """What the job that deletes positions did last, for everybody to see."""
    if run is None:
        return html.P(
            _("The job that deletes old positions has not run yet. It runs each night."), className="own-note"
        )
    text = _(
        "On %(when)s the positions of everybody from before %(day)s were deleted: %(n)s.",
        when=f"{run.ran_at:%Y-%m-%d %H:%M}",
        day=f"{run.before:%Y-%m-%d}",
        n=human(run.positions, compact=False),
    )
    return html.P([icon("clock"), text], className="own-note")


def looks_table(looks: Sequence[Look]) -> Any:
    """Who looked at the track, when, at which day."""
    if not looks:
        return empty(_("Nobody looked at your track"), _("Each look would stand here, with who and when."))
    head = [_("When"), _("Looked by"), _("Role"), _("Day looked at")]
    rows = [
        html.Tr(
            [html.Td(f"{one.at:%Y-%m-%d %H:%M}"), html.Td(one.name), html.Td(role_name(one.role)), html.Td(day_of(one))]
        )
        for one in looks
    ]
    body = [html.Thead(html.Tr([html.Th(text, scope="col") for text in head])), html.Tbody(rows)]
    return html.Div(html.Table(body, className="table"), className="table-wrap")


def day_of(look: Look) -> str:
    """The day that was looked at, out of the audit's detail."""
    return str(json.loads(look.detail).get("day") or "")


def save_buttons() -> list[html.A]:
    """All of it as a file."""
    files = (("xlsx", _("Excel")), ("json", "JSON"))
    return [
        html.A(
            [icon("download"), text],
            href=f"/api/v1/me/kept?as={kind}",
            className="chip",
            download="",
            **{"data-plain": "1"},
        )
        for kind, text in files
    ]


def as_json(everything: dict[str, Rows]) -> bytes:
    """All rows, by kind."""
    return json.dumps(everything, ensure_ascii=False, indent=1, default=_plain).encode()


def as_excel(everything: dict[str, Rows]) -> bytes:
    """A sheet for each kind there is something of."""
    names, file = kept_names(), BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        bold, told = book.add_format({"bold": True}), book.add_worksheet(_("What is kept"))
        told.set_column(0, 0, 46)
        for row, (kind, rows) in enumerate(everything.items()):
            told.write_row(row, 0, [names[kind][0], number_of(kind, rows), names[kind][1]])
            if rows:
                _sheet(book.add_worksheet(kind), rows, bold)
        told.write(len(everything) + 1, 0, votes_rule())
    return file.getvalue()


def number_of(kind: str, rows: Rows) -> int:
    """How many there are: of votes, which come a row a month, all of them."""
    return sum(row["votes"] for row in rows) if kind == "votes" else len(rows)


def _sheet(sheet: Any, rows: Rows, bold: Any) -> None:
    sheet.write_row(0, 0, list(rows[0]), bold)
    sheet.set_column(0, len(rows[0]) - 1, 18)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row.values()):
            _write(sheet, number, column, value)


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None or value != value:
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, bool | int | float):
        sheet.write_number(row, column, float(value))
    else:
        sheet.write_string(
            row, column, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_plain)
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
