"""Second half of the calculation: from what an item has to go by to its points, each step kept.

Values are per whole month: what a person did in ten of thirty days counts three times, and the points of the ten days a
third. Peers are everybody with the same item of the same version in the same month, in the entity or the province.
"""

from __future__ import annotations

from data.performance.exact import MICRO, as_decimal, half_up, scaled

KEY = "month, unit_id, branch_id, post_code, scheme, version, item"
MEASURES = {
    "median": f"{half_up('middle', 'two')}",
    "mean": f"{half_up('together', 'peers')}",
    "upper_quartile": "upper",
}


def points_sql(others: str | None = None) -> str:
    """CTEs from ``given`` (and ``step``) to ``scored``: the columns of ``score_step``.

    ``others``: a relation of the peers (month, scheme, version, item, entity_id, unit_id, branch_id, post_code, value,
    completion) when ``given`` does not hold everybody.
    """
    return f"""
sized as (  -- value6 = numerator ÷ denominator, per whole month, in millionths
    select *, {scaled("numerator", 4)} * {MICRO} * case when scales then month_days else 1 end as value_top,
        nullif(case when denominator is null then 10000 else {scaled("denominator", 4)} end
            * case when scales then days else 1 end, 0) as value_under
    from (select *, is_additive and level = 'staff' and "of" = 'self' as scales from given)
),
valued as (
    select *, case when value_under > 0 then {half_up("value_top", "value_under")} end as value6,
        case when target_within = 'entity' then entity_id else '' end as scope
    from sized
),
{_peers(others)},
aimed as (
    select valued.* exclude (target6), case when target_kind = 'peers' then peer6 else target6 end as target6
    from valued left join measured using (month, scheme, version, item, scope)
),
compared as (
    select *, case when target6 <> 0 then (abs(target6) + sign * (value6 - target6)) * {MICRO} end as completion_top,
        nullif(abs(target6), 0) as completion_under
    from aimed
),
completed as (
    select *, case when target6 = 0 and value6 is not null then case when sign * value6 >= 0 then {MICRO} else 0 end
        else {half_up("completion_top", "completion_under")} end as completion6
    from compared
),
{_places(others)},
placed as (
    select completed.*, position, peers,
        value6 is null
            or (completion6 is null and (rule in ('linear', 'peer') or coalesce("by", '') = 'completion')) as is_unmeasured
    from completed left join place using ({KEY})
),
reached as (  -- where a tier or band is looked up: places as millionths of the peers that are before
    select *, case when is_unmeasured then null when rule = 'rank' then cast((position - 1) * {MICRO} // peers as hugeint)
        when rule = 'tiered' then case when "by" = 'value' then value6 else completion6 end end as at
    from placed
),
stepped as (
    select reached.*, step2
    from reached left join step on reached.scheme = step.scheme and reached.version = step.version
        and reached.item = step.item and reached.at >= step.low and reached.at < step.high
),
raw as (  -- points of eight decimals: weight × completion, or what the rule says
    select *, case when is_unmeasured then unmeasured2 * {MICRO}
        when rule in ('linear', 'peer') then weight2 * completion6
        when rule in ('tiered', 'rank') then step2 * {MICRO}
        when rule = 'deduction' then weight2 * {MICRO} - per_unit2 * value6
        else 0 end as raw8,
        rule = 'veto' and not is_unmeasured and coalesce(value6 > above, value6 < below) as is_vetoed
    from stepped
),
bounded as (
    select *, case when is_unmeasured or floor8 is null then raw8 else greatest(floor8, least(cap8, raw8)) end as points8,
        cast({MICRO} as hugeint) as hundredth
    from raw
),
scored as (
    select month, as_of, level, unit_id, entity_id, nullif(branch_id, '') as branch_id, post_code, scheme, version, item,
        indicator, grp, rule,
        "of", numerator, denominator, adjustment, {as_decimal("value6", 6)} as value, {as_decimal("target6", 6)} as target,
        {as_decimal("completion6", 6)} as completion, position, peers, {as_decimal("raw8", 8)} as raw,
        {as_decimal("floor8", 8, 12)} as floor, {as_decimal("cap8", 8, 12)} as cap,
        {as_decimal(half_up("points8", "hundredth"), 2, 9)} as points, {as_decimal("weight2", 2, 5)} as weight,
        cast(days as integer) as days, cast(month_days as integer) as month_days,
        case when value6 is null then 'no_value' when is_unmeasured then 'no_target' else 'measured' end as basis,
        case when is_vetoed then {as_decimal("total_cap2", 2, 5)} end as total_cap
    from bounded
)"""


def _peers(others: str | None) -> str:
    """What the peers do, for items whose target they are: the median, the mean or the upper quartile of those measured."""
    more = f"union all select {_other('value')} from {others} as other" if others else ""
    return f"""
peer as (
    select month, scheme, version, item, entity_id, unit_id, branch_id, post_code, value6 from valued
    where target_kind = 'peers' {more}
),
ordered as (
    select peer.*, case when target_within = 'entity' then peer.entity_id else '' end as scope, measure,
        row_number() over everybody as place, count(*) over (partition by month, scheme, version, item, scope) as peers
    from peer join (select distinct scheme, version, item, target_within, measure from valued where target_kind = 'peers')
        using (scheme, version, item)
    where value6 is not null
    window everybody as (partition by month, scheme, version, item, scope order by value6, unit_id, branch_id, post_code)
),
summed as (
    select month, scheme, version, item, scope, any_value(measure) as measure, cast(max(peers) as hugeint) as peers,
        sum(value6) filter (place in ((peers + 1) // 2, (peers + 2) // 2))
            * case when max(peers) % 2 = 1 then 2 else 1 end as middle,
        cast(2 as hugeint) as two, sum(value6) as together, max(value6) filter (place = (3 * peers + 3) // 4) as upper
    from ordered group by month, scheme, version, item, scope
),
measured as (
    select month, scheme, version, item, scope,
        case measure {" ".join(f"when '{name}' then {sql}" for name, sql in MEASURES.items())} end as peer6
    from summed
)"""


def _places(others: str | None) -> str:
    """The place of each among its peers, for items that go by it; equals share the better place, who has none the last."""
    more = f"union all select {_other('value')}, {_scaled('completion')} from {others} as other" if others else ""
    return f"""
runner as (
    select month, scheme, version, item, entity_id, unit_id, branch_id, post_code, value6, completion6 from completed
    where rule = 'rank' {more}
),
place as (
    select month, unit_id, branch_id, post_code, scheme, version, item,
        case when sign > 0 and value6 <= 0 then count(*) over among else rank() over among end as position,
        count(*) over (
            partition by month, scheme, version, item, case when within = 'entity' then entity_id else '' end
        ) as peers
    from runner join (select distinct scheme, version, item, within, "by", sign from completed where rule = 'rank')
        using (scheme, version, item)
    where case when "by" = 'value' then value6 else completion6 end is not null
    window among as (
        partition by month, scheme, version, item, case when within = 'entity' then entity_id else '' end
        order by case when "by" = 'value' then sign * value6 else completion6 end desc
    )
)"""


def _other(column: str) -> str:
    names = ("month", "scheme", "version", "item", "entity_id", "unit_id")
    listed = ", ".join(f"other.{name}" for name in names)
    return f"{listed}, coalesce(other.branch_id, '') as branch_id, other.post_code, {_scaled(column)}"


def _scaled(column: str) -> str:
    return scaled(f"other.{column}", 6)
