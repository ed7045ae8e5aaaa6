"""Performance indicators, counted again in plain Python over raw rows: what marts and metrics must equal.

Written from the definitions, day by day and customer by customer; no SQL, no frame.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

Row = dict[str, Any]
Holder = tuple[str, str, str]  # staff, branch, post
Values = dict[tuple[str, str], dict[str, Decimal]]  # (level, unit) → measure → value
UNIT = 10_000  # a share of 1, and a customer
BAD = {"substandard", "doubtful", "loss"}
INCLUSIVE = {"farm_credit", "startup", "e_loan"}


def closing(day: date) -> datetime:
    """When the month of a day closes: what is recorded later is a balance of scores."""
    return datetime.combine((day.replace(day=1) + timedelta(days=31)).replace(day=6), time())


@dataclass
class Bank:
    """Raw rows by feed."""

    feeds: dict[str, list[Row]]
    first_visit: date

    @cached_property
    def entity(self) -> dict[str, str]:
        """Branch → entity."""
        return {row["branch_id"]: row["entity_id"] for row in self.feeds["branch"]}

    @cached_property
    def home(self) -> dict[str, str]:
        """Customer → branch that serves the household."""
        branch = {row["household_id"]: row["branch_id"] for row in self.feeds["household"]}
        return {row["customer_id"]: branch[row["household_id"]] for row in self.feeds["customer"]}

    @cached_property
    def posts(self) -> dict[str, list[Row]]:
        """Person → posts in order."""
        return _by(sorted(self.feeds["staff_post"], key=lambda row: row["valid_from"]), "staff_id")

    @cached_property
    def portfolio(self) -> dict[str, list[Row]]:
        """Customer → spells."""
        return _by(self.feeds["portfolio"], "customer_id")

    @cached_property
    def balances(self) -> dict[date, dict[tuple[str, str], Row]]:
        """Balance date → account → row, with the corrections recorded until the fifth of the month after."""
        found: dict[date, dict[tuple[str, str], Row]] = defaultdict(dict)
        for row in self.feeds["account_balance"]:
            found[row["balance_date"]][row["customer_id"], row["product_code"]] = dict(row)
        for row in self.feeds["correction"]:
            account = found.get(row["balance_date"], {}).get((row["customer_id"], row["product_code"]))
            if account and row["recorded_at"] < closing(row["balance_date"]):
                account[row["field"]] += row["amount"]
        return found

    @cached_property
    def months(self) -> dict[date, date]:
        """Month (first day) → last day with balances, since visits began."""
        ends: dict[date, date] = {}
        for day in sorted(self.balances):
            ends[day.replace(day=1)] = day
        return {month: day for month, day in ends.items() if day >= self.first_visit}

    def post(self, staff: str, day: date) -> Holder:
        """Who somebody is on a day: the post then, the one before a gap, or the first."""
        held = [row for row in self.posts[staff] if row["valid_from"] <= day] or self.posts[staff][:1]
        return staff, held[-1]["branch_id"], held[-1]["post_code"]

    def holders(self, customer: str, group: str, day: date) -> list[tuple[Holder, int]]:
        """(who, ten thousandths) on a day: by the group's own terms if there are any, else by those for all."""
        spells = [row for row in self.portfolio[customer] if row["valid_from"] <= day < row["valid_to"]]
        own = [row for row in spells if row["product_group"] == group]
        chosen = own or [row for row in spells if row["product_group"] == "all"]
        return [(self.post(row["staff_id"], day), int(row["share"] * UNIT)) for row in chosen]


