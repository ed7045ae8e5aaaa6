"""The accounts behind an indicator: which listing holds them, its columns, a page of rows, names masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from components.states import empty
from components.tables import Column, table
from components.visit_manager import PAGE_SIZE, page_words
from data.errors import BadRequest
from data.i18n import _
from data.i18n.codes import code_label
from data.i18n.numbers import as_number, human
from data.listing import Listing, listing
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
BEHIND = {
    "deposit_avg": Behind("account", _DEPOSIT, "-balance_avg", _BALANCES),
    "deposit_growth": Behind("account", _DEPOSIT, "-balance_growth", ("balance_avg", "balance_growth")),
    "deposit_eop": Behind("account", _DEPOSIT, "-balance_eop", _BALANCES),
    "demand_share": Behind("account", _DEPOSIT | {"product": "demand"}, "-balance_avg", _BALANCES),
    "deposit_customers": Behind("account", _DEPOSIT, "-balance_avg", _BALANCES),
    "time_deposit_avg": Behind("account", _DEPOSIT | {"product": ["time_deposit", "large_cd"]}, "-balance_avg", _BALANCES),
    "deposit_stability": Behind("account", _DEPOSIT, "-balance_eop", _BALANCES),
    "loan_avg": Behind("account", _LOAN, "-balance_avg", _BALANCES),
    "loan_growth": Behind("account", _LOAN, "-balance_growth", ("balance_avg", "balance_growth")),
    "loan_customers": Behind("account", _LOAN, "-balance_eop", _BALANCES),
    "npl_ratio": Behind("account", _LOAN | {"loan_class": BAD_CLASSES}, "-balance_eop", _OVERDUE),
    "overdue_ratio": Behind("account", _LOAN, "-days_past_due", _OVERDUE),
    "eloan_amount": Behind("account", _LOAN | {"product": "e_loan"}, "-balance_eop", _BALANCES),
    "visit_households": Behind("visit", {}, "-started_at", ()),
    "visit_satisfaction": Behind("visit", {}, "-started_at", ()),
}  # fmt: skip


def found(seen: Seen, indicator: str, page: int) -> Listing | None:
    """A page of the rows behind an indicator of the unit; None where they are not listed, or not kept for the month."""
    behind = BEHIND.get(indicator)
    if behind is None:
        return None
    where = seen.of(seen.month) | behind.where
    try:
        return listing(behind.listing, where, order=behind.order, limit=PAGE_SIZE, offset=page * PAGE_SIZE)
    except BadRequest:
        return None


def shown(seen: Seen, indicator: str, page: int) -> tuple[Any, str, int]:
    """The table, where one is among the rows in words, and how many there are."""
    rows = found(seen, indicator, page)
    if rows is None:
        text = _(
            "Single rows are shown for deposits, loans and visits: this month, the one before, a quarter and a year before."
        )
        return empty(_("No single rows of this indicator here"), text), "", 0
    if rows.frame.empty:
        return empty(_("Nothing behind this figure"), _("In this month there was nothing to count.")), "", 0
    columns = _visits() if BEHIND[indicator].listing == "visit" else _accounts(BEHIND[indicator])
    return table(rows.frame, columns, caption=_("Accounts")), page_words(page, rows.total), rows.total


def _accounts(behind: Behind) -> list[Column]:
    titles = {
        "balance_avg": (_("Average"), "money"),
        "balance_eop": (_("On the day"), "money"),
        "balance_growth": (_("Growth"), "money"),
        "days_past_due": (_("Days past due"), "count"),
    }
    numbers = [Column(name, *titles[name]) for name in behind.shows if name in titles]
    if "loan_class" in behind.shows:
        numbers.append(Column("loan_class", _("Class"), draw=lambda value, _row: code_label("loan_class", value)))
    return [
        Column("name", _("Customer"), draw=lambda value, row: html.Span(value, title=row["customer_id"])),
        Column("product_code", _("Product"), draw=lambda value, _row: code_label("product_code", value)),
        *numbers,
        Column("share", _("Share held"), draw=lambda value, _row: _share(value)),
    ]


def _share(value: Any) -> str:
    number = as_number(value)
    return "" if number is None or number >= 1 else human(number, "%", "percent", decimals=0)


def _visits() -> list[Column]:
    return [
        Column("started_at", _("When"), draw=lambda value, _row: f"{value:%m-%d %H:%M}"),
        Column("customer_name", _("Customer"), draw=lambda value, row: value or row["household_name"]),
        Column("village_name", _("Place")),
        Column("result_name", _("Result")),
        Column("satisfaction", _("Rating"), "count"),
    ]
