"""A manager's tasks on the phone: whom to see, what to offer and why, until when, and the answer in one tap. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
        [_head(key, who), _offer(row), _why(row, who), _told(row, who), _buttons(row["answer"])],
        className="task",
        **{"data-task": f"{row['campaign_id']}:{key}", "data-said": row["answer"]},
    )


def _head(key: str, who: Mapping[str, Any]) -> html.A:
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
    value = value_text(row["expected"])
    return html.Div(
        [
            html.B(code_label("product_code", row["product_code"])),
            html.Span(chance_text(row["probability"]), className="brand", title=_("Probability within 30 days")),
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
    until = _("until %(day)s", day=day_text(row["ends_on"], weekday=False))
    contact = _("Last contact: %(when)s", when=ago(who.get("last_contact_on"), who["as_of"])) if who else ""
    return html.Small([html.Span(str(row["name"])), html.B(until), html.Span(contact)], className="task-told")


def _buttons(answer: str) -> html.Div:
    words = answer_words()
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
