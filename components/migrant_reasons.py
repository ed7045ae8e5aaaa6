"""Why a region lags: its facts against all regions' mean → one sentence and a next step. Pure, both languages.

Each fact is put on one scale by its standard deviation over the regions; the one that is worst for the region speaks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.migrant_centres import BELOW, REMOTE
from data.i18n import _, lazy, p_
from data.i18n.numbers import as_number, human, percent

CENTRE_FACTS: dict[str, Callable[[Sequence[Mapping[str, Any]]], Any]] = {
    "centres": len,
    "served": lambda rows: ",".join(row["centre"] for row in rows if row["kind"] != REMOTE),
    "policy_target": lambda rows: sum(row["policy_target"] or 0 for row in rows) or None,
    "policy_reached": lambda rows: sum(row["policy_reached"] or 0 for row in rows) if rows else None,
    "lagging": lambda rows: p_("list", ", ").join(row["name"] for row in rows if row["state"] in BELOW),
}


@dataclass(frozen=True)
class Fact:
    """``numerator`` over ``denominator`` of a region; ``sign`` is −1 where little is bad, 1 where much is bad; ``product``:
    what a policy that would help is about, where it is about one."""

    name: str
    numerator: str
    denominator: str
    sign: int
    says: Callable[[Mapping[str, Any], float, float], str]
    step: lazy
    product: str = ""

    def of(self, row: Mapping[str, Any]) -> float | None:
        """The fact of one region; None without a base."""
        over, under = as_number(row.get(self.numerator)), as_number(row.get(self.denominator))
        return over / under if over is not None and under else None


@dataclass(frozen=True)
class Reason:
    """``text``: the sentence; ``step``: what to do next; ``fact``: which fact spoke, empty when none stood out;
    ``served``: ids of the centres that answer for the region, joined by commas; ``product`` as of the fact."""

    text: str
    step: str
    fact: str
    served: str = ""
    product: str = ""


def _lag(row: Mapping[str, Any], value: float, mean: float) -> str:
    names = row.get("lagging")
    if names:
        return _(
            "%(centres)s behind schedule; %(rate)s of the target reached, %(mean)s on average",
            centres=names,
            rate=percent(value),
            mean=percent(mean),
        )
    return _("its centres reached %(rate)s of the target, %(mean)s on average", rate=percent(value), mean=percent(mean))


def _far(row: Mapping[str, Any], value: float, mean: float) -> str:
    workers = human(row["migrant_workers"])
    if row.get("centres"):
        return _(
            "%(workers)s workers, %(rate)s reached, %(mean)s on average",
            workers=workers,
            rate=percent(value),
            mean=percent(mean),
        )
    return _(
        "%(workers)s workers and no centre; the remote desk reached %(rate)s, %(mean)s on average",
        workers=workers,
        rate=percent(value),
        mean=percent(mean),
    )


def _fresh(row: Mapping[str, Any], value: float, mean: float) -> str:
    return _(
        "%(n)s came this month (%(rate)s of all there) and are still to be called on",
        n=human(row["arrived"]),
        rate=percent(value),
    )


def _signed(row: Mapping[str, Any], value: float, mean: float) -> str:
    return _(
        "mobile banking signed up by %(rate)s this year, %(mean)s on average", rate=percent(value), mean=percent(mean)
    )


def _held(row: Mapping[str, Any], value: float, mean: float) -> str:
    return _("%(rate)s have an account with us, %(mean)s on average", rate=percent(value), mean=percent(mean))


def _saved(row: Mapping[str, Any], value: float, mean: float) -> str:
    return _("deposits of %(n)s yuan an account, %(mean)s on average", n=human(value), mean=human(mean))


def _lent(row: Mapping[str, Any], value: float, mean: float) -> str:
    return _("%(rate)s have a loan with us, %(mean)s on average", rate=percent(value), mean=percent(mean))


FACTS = (
    Fact("lag", "policy_reached", "policy_target", -1, _lag, lazy("Mobile service point")),
    Fact("far", "migrants_reached", "migrant_workers", -1, _far, lazy("Calls by the remote desk")),
    Fact("fresh", "arrived", "migrant_workers", 1, _fresh, lazy("Call on new arrivals")),
    Fact("signed", "migrant_signups_ytd", "migrant_workers", -1, _signed, lazy("Sign up at plants"), "mobile_banking"),
    Fact("held", "migrant_accounts", "migrant_workers", -1, _held, lazy("Post free cards"), "card"),
    Fact("saved", "migrant_deposit_balance", "migrant_accounts", -1, _saved, lazy("Bind payrolls"), "payroll"),
    Fact("lent", "migrant_loans", "migrant_workers", -1, _lent, lazy("Offer the credit line"), "loan"),
)
NEEDED = (
    "migrant_workers",
    "migrants_reached",
    "migrant_accounts",
    "migrant_loans",
    "migrant_deposit_balance",
    "migrant_signups_ytd",
    "migrants_left_mtd",
    "migrants_moved_in_mtd",
)


def with_centres(
    frame: pd.DataFrame, key: str, served: Mapping[str, Sequence[str]], rows: Sequence[Mapping[str, Any]]
) -> pd.DataFrame:
    """Regions with workers, with those who came this month (``arrived``) and what their centres say of them. ``frame``:
    ``NEEDED`` by ``key``; ``served``: region → its centres; ``rows``: the centres' executions."""
    held = frame[frame["migrant_workers"] > 0].copy()
    held["arrived"] = held["migrants_left_mtd"].fillna(0) + held["migrants_moved_in_mtd"].fillna(0)
    theirs = [[row for row in rows if row["centre"] in served.get(str(code), ())] for code in held[key]]
    for name, pick in CENTRE_FACTS.items():
        held[name] = [pick(some) for some in theirs]
    return held


def reasons(frame: pd.DataFrame, key: str) -> dict[str, Reason]:
    """Region → its reason. ``frame``: a row per region with the facts' columns, ``centres`` (how many) and ``lagging``
    (names of the centres behind schedule, or empty)."""
    rows = frame.to_dict("records")
    scales = {fact.name: _scale(fact, rows) for fact in FACTS}
    return {str(row[key]): _reason(row, scales) for row in rows}


def _scale(fact: Fact, rows: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Mean of all regions, sum by sum, and the regions' deviation from it."""
    known = [row for row in rows if fact.of(row) is not None]
    held = [fact.of(row) or 0.0 for row in known]
    if len(held) < 2:
        return (held[0] if held else 0.0), 0.0
    mean = sum(float(row[fact.numerator]) for row in known) / sum(float(row[fact.denominator]) for row in known)
    return mean, math.sqrt(sum((value - mean) ** 2 for value in held) / (len(held) - 1))


def _reason(row: Mapping[str, Any], scales: Mapping[str, tuple[float, float]]) -> Reason:
    worst, chosen = 0.0, None
    for fact in FACTS:
        value, (mean, spread) = fact.of(row), scales[fact.name]
        if value is None or spread == 0:
            continue
        deviation = fact.sign * (value - mean) / spread
        if deviation > worst:
            worst, chosen = deviation, (fact, value, mean)
    if chosen is None:
        return Reason(_("no fact stands out; many workers"), _("Widen the policies"), "", str(row.get("served") or ""))
    fact, value, mean = chosen
    return Reason(fact.says(row, value, mean), str(fact.step), fact.name, str(row.get("served") or ""), fact.product)
