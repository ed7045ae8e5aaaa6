MODEL (
  name core.visit_refuted,
  kind FULL,
  description 'What visits confirmed as not having taken place take off the measures of a month, and when that was confirmed: one row per month, level, unit, post, measure and moment. A household is lost with the last of its visits',
  grain (month, level, staff_id, branch_id, entity_id, post_code, measure, known_at)
);

with refuted as (
  select visit_id, closed_at as known_at
  from staging.integrity_case
  where outcome = 'did_not_take_place' and closed_at is not null
),
household as (
  select distinct v.household_id
  from staging.visit as v
  inner join refuted as r on r.visit_id = v.visit_id
),
visited as (
  select
    m.month, v.staff_id, p.branch_id, p.entity_id, p.post_code, v.household_id, r.known_at,
    case when r.known_at is null then 1 else 0 end as holds,
    case when v.satisfaction is null then 0 else 1 end as rated,
    case when v.satisfaction >= 4 then 1 else 0 end as satisfied
  from staging.visit as v
  inner join household as h on h.household_id = v.household_id
  inner join core.performance_month as m on v.visit_date between m.month and m.as_of
  inner join core.post_on_day as p
    on p.staff_id = v.staff_id and v.visit_date >= p.from_date and v.visit_date < p.to_date
  left join refuted as r on r.visit_id = v.visit_id
),
leveled as (
  select month, 'staff' as level, staff_id, branch_id, entity_id, post_code, household_id, known_at, holds, rated, satisfied
  from visited
  union all
  select month, 'branch', null, branch_id, entity_id, '', household_id, known_at, holds, rated, satisfied
  from visited
  union all
  select month, 'entity', null, null, entity_id, '', household_id, known_at, holds, rated, satisfied
  from visited
),
lost as (
  select month, level, staff_id, branch_id, entity_id, post_code, household_id, max(known_at) as known_at
  from leveled
  group by month, level, staff_id, branch_id, entity_id, post_code, household_id
  having sum(holds) = 0
),
taken as (
  select month, level, staff_id, branch_id, entity_id, post_code, 'visit_households' as measure, known_at, count(*) as value
  from lost
  group by month, level, staff_id, branch_id, entity_id, post_code, known_at
  union all
  select month, level, staff_id, branch_id, entity_id, post_code, 'rated', known_at, sum(rated)
  from leveled
  where holds = 0
  group by month, level, staff_id, branch_id, entity_id, post_code, known_at
  union all
  select month, level, staff_id, branch_id, entity_id, post_code, 'satisfied', known_at, sum(satisfied)
  from leveled
  where holds = 0
  group by month, level, staff_id, branch_id, entity_id, post_code, known_at
)
select
  month as month,
  level as level,
  cast(staff_id as varchar) as staff_id,
  cast(branch_id as varchar) as branch_id,
  entity_id as entity_id,
  post_code as post_code,
  measure as measure,
  known_at as known_at,
  cast(value as decimal(24, 4)) as value
from taken
where value > 0
