"""People working away, whole: the register, their moves, the services, cases and targets up to a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import numpy as np

from etl.world import migrant_policies as policies
from etl.world.migrant_cases import Cases, cases
from etl.world.migrant_moves import Journeys, Moves
from etl.world.migrant_people import BASE_MONTH, Workers, enlist, registered_by
from etl.world.migrant_places import Places, places
from etl.world.migrant_services import Desk, Served
from etl.world.province import Province


@dataclass(frozen=True)
class Past:
    """What has happened, a part per month, oldest first; ``targets``: policy → centre × county."""

    moves: list[Moves]
    served: list[Served]
    cases: list[Cases]
    targets: dict[str, np.ndarray]


class Migrants:
    """The people working away of one province. Months up to ``until``'s are played when first asked for."""

    def __init__(self, province: Province, until: datetime) -> None:
        self.province, self.until = province, until

    @cached_property
    def where(self) -> Places:
        """The places of work."""
        return places()

    @cached_property
    def people(self) -> Workers:
        """Everybody who is ever registered."""
        return enlist(self.province, self.where)

    @cached_property
    def past(self) -> Past:
        """All months played."""
        province, people, where = self.province, self.people, self.where
        past, desk = Past([], [], [], {}), Desk(province, people, where)
        for month in Journeys(province.seed, province.scale.workers, people, where).play(month_of(self.until.date())):
            past.moves.append(month.moves)
            past.served.append(desk.serve(month))
            past.cases.append(cases(province.seed, where, month))
            past.targets.update(policies.targets(province, people, where, month))
        return past

    def registered(self, day: date) -> int:
        """How many people the register delivered on or before the day holds."""
        return registered_by(self.province.scale.workers, len(self.people.trade), month_of(day))


def month_of(day: date) -> int:
    """Months since January 2000."""
    return (day.year - 2000) * 12 + day.month - 1


def month_code(index: int) -> int:
    """Year and month in four digits, from the position in Past: 0 for the past before 2024."""
    month = BASE_MONTH - 1 + index
    return 0 if index == 0 else month // 12 * 100 + month % 12 + 1
