"""What lies behind an indicator: accounts, customers, events or visits, a page of rows, names masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pandas as pd
from dash import html

from components.performance_steps import said
from components.recommend_side import profile
from components.states import empty
from components.tables import Column, table
from components.visit_manager import PAGE_SIZE, page_words
from data.errors import BadRequest
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human
from data.listing import Listing, listing
from data.performance.indicators import indicators
from data.scope import Node, current_asker
from pages._performance_seen import Seen

BAD_CLASSES = ["substandard", "doubtful", "loss"]


@dataclass(frozen=True)
class Behind:
    """``listing`` with ``where``, ordered by ``order``; ``shows`` are the columns of the numbers."""

    listing: str
    where: dict[str, Any]
    order: str
    shows: tuple[str, ...]


_DEPOSIT, _LOAN = {"product_group": "deposit"}, {"product_group": "loan"}
_BALANCES = ("balance_avg", "balance_eop")
_OVERDUE = ("balance_eop", "days_past_due", "loan_class")
_DAYS, _DID, _HAPPENED = "account", "customer_activity", "performance_event"


READ = {
    _DAYS: ("customer_id", "name", "product_code", "share"),
    _DID: ("customer_id", "name", "share"),
    _HAPPENED: ("happened_at", "customer_id", "name", "event_kind", "product_code", "is_reversal", "staff_id"),
    "visit": ("started_at", "customer_name", "household_name", "village_code", "result", "satisfaction"),
}  # listing → what each of its rows shows, beside the numbers


def _online(only: str, *shows: str) -> Behind:
    return Behind(_DID, {"product_group": "online", only: True}, f"-{shows[0]}", shows)


def _events(kind: str | list[str], *shows: str, **where: Any) -> Behind:
    return Behind(_HAPPENED, {"event": kind, **where}, "-happened_at", shows)


BEHIND = {
    "deposit_avg": Behind(_DAYS, _DEPOSIT, "-balance_avg", _BALANCES),
    "deposit_growth": Behind(_DAYS, _DEPOSIT, "-balance_growth", ("balance_avg", "balance_growth")),
    "deposit_eop": Behind(_DAYS, _DEPOSIT, "-balance_eop", _BALANCES),
    "demand_share": Behind(_DAYS, _DEPOSIT | {"product": "demand"}, "-balance_avg", _BALANCES),
    "deposit_customers": Behind(_DAYS, _DEPOSIT, "-balance_avg", _BALANCES),
    "time_deposit_avg": Behind(_DAYS, _DEPOSIT | {"product": ["time_deposit", "large_cd"]}, "-balance_avg", _BALANCES),
    "deposit_stability": Behind(_DAYS, _DEPOSIT, "-balance_eop", _BALANCES),
    "loan_avg": Behind(_DAYS, _LOAN, "-balance_avg", _BALANCES),
    "loan_growth": Behind(_DAYS, _LOAN, "-balance_growth", ("balance_avg", "balance_growth")),
    "loan_customers": Behind(_DAYS, _LOAN | {"product": ["farm_credit", "startup", "e_loan"]}, "-balance_eop", _BALANCES),
    "npl_ratio": Behind(_DAYS, _LOAN | {"loan_class": BAD_CLASSES}, "-balance_eop", _OVERDUE),
    "overdue_ratio": Behind(_DAYS, _LOAN, "-days_past_due", _OVERDUE),
    "eloan_amount": Behind(_DAYS, _LOAN | {"product": "e_loan"}, "-balance_eop", _BALANCES),
    "lines_granted": _events("line_granted", "amount"),
    "first_loans": _events("drawdown", "amount", is_first_loan=True),
    "recovered_amount": _events("recovered", "amount"),
    "drawdown_rate": Behind(_DID, _LOAN, "-draws", ("lines", "draws")),
    "mobile_active": _online("is_mobile_active", "mobile_logins", "mobile_payments"),
    "mobile_active_rate": _online("is_mobile", "mobile_logins"),
    "mobile_payments": _online("is_paying", "mobile_payments", "mobile_logins"),
    "merchant_active": _online("is_merchant", "merchant_count", "merchant_amount"),
    "merchant_amount": _online("is_merchant", "merchant_amount", "merchant_count"),
    "quick_pay_active": _online("is_quick_pay", "quick_pay_count"),
    "visit_households": Behind("visit", {}, "-started_at", ()),
    "visit_satisfaction": Behind("visit", {}, "-started_at", ()),
    "insurance_premium": _events("sale", "amount", product="insurance"),
    "wealth_sales": _events("sale", "amount", product="wealth"),
    "cards_issued": _events("sale", product="social_card"),
    "fee_income": _events("sale", "fee_income"),
    "complaints": _events("complaint"),
    "incidents": _events(["case_prevention", "audit_finding", "service_breach"], "points"),
}  # fmt: skip


def whose(seen: Seen, indicator: str) -> Node:
    """Whose rows are behind an indicator: the unit's own, or those of the outlet or entity whose value its item counts."""
    rows = [row for row in seen.now_brief if row["indicator"] == indicator]
    of = {str(row["of"]) for row in rows}
    if len(of) != 1 or of == {"self"}:
        return seen.choice.node
    (level,) = of
    return Node(level, str(rows[0]["branch_id"] if level == "branch" else seen.own["entity_id"]))