@dataclass
class Month:
    """One month of a bank, up to ``as_of``."""

    bank: Bank
    first: date
    as_of: date

    def __post_init__(self) -> None:
        self.days = [self.first + timedelta(days=n) for n in range((self.as_of - self.first).days + 1)]
        self.found: Values = defaultdict(lambda: defaultdict(Decimal))
        self._pieces: dict[tuple[str, str], list[tuple[Holder | None, int, int]]] = {}

    def pieces(self, customer: str, group: str) -> list[tuple[Holder | None, int, int]]:
        """(holder, from, to) side by side on the line of all share-days, in the order in which holding began."""
        if (customer, group) not in self._pieces:
            since: dict[Holder, date] = {}
            total: dict[Holder, int] = defaultdict(int)
            for day in self.days:
                for holder, share in self.bank.holders(customer, group, day):
                    since.setdefault(holder, day)
                    total[holder] += share
            at, line = 0, []
            for holder in sorted(total, key=lambda one: (since[one], *one)):
                line.append((holder, at, at := at + total[holder]))
            whole = UNIT * len(self.days)
            self._pieces[customer, group] = [*line, *([(None, at, whole)] if at < whole else [])]
        return self._pieces[customer, group]

    def share_out(self, measure: str, customer: str, group: str, amount: int, unit: Decimal) -> None:
        """Cut a whole number among the holders and add the pieces up at every level."""
        whole = UNIT * len(self.days)
        for holder, low, high in self.pieces(customer, group):
            value = (_towards_zero(amount * high, whole) - _towards_zero(amount * low, whole)) * unit
            staff, branch = (holder[0], holder[1]) if holder else (None, self.bank.home[customer])
            self.add(measure, staff, branch, value)

    def add(self, measure: str, staff: str | None, branch: str, value: Decimal) -> None:
        """Add to the person, the branch and the entity."""
        for level, unit in (("staff", staff), ("branch", branch), ("entity", self.bank.entity[branch])):
            if unit is not None:
                self.found[level, unit][measure] += value

    def within(self, moment: datetime | date) -> bool:
        """Whether it lies in the month, up to the day counted."""
        day = moment.date() if isinstance(moment, datetime) else moment
        return self.first <= day <= self.as_of


def counted(bank: Bank, first: date) -> Values:
    """Every measure of a month, by level and unit."""
    month = Month(bank, first, bank.months[first])
    for count in (_accounts, _customers, _online, _events, _visits):
        count(month)
    return month.found


def _accounts(month: Month) -> None:
    now = month.bank.balances[month.as_of]
    december = date(month.first.year - 1, 12, 31)
    then = month.bank.balances.get(december, {})
    group_of = {row["product_code"]: row["product_group"] for row in month.bank.feeds["holding"]}
    for account in now.keys() | then.keys():
        customer, product = account
        row, group = now.get(account, {}), group_of[product]
        average, at_end = row.get("balance_avg", Decimal()), row.get("balance_eop", Decimal())
        growth = average - then.get(account, {}).get("balance_avg", Decimal())
        amounts = {f"{group}_avg": average, f"{group}_eop": at_end, f"{group}_growth": growth}
        amounts |= _of_product(product, group, average, at_end, row)
        for measure, amount in amounts.items():
            month.share_out(measure, customer, group, int(amount * 100), Decimal("0.01"))


def _of_product(product: str, group: str, average: Decimal, at_end: Decimal, row: Row) -> dict[str, Decimal]:
    if group == "deposit":
        return {"demand_avg": average} if product == "demand" else {"time_deposit_avg": average}
    is_bad, is_late = row.get("loan_class") in BAD, row.get("days_past_due", 0) > 0
    found = {"npl_eop": at_end * is_bad, "overdue_eop": at_end * is_late}
    return found | ({"eloan_amount": at_end} if product == "e_loan" else {})


def _customers(month: Month) -> None:
    deposits: dict[str, Decimal] = defaultdict(Decimal)
    loans: dict[str, Decimal] = defaultdict(Decimal)
    group_of = {row["product_code"]: row["product_group"] for row in month.bank.feeds["holding"]}
    for (customer, product), row in month.bank.balances[month.as_of].items():
        if group_of[product] == "deposit":
            deposits[customer] += row["balance_avg"]
        if product in INCLUSIVE:
            loans[customer] += row["balance_eop"]
    _count(month, "deposit_customers", "deposit", (c for c, total in deposits.items() if total >= 1000))
    _count(month, "loan_customers", "loan", (c for c, total in loans.items() if total > 0))
    year_ago = month.as_of.replace(year=month.as_of.year - 1) if month.as_of.day < 29 else None
    since = year_ago or (month.as_of + timedelta(days=1)).replace(year=month.as_of.year - 1) - timedelta(days=1)
    lines, draws = (_net(month, kind, since) for kind in ("line_granted", "drawdown"))
    granted = [c for c, times in lines.items() if times > 0]
    _count(month, "line_customers", "loan", granted)
    _count(month, "line_drawn", "loan", (c for c in granted if draws.get(c, 0) > 0))


def _net(month: Month, kind: str, since: date) -> dict[str, int]:
    """Customer → how often, reversals off, after ``since`` and up to the day counted."""
    times: dict[str, int] = defaultdict(int)
    for row in month.bank.feeds["lending"]:
        if row["kind"] == kind and since < row["happened_at"].date() <= month.as_of:
            times[row["customer_id"]] += -1 if row["reversal_of"] else 1
    return times


