"""The demo province before anybody walks: places, organisation, staff, households; built from seed and scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from etl.world import effort, geography, organisation, settle, staffing
from etl.world import households as homes
from etl.world.scales import Scale

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Province:
    """Everything that visits, customers and feeds refer to. Arrays are by row index."""

    scale: Scale
    seed: int
    counties: list[geography.County]
    townships: geography.Townships
    villages: geography.Villages
    settlements: settle.Settlements
    entities: list[organisation.Entity]
    branches: organisation.Branches
    effort: effort.Effort
    staffing: staffing.Staffing
    households: homes.Households
    customer_household: np.ndarray

    @property
    def managers(self) -> int:
        """The number of managers' seats; they are the first of all seats."""
        return self.staffing.seats.managers

    @property
    def village_county(self) -> np.ndarray:
        """County (index) of each village."""
        return self.townships.county[self.villages.township]

    @property
    def seat_entity(self) -> np.ndarray:
        """Entity (index) of each seat."""
        return self.branches.entity[self.staffing.seats.branch]


def build_province(scale: Scale, seed: int, last_year: int) -> Province:
    """The province with its staff's history up to the end of ``last_year``."""
    everyone = geography.counties()
    counties = [county for county in everyone if not scale.counties or county.code in scale.counties]
    towns = geography.townships(counties)
    villages = geography.villages(towns)
    where = settle.settle(counties, towns, villages)
    entities = organisation.entities(counties, everyone)
    branches = organisation.branches(seed, scale.branches, entities, counties, towns, villages, where)
    entity_of_county = np.zeros(len(counties), np.int64)
    for index, entity in enumerate(entities):
        entity_of_county[list(entity.counties)] = index
    county = towns.county[villages.township]
    nearest = organisation.nearest_branch(branches, entity_of_county[county], where.village_lon, where.village_lat)
    plan = homes.plan_villages(seed, scale.households, counties, towns, villages, nearest)
    served = np.bincount(nearest, plan.size, len(branches.entity))
    to_village, to_homes = effort.distance_to(branches, nearest, where.village_lon, where.village_lat, plan.size)
    will = effort.effort(seed, branches, to_homes)
    seats = staffing.seats(scale.staff, scale.managers, branches, served, will.hands)
    minority = np.array([item.minority for item in counties])
    crew = staffing.employ(seed, seats, branches.entity, minority[towns.county[branches.township]], last_year)
    managers_of = np.bincount(seats.branch[: seats.managers], minlength=len(branches.entity))
    called = homes.Calling(will.thorough[nearest], to_village)
    people, owner = homes.live(
        seed, plan, managers_of, minority[county], villages, where, branches, scale.customers, called
    )
    return Province(scale, seed, counties, towns, villages, where, entities, branches, will, crew, people, owner)
