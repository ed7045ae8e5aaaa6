"""A manager's tasks on the phone: whom to see, what to offer and why, until when, and the answer in one tap. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from dash import html

from components.icons import icon
from components.recommend_campaign import answer_words
from components.recommend_marks import ago, reasons
from components.recommend_side import profile
from components.recommend_small import chance_text, value_text
from data.campaigns import OPEN
from data.i18n import _, n_
from data.i18n.codes import code_label
from data.i18n.numbers import day_text, human

SIGNS = {"accepted": "check", "later": "clock", "declined": "close"}
MOST_REASONS = 2


def tasks(rows: Sequence[Mapping[str, Any]], whom: Mapping[str, Mapping[str, Any]], most: int = 0) -> html.Div:
    """Tasks with their buttons. ``rows`` hold the offer's reasons beside the task; ``most``: the rest behind a link."""
    shown = rows[:most] if most else rows
    parts: list[Any] = [_task(row, whom.get(row["customer_id"], {})) for row in shown]
    if len(shown) < len(rows):
        more = n_("All %(n)s task", "All %(n)s tasks", len(rows), n=human(len(rows)))
        parts.append(html.A([more, icon("right")], href="/recommend/tasks", className="button"))
    return html.Div(parts, className="tasks")


def _task(row: Mapping[str, Any], who: Mapping[str, Any]) -> html.Article:
    key = str(row["customer_id"])
    return html.Article(
        [_head(key, who), *_what(row, who), _told(row, who), _buttons(row)],
        className="task",
        **{"data-task": json.dumps(sent(row)), "data-said": row["answer"]},
    )


def sent(row: Mapping[str, Any]) -> dict[str, str]:
    """What an answer to the task says beside the answer: whose campaign, or which task."""
    if row.get("task_id"):
        return {"task_id": row["task_id"]}
    return {"campaign_id": row["campaign_id"], "customer_id": row["customer_id"]}


def _what(row: Mapping[str, Any], who: Mapping[str, Any]) -> list[Any]:
    """What to offer and why; of a task for one customer the note."""
    note = html.P(row["note"], className="task-note") if row.get("note") else None
    if not row["product_code"]:
        return [note]
    return [_offer(row), note, _why(row, who)] if note else [_offer(row), _why(row, who)]


def _head(key: str, who: Mapping[str, Any]) -> html.Div:
    """Who, and the way to record a visit there (a document of its own)."""
    go = html.A(
        _("Go and visit"), href=f"/capture?customer={quote(key)}", className="button go-visit", **{"data-plain": "1"}
    )
    return html.Div([_person(key, who), go], className="task-head")


def _person(key: str, who: Mapping[str, Any]) -> html.A:
    name = str(who.get("name") or key)
    about = [code_label("customer_group", who.get("customer_group")), str(who.get("village_name") or "")]
    return html.A(
        [
            html.Span(name[0], className="avatar"),
            html.Div([html.B(name), html.Small(" · ".join(filter(None, about)))]),
            icon("right"),
        ],
        href=profile(key),
        className="who",
    )


def _offer(row: Mapping[str, Any]) -> html.Div:
    chance, value = row["probability"], value_text(row["expected"])
    return html.Div(
        [
            html.B(code_label("product_code", row["product_code"])),
            html.Span(chance_text(chance), className="brand", title=_("Probability within 30 days"))
            if chance is not None
            else None,
            html.Span(value, className="muted push", title=_("Expected value (yuan)")) if value else None,
        ],
        className="offer",
    )


def _why(row: Mapping[str, Any], who: Mapping[str, Any]) -> html.Ul:
    said = [words for words, _points in reasons(row, who)][:MOST_REASONS]
    if not said:
        return html.Ul(
            html.Li(_("Nothing in particular speaks for it: on the list by its place")), className="task-why none"
        )
    return html.Ul([html.Li(words) for words in said], className="task-why")


def _told(row: Mapping[str, Any], who: Mapping[str, Any]) -> html.Small:
    day = day_text(row["ends_on"], weekday=False)
    until = _("overdue since %(day)s", day=day) if row.get("is_late") else _("until %(day)s", day=day)
    contact = _("Last contact: %(when)s", when=ago(who.get("last_contact_on"), who["as_of"])) if who else ""
    return html.Small(
        [html.Span(str(row["name"])), html.B(until, className="bad" if row.get("is_late") else ""), html.Span(contact)],
        className="task-told",
    )


def _buttons(row: Mapping[str, Any]) -> html.Div:
    answer, words = row["answer"], answer_words()
    if not row["product_code"]:  # nothing was offered that could be accepted
        words |= {"accepted": _("Done"), "declined": _("Not possible")}
    buttons = [
        html.Button(
            [icon(sign), words[said]],
            type="button",
            className="answer",
            **{"data-answer": said, "aria-pressed": "true" if answer == said else "false"},
        )
        for said, sign in SIGNS.items()
    ]
    return html.Div(buttons, className="answers-tap")


def progress(rows: Sequence[Mapping[str, Any]]) -> html.Span:
    """How many are answered, put off or not; counted on by a tap."""
    done = sum(1 for row in rows if row["answer"] != OPEN)
    text = _("%(n)s of %(all)s answered", n=human(done), all=human(len(rows)))
    return html.Span(text, className="card-sub", **{"data-answered": str(done), "data-all": str(len(rows))})
