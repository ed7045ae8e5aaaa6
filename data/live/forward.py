"""Flagged visits that came since the publication become cases at once: nobody waits for the next pass.

Each web process looks (``ticker``); a visit has one case whoever comes first, and the pass finds it there. The case holds the
live verdict. What is history already is the pass's business.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from data.clock import now
from data.errors import Unavailable
from data.integrity import cases_open
from data.integrity.cases_due import DAYS
from data.serving import Store, reading
from data.state import State

FLAGGED = """
select visit_id, visit_no, visit_date, staff_id, branch_id, entity_id, trust_score as score, trust_findings as findings
from {visits} where trust_grade = 'flagged' and visit_date > $since and branch_id is not null order by visit_date, visit_no
"""


def put_forward(kept: Store) -> int:
    """Open a case for each flagged live visit whose evidence is complete; how many. Doing it again changes nothing."""
    try:
        with reading(kept) as state:
            found = _flagged(state)
    except Unavailable:  # nothing is published yet
        return 0
    return cases_open.put_forward(found)


def _flagged(state: State) -> list[dict[str, Any]]:
    since = now().date() - timedelta(days=DAYS)
    cursor = state.cursor().execute(FLAGGED.format(visits=state.live_part("fct_visit")), {"since": since})
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
