"""The quality page's answers as components: rates of rechecks from the query path, drawn by ``components/quality_checks``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html

from components import quality_checks as drawn
from components.cards import card
from components.states import empty
from data.i18n import _
from data.i18n.numbers import day_text, human, month_text
from data.integrity.quality import Rate
from data.query import ask
from data.serving import snapshot

COUNTS = (
    "rechecks", "rechecks_false", "rechecks_caught", "rechecks_flagged", "rechecks_honest", "rechecks_honest_flagged",
    "rechecks_unlocated", "rechecks_unlocated_flagged",
)  # fmt: skip
# metric → (hits, of), what is promised if anything, where the axis ends
RATES: dict[str, tuple[str, str, float | None, float]] = {
    "trust_recall": ("rechecks_caught", "rechecks_false", drawn.PROMISED_RECALL, drawn.WIDE),
    "trust_precision": ("rechecks_caught", "rechecks_flagged", None, drawn.WIDE),
    "trust_false_flags": ("rechecks_honest_flagged", "rechecks_honest", drawn.PROMISED_FALSE, drawn.NARROW),
    "trust_false_flags_unlocated": (
        "rechecks_unlocated_flagged",
        "rechecks_unlocated",
        drawn.PROMISED_FALSE,
        drawn.NARROW,
    ),
}
MONTHS = ("3", "6", "12")


def checks(months: str) -> list[Any]:
    """What rechecks say of the last months' visits: four rates, by kind, by month."""
    first, last = span(int(months))
    where = {"day": {"from": first.isoformat(), "to": last.isoformat()}}
    answer = ask(COUNTS, where=where)
    found = {name: int(answer.value(name) or 0) for name in COUNTS}
    if not found["rechecks"]:
        words = _("Audit calls a random one in a hundred customers; their answers come with the feed of rechecks.")
        return [html.Div(empty(_("No rechecks yet"), words), className="card span-12")]
    return [
        html.Div([_rate(name, found) for name in RATES], className="card numbers span-12 audit-rates"),
        *_details(where),
        card(
            "quality-months",
            _("Month by month"),
            drawn.by_month(by_month(where)),
            subtitle=_(
                "%(first)s to %(last)s", first=day_text(first, weekday=False), last=day_text(last, weekday=False)
            ),
            foot=_(
                "%(n)s visits rechecked, drawn at random; about one in a hundred.",
                n=human(found["rechecks"], compact=False),
            ),
            className="span-12",
        ),
    ]


def _details(where: dict[str, Any]) -> list[Any]:
    """What was to be found, and which flags were right."""
    return [
        card(
            "quality-kinds",
            _("What audit found"),
            drawn.by_kind(kinds(where)),
            subtitle=_("random sample alone"),
            foot=_("The vertical line is the promise: at least 90% found, at most 0.5% of honest visits flagged."),
            className="span-6",
        ),
        card(
            "quality-reasons",
            _("Which flags were right"),
            drawn.by_reason(reasons(where)),
            subtitle=_("random sample alone"),
            foot=_("A visit that took place is of no kind: precision goes by the main reason of the flag."),
            className="span-6",
        ),
    ]


def span(months: int) -> tuple[date, date]:
    """The first day of that many months, the one that runs among them, and the last day with complete data."""
    last = max(snapshot().as_of_date, snapshot().data_as_of.date() - timedelta(days=1))
    count = last.year * 12 + last.month - months
    return date(count // 12, count % 12 + 1, 1), last


def _rate(metric: str, found: dict[str, int]) -> html.Div:
    hits, of, promised, end = RATES[metric]
    return drawn.rate_card(metric, Rate(found[hits], found[of]), promised, end)


def kinds(where: dict[str, Any]) -> list[drawn.Told]:
    """By what audit found, most first."""
    return _told("recheck_kind", "rechecks_false", where)


def reasons(where: dict[str, Any]) -> list[drawn.Told]:
    """By what weighed most in the flag, most first."""
    return _told("trust_reason", "rechecks_flagged", where)


def _told(dimension: str, of: str, where: dict[str, Any]) -> list[drawn.Told]:
    frame = ask([of, "rechecks_caught"], by=[dimension], where=where, order=f"-{of}").frame
    rows = frame[(frame[of] > 0) & frame[dimension].notna()].to_dict("records")
    return [drawn.Told(str(row[dimension]), Rate(int(row["rechecks_caught"]), int(row[of]))) for row in rows]


def by_month(where: dict[str, Any]) -> list[drawn.Month]:
    """By month of the visit, the newest first."""
    frame = ask(COUNTS, by=["month"], where=where, order="-month").frame
    return [
        drawn.Month(
            month_text(date.fromisoformat(f"{row['month']}-01")),
            int(row["rechecks"]),
            Rate(int(row["rechecks_caught"]), int(row["rechecks_false"])),
            Rate(int(row["rechecks_honest_flagged"]), int(row["rechecks_honest"])),
        )
        for row in frame.to_dict("records")
    ]
