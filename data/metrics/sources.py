"""Where metrics are read from: tables of the serving schema, and which dimension is which of their columns.

Only names in this file become identifiers of a query.

* leveled: a row per (level, unit, …); a question reads the rows of one level. ``LEVELS`` says which columns each fills.
* rows: a row per thing counted; answers every combination, at the price of a scan.
* stock: the state of things on certain days, a row per thing and day. A question reads one day a group: the last there
  is. Of two days nothing is ever added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Views of indicator_value by level, coarsest first, and the units each knows.
INDICATOR_LEVELS = {
    "indicator_entity": ("entity",),
    "indicator_branch": ("entity", "branch"),
    "indicator_staff": ("entity", "branch", "staff"),
}
SCORE_LEVELS = {
    "entity": ("entity",),
    "branch": ("entity", "branch"),
    "staff": ("entity", "branch", "staff", "post"),
}  # levels of score_total, coarsest first: views of state.py with the units each knows
LEVELS: dict[str, tuple[str, ...]] = {
    "province": (),
    "prefecture": ("prefecture",),
    "county": ("prefecture", "county"),
    "entity": ("entity",),
    "branch": ("entity", "branch"),
    "staff": ("entity", "branch", "staff"),
}

TIME = ("day", "month", "year")
ORG = ("entity", "branch", "staff")

_UNITS = {
    "prefecture": "prefecture_code",
    "county": "county_code",
    "entity": "entity_id",
    "branch": "branch_id",
    "staff": "staff_id",
}
_SCORED = _UNITS | {"post": "post_code"}
_PLACES = _UNITS | {"township": "township_code", "village": "village_code"}
_AWAY = {"destination_province": "destination_province", "destination_city": "destination_city", "centre": "centre_id"}
_WORKER = _PLACES | _AWAY | {"trade": "trade"}
_HOMES = {name: _UNITS[name] for name in ("prefecture", "county", "entity")}
_OUTLETS = {name: _UNITS[name] for name in ("entity", "branch")}
_ORG_COUNTY = {name: _UNITS[name] for name in (*ORG, "county")}
_TRAITS = {
    name: name for name in ("customer_group", "age_band", "income_band", "deposit_band", "use_band", "recent_event")
}
_REGISTERED = _HOMES | {"policy": "policy_id"}


@dataclass(frozen=True)
class Source:
    """``columns``: dimension → column. ``time``: how a period applies: to ``date`` by row, at its last day, or not.

    ``stands_on``: the served tables under a view of ``data/state.py``, for lineage. ``is_open``: a list
    of units that is no secret to anybody, whatever part of the organisation they see. ``own_days``: a stock has a state
    on the days its rows have; otherwise on every month end since the first and on the day data reaches.
    """

    name: str
    columns: dict[str, str]
    time: Literal["rows", "instant", "stock", "now", "none"]
    leveled: bool = False
    date: str | None = None
    moment: str | None = None
    stands_on: tuple[str, ...] = ()
    is_open: bool = False
    own_days: bool = False


def _all(*sources: Source) -> dict[str, Source]:
    return {source.name: source for source in sources}


SOURCES = _all(
    Source("visit_level_day", _UNITS, "rows", leveled=True, date="visit_date"),
    Source(
        "fct_visit",
        _PLACES
        | {"customer_group": "customer_group", "purpose": "purpose", "result": "result", "household": "household_id"}
        | {"trust_grade": "trust_grade"},
        "rows",
        date="visit_date",
        moment="started_at",
    ),
    Source(
        "visit_recheck",
        _UNITS | {"recheck_kind": "recheck_kind", "trust_reason": "trust_reason"},
        "rows",
        date="visit_date",
    ),
    Source("post", _UNITS | {"township": "township_code"}, "instant"),
    Source("household_level", _UNITS, "none", leveled=True),
    Source("dim_household", _PLACES | {"customer_group": "customer_group"}, "none"),
    Source("worker_cell", _HOMES | _AWAY, "stock", date="stock_date"),
    Source(
        "worker_month", _WORKER, "stock", date="stock_date", stands_on=("worker_stock", "dim_worker", "dim_destination")
    ),
    Source(
        "worker_activity",
        _WORKER | {"policy": "policy_id", "activity": "activity"},
        "rows",
        date="activity_date",
        moment="happened_at",
    ),
    *(
        Source(
            f"policy_{first}",
            _WORKER | {"policy": "policy_id"},
            "rows",
            date=f"{done}_date",
            moment=f"{done}_at",
            stands_on=("worker_activity",),
        )
        for first, done in (("reach", "reached"), ("use", "used"))
    ),
    Source("policy_target", _REGISTERED | {"centre": "centre_id"}, "none"),
    Source("policy_cell", _REGISTERED | _AWAY, "none"),
    Source("centre_case", _PLACES | _AWAY, "rows", date="opened_date", moment="opened_at"),
    Source("closed_case", _PLACES | _AWAY, "rows", date="closed_date", moment="closed_at", stands_on=("centre_case",)),
    Source("open_case", _PLACES | _AWAY, "instant", stands_on=("centre_case",)),
    Source("centre_staff", _AWAY, "instant"),
    # Visits under review: down to the outlet. Whose they are is nobody's but of who has a part in them (data/integrity/cases.py).
    Source("integrity_case", _OUTLETS, "rows", date="opened_date", moment="opened_at"),
    Source("closed_review", _OUTLETS, "rows", date="closed_date", moment="closed_at", stands_on=("integrity_case",)),
    Source("open_review", _OUTLETS, "instant", stands_on=("integrity_case",)),
    *[
        Source(
            name,
            {unit: _UNITS[unit] for unit in units},
            "stock",
            date="as_of",
            stands_on=("indicator_value",),
            own_days=True,
        )
        for name, units in INDICATOR_LEVELS.items()
    ],
    *[
        Source(
            f"total_{level}",
            {unit: _SCORED[unit] for unit in units},
            "stock",
            date="as_of",
            stands_on=("score_total",),
            own_days=True,
        )
        for level, units in SCORE_LEVELS.items()
    ],
    *[
        Source(name, {unit: _UNITS[unit] for unit in ORG}, "stock", date="as_of", own_days=True)
        for name in ("account_month", "customer_month", "performance_event")
    ],
    Source("customer_portrait", _ORG_COUNTY | _TRAITS | {"village": "village_code"}, "none"),
    Source(
        "propensity",
        _ORG_COUNTY
        | _TRAITS
        | {"village": "village_code", "product_code": "product_code", "suppression": "suppressed_by"},
        "none",
    ),
    Source(
        "product_change",
        {unit: _UNITS[unit] for unit in ORG} | {name: name for name in ("product_code", "product_group")},
        "rows",
        date="changed_on",
    ),
    Source(
        "customer_vote",
        {name: _UNITS[name] for name in ("prefecture", "county", "entity", "branch")},
        "rows",
        date="visit_date",
        moment="started_at",
    ),
    Source("position", _UNITS | {"township": "township_code"}, "now", moment="seen_at"),
)

# Lists of all units of a dimension: an answer asked to be complete has a row for each, with zero where nothing was.
UNITS = {
    "entity": Source(
        "dim_entity", {"entity": "entity_id", "county": "county_code", "prefecture": "prefecture_code"}, "none"
    ),
    "branch": Source(
        "dim_branch",
        {k: _PLACES[k] for k in ("entity", "branch", "township", "county", "prefecture")},
        "none",
    ),
    "staff": Source("manager", {k: _UNITS[k] for k in ORG}, "none"),
    "county": Source("county", {k: _UNITS[k] for k in ("county", "prefecture")}, "none"),
    "prefecture": Source("prefecture", {"prefecture": "prefecture_code"}, "none"),
    "destination_province": Source(
        "destination_province", {"destination_province": "destination_province"}, "none", is_open=True
    ),
    "destination_city": Source("destination_city", _AWAY, "none", is_open=True),
    "centre": Source(
        "dim_centre",
        {"centre": "centre_id", "destination_province": "province_code", "destination_city": "city_code"},
        "none",
        is_open=True,
    ),
    "policy": Source("dim_policy", {"policy": "policy_id"}, "none", is_open=True),
}
ALL_SOURCES = SOURCES | {source.name: source for source in UNITS.values()}
