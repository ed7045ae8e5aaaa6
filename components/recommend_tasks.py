"""A manager's tasks on the phone: whom to see, what to offer and why, and the answer in one tap. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.icons import icon
from components.recommend_campaign import answer_words
from components.recommend_marks import ago, reason, yuan
from components.recommend_side import profile
from data.i18n import _, n_
from data.i18n.codes import code_label
from data.i18n.numbers import human, percent

SIGNS = {"accepted": "check", "later": "clock", "declined": "close"}


def tasks(rows: Sequence[Mapping[str, Any]], whom: Mapping[str, Mapping[str, Any]], most: int = 0) -> html.Div:
    """Tasks with their buttons; ``most``: no more than so many, the rest behind a link."""
    shown = rows[:most] if most else rows
    parts: list[Any] = [_task(row, whom.get(row["customer_id"], {})) for row in shown]
    if len(shown) < len(rows):
        more = n_("All %(n)s task", "All %(n)s tasks", len(rows), n=human(len(rows)))
        parts.append(html.A([more, icon("right")], href="/recommend/tasks", className="button"))
    return html.Div(parts, className="tasks")


def _task(row: Mapping[str, Any], who: Mapping[str, Any]) -> html.Article:
    key = str(row["customer_id"])
    name = str(who.get("name") or key)
    about = [code_label("customer_group", who.get("customer_group")), str(who.get("village_name") or "")]
    why = reason(who.get("next_reason"), who) if who.get("next_product") == row["product_code"] else ""
    contact = _("Last contact: %(when)s", when=ago(who.get("last_contact_on"), who["as_of"])) if who else ""
    words = answer_words()
    buttons = [
        html.Button([icon(sign), words[said]], type="button", className="answer", **{"data-answer": said})
        for said, sign in SIGNS.items()
    ]
    head = html.A(
        [
            html.Span(name[0], className="avatar"),
            html.Div([html.B(name), html.Small(" · ".join(filter(None, about)))]),
            icon("right"),
        ],
        href=profile(key),
        className="who",
    )
    offer = html.Div(
        [
            html.B(code_label("product_code", row["product_code"])),
            html.Span(percent(row["probability"]), className="brand"),
            html.Span(yuan(row["expected"]), className="muted push"),
        ],
        className="offer",
    )
    return html.Article(
        [head, offer, html.Small(" · ".join(filter(None, [why, contact]))), html.Div(buttons, className="answers-tap")],
        className="task",
        **{"data-task": f"{row['campaign_id']}:{key}", "data-said": row["answer"]},
    )


def progress(rows: Sequence[Mapping[str, Any]]) -> html.Span:
    """How many are answered; counted on by a tap."""
    done = sum(1 for row in rows if row["answer"] in ("accepted", "declined"))
    text = _("%(n)s of %(all)s answered", n=human(done), all=human(len(rows)))
    return html.Span(text, className="card-sub", **{"data-answered": str(done), "data-all": str(len(rows))})
