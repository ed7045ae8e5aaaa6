"""Which delivered columns verdicts and rechecks stand on. SQLMesh does not read this stage, so it is said here."""

from __future__ import annotations

from data.integrity.facts import COLUMNS
from data.integrity.shapes import RECHECK, VERDICT

Source = tuple[str, str]
VISIT, PHOTO, PRINT, CHECKED = "core.fct_visit", "raw.ops_photo", "raw.ops_print", "raw.visit_recheck"
JUDGED = frozenset(
    [(VISIT, column) for column in COLUMNS if column != "visit_id"]
    + [(PHOTO, column) for column in ("taken_at", "lon", "lat", "sha256")]
    + [(PRINT, "phash")]
)
HEARD = {
    "checked_on": "checked_on",
    "outcome": "outcome",
    "recheck_kind": "kind",
    "sample": "sample",
    "visit_id": "visit_id",
}
POSITION = "has_position"


def sources() -> dict[tuple[str, str], frozenset[Source]]:
    """(served table, column) → what it stands on."""
    found = {("fct_visit", name): JUDGED for name in VERDICT}
    for column in (one.split()[0] for one in RECHECK.split(",")):
        if column in HEARD:
            stands = frozenset({(CHECKED, HEARD[column])})
        elif column in VERDICT or column == "trust_reason":
            stands = JUDGED
        else:
            stands = frozenset({(VISIT, "lon" if column == POSITION else column)})
        found["visit_recheck", column] = stands
    return found