def found(seen: Seen, indicator: str, page: int) -> Listing | None:
    """A page of the rows behind an indicator; None where they are not listed, or not kept for the month."""
    behind = BEHIND.get(indicator)
    if behind is None:
        return None
    whole = whose(seen, indicator)
    where = whole.where() | _outlet(seen, whole, behind) | _when_counted(seen, behind) | behind.where
    try:
        columns = (*READ[behind.listing], *behind.shows)
        return listing(
            behind.listing, where, order=behind.order, limit=PAGE_SIZE, offset=page * PAGE_SIZE, columns=columns
        )
    except BadRequest:
        return None


def _outlet(seen: Seen, whole: Node, behind: Behind) -> dict[str, Any]:
    """The one outlet a person was scored in, where there was but one: by it the rows of a month are found faster."""
    outlets = {str(row["branch_id"]) for row in seen.now_brief}
    is_theirs = whole.level == "staff" and behind.listing in {_DAYS, _DID} and len(outlets) == 1
    return {"branch": outlets.pop()} if is_theirs else {}


def _when_counted(seen: Seen, behind: Behind) -> dict[str, Any]:
    """The month; of visits, which go on today, up to the day counted."""
    if behind.listing == "visit":
        return {"day": {"from": str(seen.month), "to": str(seen.as_of)}}
    return {"month": f"{seen.month:%Y-%m}"}


def shown(seen: Seen, indicator: str, page: int) -> tuple[Any, str, int]:
    """The table, where one is among the rows in words, and how many there are."""
    whole = whose(seen, indicator)
    if not whole.is_within(current_asker()):
        text = _("The figure is that of %(name)s as a whole: its rows are open to who leads it.", name=whole.name)
        return empty(_("Not your own customers alone"), text), "", 0
    rows = found(seen, indicator, page)
    if rows is None:
        text = _("Single rows are kept for this month, the one before, and those a quarter and a year before.")
        return empty(_("No single rows of this month here"), text), "", 0
    if rows.frame.empty:
        return empty(_("Nothing behind this figure"), _("In this month there was nothing to count.")), "", 0
    behind = BEHIND[indicator]
    is_own = seen.choice.level == "staff" and whole == seen.choice.node
    columns = _columns(behind, rows.frame, is_own)
    drawn = table(rows.frame, columns, caption=_("Behind this figure"))
    return [_counted(seen, indicator), drawn], page_words(page, rows.total), rows.total


