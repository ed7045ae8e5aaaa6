"""When a month closes, said once. It stands in the project, so that another rule builds what was made by this one anew."""

from __future__ import annotations

from datetime import timedelta

CLOSES_AFTER = timedelta(days=5)  # whole days after the month's end: its corrections are known then
