MODEL (
  name core.visit_measure,
  kind INCREMENTAL_BY_TIME_RANGE (time_column month, partition_by_time_column false),
  interval_unit month,
  allow_partials true,
  description 'Households visited, each once a month at every level, and what they thought of it, without visits confirmed before the month closed as not having taken place (later ones are balances): one row per month, level, unit, post and measure',
  grain (month, level, staff_id, branch_id, entity_id, post_code, measure)
);

with visited as (
  select
    m.month, v.staff_id, p.branch_id, p.entity_id, p.post_code, v.household_id,
    count(v.satisfaction) as rated,
    count(case when v.satisfaction >= 4 then 1 end) as satisfied
  from staging.visit as v
  inner join core.performance_month as m on v.visit_date between m.month and m.as_of
  inner join core.post_on_day as p
    on p.staff_id = v.staff_id and v.visit_date >= p.from_date and v.visit_date < p.to_date
  where m.month between @start_date and @end_date
  group by m.month, v.staff_id, p.branch_id, p.entity_id, p.post_code, v.household_id
),
summed as (
  select
    month, 'staff' as level, staff_id, branch_id, entity_id, post_code,
    count(household_id) as visit_households, sum(rated) as rated, sum(satisfied) as satisfied
  from visited
  group by month, staff_id, branch_id, entity_id, post_code
  union all
  select
    month, 'branch' as level, null as staff_id, branch_id, entity_id, '' as post_code,
    count(distinct household_id), sum(rated), sum(satisfied)
  from visited
  group by month, branch_id, entity_id
  union all
  select
    month, 'entity' as level, null as staff_id, null as branch_id, entity_id, '' as post_code,
    count(distinct household_id), sum(rated), sum(satisfied)
  from visited
  group by month, entity_id
),
counted as (
  select
    s.month, s.level, s.staff_id, s.branch_id, s.entity_id, s.post_code, k.measure,
    cast(
      case k.measure when 'visit_households' then s.visit_households when 'rated' then s.rated else s.satisfied end
      as decimal(24, 4)
    ) as value
  from summed as s
  cross join (
    select 'visit_households' as measure union all select 'rated' union all select 'satisfied'
  ) as k
),
refuted as (
  select month, level, staff_id, branch_id, entity_id, post_code, measure, sum(value) as value
  from core.visit_refuted
  where month between @start_date and @end_date
    and known_at < @closes_at(month)
  group by month, level, staff_id, branch_id, entity_id, post_code, measure
)
select
  c.month as month, c.level as level, c.staff_id as staff_id, c.branch_id as branch_id, c.entity_id as entity_id,
  c.post_code as post_code, c.measure as measure, cast(c.value - coalesce(r.value, 0) as decimal(24, 4)) as value
from counted as c
left join refuted as r
  on r.month = c.month and r.level = c.level and r.measure = c.measure and r.post_code = c.post_code
  and r.entity_id = c.entity_id and coalesce(r.branch_id, '') = coalesce(c.branch_id, '')
  and coalesce(r.staff_id, '') = coalesce(c.staff_id, '')
