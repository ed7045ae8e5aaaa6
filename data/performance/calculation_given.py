"""First half of the calculation: what each item of each unit has to go by – numerator, denominator, target.

A row per month, unit, segment (a person's branch and post within the month) and item of the scheme of that post. Values
of a branch or an entity are looked up where the item says so (``of``). Targets of a year are phased to the day counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.performance.calculation_items import COLUMNS
from data.performance.exact import MICRO, half_up, literal, scaled

NOTHING = (
    "(select null::date as month, '' as level, '' as unit_id, '' as indicator, 0::decimal(24, 4) as amount where false)"
)


@dataclass(frozen=True)
class Given:
    """The relations a calculation reads. ``units``: month, as_of, level, unit_id, branch_id, entity_id, post_code, days;
    ``values``: month, level, unit_id, branch_id, post_code, indicator, numerator, denominator; ``targets``: level, unit_id,
    indicator, year, target; ``adjustments``: month, level, unit_id, indicator, amount (added to the numerator)."""

    units: str = "performance_unit"
    values: str = "indicator_value"
    targets: str = "performance_target"
    adjustments: str | None = None


def given_sql(months: Sequence[date], given: Given) -> str:
    """CTEs ending in ``given``; ``item`` must stand before."""
    wanted = _listed(months)
    read = f"month in ({wanted}, {_listed([month.replace(year=month.year - 1) for month in months])})"
    return f"""
counted as materialized (  -- a row per unit and segment, of the months asked for and a year before
    select month, level, unit_id, {_own("branch_id")} as place, {_own("post_code")} as post, max(entity_id) as entity_id,
        coalesce(max(branch_id), '') as branch_id, max(as_of) as as_of, cast(max(as_of) - month + 1 as bigint) as month_days,
        case when level = 'staff' then least(max(days), max(as_of) - month + 1) else max(as_of) - month + 1 end as days
    from {given.units} where {read} group by month, level, unit_id, place, post
),
value as materialized (
    select month, level, unit_id, {_own("branch_id")} as place, {_own("post_code")} as post, indicator,
        sum(numerator) as numerator, max(denominator) as denominator
    from {given.values} where {read} group by all
),
segment as (
    select * from counted where month in ({wanted})
),
asked as (
    select segment.month, as_of, unit_id, entity_id, branch_id, place, post, month_days, days, item.*,
        case when item."of" = 'self' then segment.level else item."of" end as source,
        case item."of" when 'self' then unit_id when 'branch' then branch_id else entity_id end as source_id,
        case when item."of" = 'self' then place else '' end as source_place,
        case when item."of" = 'self' then post else '' end as source_post,
        case when item."of" = 'self' then indicator end as own_change_of,
        case when item."of" <> 'self' then indicator end as change_of,
        case when target_kind = 'feed' then indicator end as target_of,
        case when target_kind = 'own_last_year' then indicator end as last_of,
        cast(extract(year from segment.month) as bigint) as year
    from segment join item on segment.level = item.level and (segment.level <> 'staff' or segment.post = item.scheme)
        and segment.month >= item.valid_from and segment.month < item.valid_to
),
served as (
    select month, level, unit_id, cast(sum(days) as bigint) as days, max(month_days) as month_days from counted group by all
),
last_year as (
    select cast(month + interval 12 month as date) as month, level, unit_id, indicator, any_value(days) as days,
        any_value(month_days) as month_days, {scaled("sum(numerator)", 4)} as top,
        {scaled("sum(denominator)", 4)} as under
    from (select month, level, unit_id, indicator, sum(numerator) as numerator, sum(coalesce(denominator, 1)) as denominator
        from value where month not in ({wanted}) or {len(months) > 12} group by all)
    join served using (month, level, unit_id) group by month, level, unit_id, indicator
),
changed as (
    select month, level, unit_id, indicator, sum(amount) as amount from {given.adjustments or NOTHING} group by all
),
borne as (  -- a correction of a unit's own counts once: in its longest segment with the item that has something to correct
    select asked.month, asked.source, asked.source_id, asked.source_place, asked.source_post, asked.own_change_of, amount
    from asked join changed on asked.month = changed.month and asked.source = changed.level
        and asked.source_id = changed.unit_id and asked.own_change_of = changed.indicator
    left join value on asked.month = value.month and asked.source = value.level and asked.source_id = value.unit_id
        and asked.own_change_of = value.indicator and asked.source_place = value.place and asked.source_post = value.post
    qualify row_number() over (partition by asked.month, asked.source, asked.source_id, asked.own_change_of
        order by is_additive or value.numerator is not null desc, days desc, asked.place, asked.post) = 1
),
found as (
    select asked.*, coalesce(changed.amount, borne.amount, 0) as adjustment, value.denominator,
        coalesce(value.numerator, case when is_additive then 0 end) + coalesce(changed.amount, borne.amount, 0) as numerator,
        case target_kind when 'feed' then {scaled("target.target", 6)} when 'fixed' then target_micro end as year_target,
        last_year.top * target_micro * case when is_additive then last_year.month_days else 1 end as last_top,
        nullif(case when is_additive then 10000 * last_year.days else last_year.under end, 0) as last_under,
        extract(day from last_day(asked.month)) as length,
        phase[extract(month from asked.month)] as due_before, phase[extract(month from asked.month) + 1] as due_after
    from asked
    left join value on asked.month = value.month and asked.source = value.level and asked.source_id = value.unit_id
        and asked.indicator = value.indicator
        and asked.source_place = value.place and asked.source_post = value.post
    left join changed on asked.month = changed.month and asked.source = changed.level
        and asked.source_id = changed.unit_id and asked.change_of = changed.indicator
    left join borne on asked.month = borne.month and asked.source = borne.source and asked.source_id = borne.source_id
        and asked.source_place = borne.source_place and asked.source_post = borne.source_post
        and asked.own_change_of = borne.own_change_of
    left join {given.targets} as target on asked.source = target.level and asked.source_id = target.unit_id
        and asked.target_of = target.indicator and asked.year = target.year
    left join last_year on asked.month = last_year.month and asked.source = last_year.level
        and asked.source_id = last_year.unit_id and asked.last_of = last_year.indicator
),
phased as (
    select *, 10000 * length as due_under,
        year_target * case "over" when 'month' then (due_after - due_before) * month_days
            when 'year' then due_before * length + (due_after - due_before) * month_days
            else 10000 * length end as due_top
    from found
),
given as (
    select month, as_of, unit_id, entity_id, branch_id, post as post_code, month_days, days, {COLUMNS}, numerator,
        denominator, adjustment,
        case when target_kind in ('feed', 'fixed') then {half_up("due_top", "due_under")}
            when target_kind = 'own_last_year' then {half_up("last_top", "last_under")} end as target6
    from phased
)"""


def _listed(months: Sequence[date]) -> str:
    return ", ".join(literal(month) for month in months)


def _own(column: str) -> str:
    """SQL: where a person's segment is; empty above staff."""
    return f"case when level = 'staff' then coalesce({column}, '') else '' end"


assert MICRO == 10**6