def _counted(seen: Seen, indicator: str) -> html.P | None:
    """What the rows add up to, and whose they are where that is not the unit itself."""
    known, whole = indicators()[indicator], whose(seen, indicator)
    words = [] if whole == seen.choice.node else [_("Rows of %(name)s", name=whole.name)]
    if known.distinct:
        words.append(_("up to %(day)s; whom one saw more often counts once", day=str(seen.as_of)))
    elif known.additive:
        top = sum((row["numerator"] for row in seen.now_brief if row["indicator"] == indicator), Decimal(0))
        words.append(_("counted by days and shares they come to %(n)s", n=said(known, top, compact=False)))
    if BEHIND[indicator].listing == "visit":
        words.append(_("visits a review did not confirm stand here and do not count"))
    return html.P(" · ".join(words), className="muted behind-words") if words else None


def _columns(behind: Behind, frame: pd.DataFrame, is_person: bool) -> list[Column]:
    if behind.listing == "visit":
        return _visits()
    if behind.listing == _HAPPENED:
        return _happened(behind, frame, is_person)
    share = Column("share", _("Share held"), draw=lambda value, _row: _share(value))
    shared = [share] if any(_share(value) for value in frame["share"]) else []
    product = Column("product_code", _("Product"), draw=lambda value, _row: code_label("product_code", value))
    return [_customer(), *([product] if behind.listing == _DAYS else []), *_numbers(behind), *shared]


def _customer() -> Column:
    """Who; a link to the customer's page for those it is open to."""
    is_open = "page:recommend" in current_asker().rights
    return Column("name", _("Customer"), draw=lambda value, row: _person(value, str(row["customer_id"]), is_open))


def _person(name: Any, key: str, is_open: bool) -> html.A | html.Span:
    return html.A(name, href=profile(key), title=key, className="link") if is_open else html.Span(name, title=key)


def _numbers(behind: Behind) -> list[Column]:
    titles = {
        "balance_avg": (_("Average"), "money"),
        "balance_eop": (_("On the day"), "money"),
        "balance_growth": (_("Growth"), "money"),
        "days_past_due": (_("Days past due"), "count"),
        "amount": (_("Amount"), "money"),
        "fee_income": (_("Fee"), "money"),
        "points": (_("Points taken"), "score"),
        "mobile_logins": (_("Sign-ins"), "count"),
        "mobile_payments": (_("Payments"), "count"),
        "quick_pay_count": (_("Quick payments"), "count"),
        "merchant_count": (_("Receipts"), "count"),
        "merchant_amount": (_("Received"), "money"),
        "lines": (_("Lines"), "count"),
        "draws": (_("Drawdowns"), "count"),
    }
    numbers = [Column(name, *titles[name]) for name in behind.shows if name in titles]
    if "loan_class" in behind.shows:
        numbers.append(Column("loan_class", _("Class"), draw=lambda value, _row: code_label("loan_class", value)))
    return numbers


def _share(value: Any) -> str:
    number = as_number(value)
    return "" if number is None or number >= 1 else human(number, "%", "percent", decimals=0)


def _when() -> Column:
    return Column("started_at", _("When"), draw=lambda value, _row: f"{value:%m-%d %H:%M}")


def _happened(behind: Behind, frame: pd.DataFrame, is_person: bool) -> list[Column]:
    """Events: of a customer or about conduct; who did it where that is not the person looked at."""
    columns = [replace(_when(), name="happened_at")]
    if frame["customer_id"].notna().any():
        columns.append(_customer())
    columns.append(Column("product_code", _("Event"), draw=_what))
    if not is_person:
        columns.append(Column("staff_name", _("Done by")))
    return [*columns, *_numbers(behind)]


def _what(product: Any, row: Mapping[str, Any]) -> str:
    """The product, or the kind of an event without one; taken back, where it was."""
    text = code_label("product_code", product) or code_label("event_kind", row["event_kind"])
    return _("%(what)s, taken back", what=text) if row["is_reversal"] else text


def _visits() -> list[Column]:
    return [
        _when(),
        Column("customer_name", _("Customer"), draw=lambda value, row: value or row["household_name"]),
        Column("village_name", _("Place")),
        Column("result_name", _("Result")),
        Column("satisfaction", _("Rating"), "count"),
    ]
