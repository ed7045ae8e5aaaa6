"""Raw rows about people working away, and what is known of homes and places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

Row = dict[str, Any]
HOME = ("prefecture", "county", "township", "village", "entity", "branch", "staff")
NOWHERE: Row = {"destination_province": None, "destination_city": None, "centre": None}


@dataclass
class World:
    """Raw rows by feed, and what is known of homes: household → its units, county → its units."""

    feeds: dict[str, list[Row]]
    homes: dict[str, Row]
    counties: dict[str, Row]
    first_visit: date
    reaches: date
    kept: dict[Any, list[Row]] = field(default_factory=dict)

    @cached_property
    def days(self) -> list[date]:
        """Month ends of the history, and the day data reaches."""
        ends, day = [], self.first_visit
        while day <= self.reaches:
            following = day + timedelta(days=1)
            if following.month != day.month or day == self.reaches:
                ends.append(day)
            day = following
        return ends

    @cached_property
    def workers(self) -> dict[str, Row]:
        """Worker → home, trade and birth date; those without a known household are not ours to count."""
        return {
            row["worker_id"]: {"trade": row["trade"], "birth_date": row["birth_date"]} | self.homes[row["household_id"]]
            for row in self.feeds["worker"]
            if row["household_id"] in self.homes
        }

    @cached_property
    def places(self) -> dict[str, Row]:
        """City → province, city and centre; the remote desk where no centre serves."""
        centre = {row["city_code"]: row["centre_id"] for row in self.feeds["centre_city"]}
        desk = next((r["centre_id"] for r in self.feeds["service_centre"] if r["kind"] == "remote_desk"), None)
        return {
            row["code"]: {
                "destination_province": row["parent_code"],
                "destination_city": row["code"],
                "centre": centre.get(row["code"], desk),
            }
            for row in self.feeds["destination"]
            if row["level"] == "city"
        }

    @cached_property
    def moves(self) -> dict[str, list[Row]]:
        """Worker → moves in order."""
        found = self._of_workers("worker_move")
        for rows in found.values():
            rows.sort(key=lambda row: (row["moved_date"], row["recorded_at"], row["move_id"]))
        return found

    @cached_property
    def services(self) -> dict[str, list[Row]]:
        return self._of_workers("worker_service")

    @cached_property
    def balances(self) -> dict[str, list[Row]]:
        return self._of_workers("worker_balance")

    def _of_workers(self, feed: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.feeds[feed]:
            if row["worker_id"] in self.workers:
                found[row["worker_id"]].append(row)
        return found