def _online(month: Month) -> None:
    _count(month, "mobile_customers", "online", _enrolled(month))
    used = [row for row in month.bank.feeds["channel_activity"] if row["activity_date"] == month.as_of]
    for measure, column in (("mobile_active", "mobile_logins"), ("merchant_active", "merchant_count"),
                            ("quick_pay_active", "quick_pay_count")):  # fmt: skip
        _count(month, measure, "online", (row["customer_id"] for row in used if row[column] > 0))
    for row in used:
        month.share_out(
            "mobile_payments", row["customer_id"], "online", row["mobile_payments"] * UNIT, Decimal("0.0001")
        )
        month.share_out(
            "merchant_amount", row["customer_id"], "online", int(row["merchant_amount"] * 100), Decimal("0.01")
        )


def _enrolled(month: Month) -> set[str]:
    """Customers with mobile banking on the day counted: those of the register, later changes undone one after the other."""
    held = {
        row["customer_id"] for row in month.bank.feeds["holding"]
        if row["product_code"] == "mobile_bank" and row["opened_date"] <= month.as_of
    }  # fmt: skip
    changes = [row for row in month.bank.feeds["product_change"] if row["product_code"] == "mobile_bank"]
    for row in sorted(changes, key=lambda row: row["changed_on"], reverse=True):
        if row["changed_on"] > month.as_of:
            (held.discard if row["kind"] == "opened" else held.add)(row["customer_id"])
    return held


def _count(month: Month, measure: str, group: str, customers: Iterable[str]) -> None:
    for customer in customers:
        month.share_out(measure, customer, group, UNIT, Decimal("0.0001"))


def _events(month: Month) -> None:
    for measure, staff, at, value in _happened(month.bank.feeds):
        if month.within(at):
            month.add(measure, *month.bank.post(staff, at.date())[:2], Decimal(value))


def _happened(feeds: dict[str, list[Row]]) -> Iterator[tuple[str, str, datetime, Any]]:
    for row in feeds["sale"]:
        times = -1 if row["reversal_of"] else 1
        by_product = {"insurance": ("insurance_premium", row["amount"]), "wealth": ("wealth_sales", row["amount"]),
                      "social_card": ("cards_issued", times)}  # fmt: skip
        yield "fee_income", row["staff_id"], row["sold_at"], row["fee_income"]
        if row["product_code"] in by_product:
            measure, value = by_product[row["product_code"]]
            yield measure, row["staff_id"], row["sold_at"], value
    for row in feeds["lending"]:
        times = -1 if row["reversal_of"] else 1
        if row["kind"] == "line_granted":
            yield "lines_granted", row["staff_id"], row["happened_at"], times
        if row["kind"] == "drawdown" and row["is_first_loan"]:
            yield "first_loans", row["staff_id"], row["happened_at"], times
        if row["kind"] == "recovered":
            yield "recovered_amount", row["staff_id"], row["happened_at"], row["amount"]
    for row in feeds["conduct"]:
        measure, value = ("complaints", 1) if row["kind"] == "complaint" else ("incidents", row["points"])
        yield measure, row["staff_id"], row["happened_at"], value


def _visits(month: Month) -> None:
    """Without visits confirmed, before the month closed, as not having taken place: closed by the fifth of the next."""
    after = (month.first + timedelta(days=31)).replace(day=1) + timedelta(days=5)
    refuted = {
        row["visit_id"]
        for row in month.bank.feeds.get("case", [])
        if row["outcome"] == "did_not_take_place" and row["closed_at"] < datetime.combine(after, datetime.min.time())
    }
    households: dict[tuple[str, str], set[Any]] = defaultdict(set)
    for row in month.bank.feeds["visit"]:
        if not month.within(row["started_at"]) or row["visit_id"] in refuted:
            continue
        staff, branch, post = month.bank.post(row["staff_id"], row["started_at"].date())
        home = row["household_id"]
        households["staff", staff].add((branch, post, home))
        households["branch", branch].add(home)
        households["entity", month.bank.entity[branch]].add(home)
        if row["satisfaction"] is not None:
            month.add("rated", staff, branch, Decimal(1))
            month.add("satisfied", staff, branch, Decimal(row["satisfaction"] >= 4))
    for unit, seen in households.items():
        month.found[unit]["visit_households"] = Decimal(len(seen))


def _by(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _towards_zero(amount: int, whole: int) -> int:
    return amount // whole if amount >= 0 else -(-amount // whole)
