"""Suspicious patterns of a month with their evidence, for those who study indicators.

Outlets that push month ends, customers handed to and fro. Each leads to the rows it shows in; none accuses anybody.
"""

from __future__ import annotations

from typing import Any

from dash import html

from components.cards import card, tool_button
from components.states import empty
from components.still import Still
from components.tables import Column, table
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import human, percent
from data.listing import Listing, listing, records
from data.scope import Node
from pages._performance_choices import switches
from pages._performance_seen import Seen

MOST = 200


def found(seen: Seen) -> Listing:
    """The flags of the unit and month, the largest first. Raises Forbidden without the right."""
    return listing("indicator_flag", seen.of(seen.month), limit=MOST)


def brief(seen: Seen) -> list[dict[str, Any]]:
    """What the short list of them says, all of the unit and month. Raises Forbidden without the right."""
    return records("indicator_flag", seen.of(seen.month), columns=("kind", "times", "amount", "staff_id", "branch_id"))


def flags_card(seen: Seen) -> html.Section:
    """All of them as a table."""
    rows = found(seen)
    body: Any = empty(_("No suspicious patterns in this month"), _("Choose another month, or a wider scope."))
    if len(rows.frame):
        body = html.Div(table(rows.frame, _columns(seen), caption=_("Suspicious patterns")), className="table-wrap")
    note = _("A pattern is a reason to look, not a finding: talk to the outlet before it counts for anything.")
    return card(
        "performance-flag-list",
        _("Suspicious patterns"),
        Still(body),
        subtitle=_("%(n)s in the month", n=human(rows.total)),
        tools=[
            html.A(_("Back to the scores"), href=seen.choice.address(view=None), className="link"),
            switches(seen),
            tool_button("full"),
        ],
        foot=[html.Span(note, className="muted")],
        className="performance-main performance-wide",
    )


def _columns(seen: Seen) -> list[Column]:
    return [
        Column("kind", _("Pattern"), draw=lambda value, _row: code_label("flag_kind", value)),
        Column("branch_name", _("Outlet"), draw=lambda value, row: _outlet(seen, row)),
        Column("value", _("Evidence"), draw=lambda _value, row: html.Span(evidence(row), className="flag-words")),
        Column("amount", _("Amount"), "money", _("yuan")),
        Column("first_date", _("First day"), draw=lambda value, _row: _day(value)),
        Column("last_date", _("Last day"), draw=lambda value, _row: _day(value)),
    ]


def _outlet(seen: Seen, row: Any) -> html.A | str:
    name = row["branch_name"] or row["branch_id"]
    href = seen.choice.to("branch", str(row["branch_id"]), view="steps", indicator=row["indicator"] or None)
    return html.A(name, href=href)


def _day(value: Any) -> str:
    return "" if value is None or value != value else f"{value:%Y-%m-%d}"


def evidence(row: Any) -> str:
    """What was seen, in a sentence."""
    if row["kind"] == "month_end_spike":
        return _(
            "last day %(value)s of the average, usual %(usual)s; %(times)s of %(all)s accounts jumped by over 40 %%",
            value=percent(row["value"], 0),
            usual=percent(row["expected"], 0),
            times=human(row["times"]),
            all=human(row["accounts"]),
        )
    return _(
        "customer %(customer)s, %(group)s: between %(one)s and %(other)s, %(times)s times back",
        customer=row["customer_id"],
        group=code_label("product_group", row["product_group"]),
        one=row["staff_name"] or row["staff_id"],
        other=Node("staff", row["other_staff_id"]).name,
        times=human(row["times"]),
    )
