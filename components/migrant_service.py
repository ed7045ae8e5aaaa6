"""What the migrants page asks about service: policies, the centres' execution against time, where to push and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from components import migrant_centres, migrant_place, migrant_reasons
from components.migrant_choice import PLACES, Choice
from components.migrant_gaps import METRICS as GAP_METRICS
from components.migrant_places import centres, named
from data.errors import Forbidden
from data.i18n import current_language
from data.listing import listing
from data.query import Answer, ask
from data.serving import snapshot

MOST_GAPS = 5


def policies() -> list[dict[str, Any]]:
    """Every policy, ``name`` and ``summary`` in the reader's language."""
    said = "summary" if current_language() == "zh" else "summary_en"
    rows = listing("policy", limit=200).frame.to_dict("records")
    return [row | {"name": named(row), "summary": row[said]} for row in rows]


def executions(choice: Choice, as_of: date | None) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The centres' rows and their sum, for the policy chosen or all of them, of the origin chosen."""
    where = policy_where(choice)
    if where is None:
        return [], {}
    frame = ask(list(migrant_centres.METRICS), by="centre", where=where, as_of=as_of).frame
    targets = ask("policy_target", by=["centre", "policy"], where=where).frame
    day = as_of or snapshot().as_of_date
    over = {
        str(row["policy_id"]): migrant_centres.elapsed(_day(row["start_date"]), _day(row["end_date"]), day)
        for row in policies()
    }
    rows = migrant_centres.executions(frame, targets, over, centres())
    return rows, migrant_centres.total(frame, targets, over)


def policy_where(choice: Choice) -> dict[str, Any] | None:
    """The filter of targets: what was served at a place of work, not at home. None where no targets are set: below an
    entity."""
    if choice.node.level in {"branch", "staff"}:
        return None
    everywhere = {} if "centre" in choice.home else {"centre": [str(row["centre_id"]) for row in centres()]}
    return choice.home | everywhere | ({"policy": choice.policy} if choice.policy else {})


def _day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value


def centre_facts(centre_id: str, as_of: date | None) -> dict[str, Any]:
    """Staff, cases and days of a centre; what the asker may not see stays empty."""
    found: dict[str, Any] = {}
    for name in migrant_place.CENTRE_METRICS:
        try:
            found[name] = ask(name, where={"centre": centre_id}, as_of=as_of).value(name)
        except Forbidden:
            found[name] = None
    return found


def gap_answer(choice: Choice, as_of: date | None) -> Answer:
    """Regions by gap, the widest first."""
    where, metrics = gap_where(choice), list(GAP_METRICS)
    return ask(metrics, by=choice.below, where=where, as_of=as_of, order="-migrant_gap", limit=MOST_GAPS)


def gap_where(choice: Choice) -> dict[str, Any]:
    """Whose shares are compared: all destinations, or the cities of the province chosen."""
    return choice.home | ({PLACES["province"]: choice.code} if choice.kind == "province" else {})


def reasons(choice: Choice, as_of: date | None, rows: Sequence[Mapping[str, Any]]) -> dict[str, migrant_reasons.Reason]:
    """Region → why it lags. ``rows``: the centres' executions, whose lag is a fact of the places they serve."""
    key, where = choice.below, gap_where(choice)
    frame = ask(list(migrant_reasons.NEEDED), by=key, where=where, as_of=as_of).frame
    seats = ask("migrant_workers", by=[key, "centre"], where=where, as_of=as_of).frame
    desks = [str(row["centre_id"]) for row in centres() if row["kind"] == migrant_centres.REMOTE]
    served = migrant_centres.serving(seats, key, desks)
    found = migrant_reasons.reasons(migrant_reasons.with_centres(frame, key, served, rows), key)
    return {code: replace(one, served=one.served or ",".join(desks)) for code, one in found.items()}
