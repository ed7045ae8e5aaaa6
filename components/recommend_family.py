"""The household of a customer: its members in our books, what they hold together, and how many of it are no customers yet. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dash import html

from components.recommend_marks import yuan
from data.i18n import _, n_, p_
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human


@dataclass(frozen=True)
class Family:
    """``members``: customers of the household (customer_id, name, age, occupation, deposit_balance, loan_balance,
    product_count), the one looked at first; ``persons``: how many live there, 0 when not known."""

    members: Sequence[Mapping[str, Any]] = ()
    persons: int = 0

    @property
    def others(self) -> Sequence[Mapping[str, Any]]:
        """Without the one looked at."""
        return self.members[1:]

    @property
    def strangers(self) -> int:
        """Who lives there and has nothing with us."""
        return max(self.persons - len(self.members), 0)


def short(family: Family) -> str:
    """Household of 4, 2 of them with us."""
    if not family.persons:
        return ""
    persons = n_("household of %(n)s", "household of %(n)s", family.persons, n=family.persons)
    return p_("list", ", ").join([persons, _("%(n)s with us", n=len(family.members))])


def card(family: Family) -> html.Div:
    """Sums of the household, a line for each other member, and who is not with us."""
    if not family.persons:
        return html.Div(html.Small(_("The household is not known.")), className="profile-family")
    sums = [
        _sum(_("Persons"), human(family.persons)),
        _sum(_("With us"), human(len(family.members))),
        _sum(_("Deposits together"), yuan(_total(family, "deposit_balance"))),
        _sum(_("Loans together"), yuan(_total(family, "loan_balance"))),
    ]
    lines: list[Any] = [_member(one) for one in family.others]
    if not lines:
        lines.append(html.Small(_("Nobody else of the household is a customer.")))
    if family.strangers:
        words = n_(
            "%(n)s member of the household has nothing with us yet",
            "%(n)s members of the household have nothing with us yet",
            family.strangers,
            n=family.strangers,
        )
        lines.append(html.Small(words))
    return html.Div([html.Div(sums, className="family-sums"), *lines], className="profile-family")


def _total(family: Family, name: str) -> float:
    return sum(as_number(one[name]) or 0.0 for one in family.members)


def _sum(label: str, number: str) -> html.Div:
    return html.Div([html.Small(label), html.B(number)])


def _member(one: Mapping[str, Any]) -> html.A:
    age = _("aged %(n)s", n=human(one.get("age"))) if as_number(one.get("age")) is not None else ""
    about = " · ".join(filter(None, [age, code_label("occupation", one.get("occupation"))]))
    holds = n_("%(n)s product", "%(n)s products", int(one["product_count"] or 0), n=int(one["product_count"] or 0))
    return html.A(
        [
            html.Span(str(one["name"] or "?")[0], className="avatar"),
            html.Div([html.B(one["name"] or one["customer_id"]), html.Small(about)]),
            html.Div([html.Span(yuan(one["deposit_balance"])), html.Small(holds)], className="next"),
        ],
        href=f"/recommend/customer/{quote(str(one['customer_id']), safe='')}",
        className="family-member",
    )
