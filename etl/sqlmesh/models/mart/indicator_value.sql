MODEL (
  name mart.indicator_value,
  kind INCREMENTAL_BY_TIME_RANGE (time_column month, partition_by_time_column false),
  interval_unit month,
  allow_partials true,
  description 'Performance indicators as numerator and denominator (1 where the indicator is no ratio), up to as_of: one row per month, level, unit, branch, post and indicator with anything to count. What a branch has is all of it, whoever looked after it',
  grain (month, level, unit_id, branch_id, post_code, indicator),
  depends_on (mart.performance_unit),
  audits (
    one_row_per(columns := (month, level, unit_id, branch_id, post_code, indicator)),
    not_null(columns := (month, as_of, level, unit_id, entity_id, indicator, numerator, denominator)),
    branches_are_the_entity,
    people_are_in_the_branch
  )
);

with held as (
  select month, staff_id, branch_id, entity_id, post_code, measure, value from core.balance_measure
  where month between @start_date and @end_date
  union all
  select month, staff_id, branch_id, entity_id, post_code, measure, value from core.customer_measure
  where month between @start_date and @end_date
  union all
  select month, staff_id, branch_id, entity_id, post_code, measure, value from core.event_measure
  where month between @start_date and @end_date
),
measured as (
  select month, 'staff' as level, staff_id as unit_id, staff_id, branch_id, entity_id, post_code, measure, sum(value) as value
  from held
  where staff_id is not null
  group by month, staff_id, branch_id, entity_id, post_code, measure
  union all
  select month, 'branch', branch_id, null, branch_id, entity_id, '', measure, sum(value)
  from held
  group by month, branch_id, entity_id, measure
  union all
  select month, 'entity', entity_id, null, null, entity_id, '', measure, sum(value)
  from held
  group by month, entity_id, measure
  union all
  select
    month, level, case level when 'staff' then staff_id when 'branch' then branch_id else entity_id end, staff_id,
    branch_id, entity_id, post_code, measure, value
  from core.visit_measure
  where month between @start_date and @end_date
),
parted as (
  select
    v.month, v.level, v.unit_id, v.staff_id, v.branch_id, v.entity_id, v.post_code, i.indicator,
    sum(case when i.is_numerator then v.value else 0 end) as numerator,
    sum(case when i.is_numerator then 0 else v.value end) as denominator,
    max(i.is_ratio) as is_ratio
  from measured as v
  inner join (@indicator_parts()) as i on i.measure = v.measure
  group by v.month, v.level, v.unit_id, v.staff_id, v.branch_id, v.entity_id, v.post_code, i.indicator
)
select
  p.month as month,
  m.as_of as as_of,
  p.level as level,
  cast(p.unit_id as varchar) as unit_id,
  cast(p.staff_id as varchar) as staff_id,
  p.branch_id as branch_id,
  p.entity_id as entity_id,
  p.post_code as post_code,
  cast(case when p.level = 'staff' then coalesce(t.days, 0) else m.month_days end as integer) as days,
  m.month_days as month_days,
  p.indicator as indicator,
  cast(p.numerator as decimal(24, 4)) as numerator,
  cast(case when p.is_ratio = 1 then p.denominator else 1 end as decimal(24, 4)) as denominator
from parted as p
inner join core.performance_month as m on m.month = p.month
left join core.tenure_month as t
  on t.month = p.month and t.staff_id = p.staff_id and t.branch_id = p.branch_id and t.post_code = p.post_code
