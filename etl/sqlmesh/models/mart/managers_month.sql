MODEL (
  name mart.managers_month,
  kind FULL,
  description 'Managers with an open post at month end, in the current month on the last business day: one row per level, unit and month',
  grain (level, unit_id, branch_id, month),
  audits (one_row_per(columns := (level, unit_id, branch_id, month)))
);

with month_end as (
  select date_trunc('month', d.date) as month, max(d.date) as last_date
  from staging.calendar as d
  cross join staging.context as c
  where d.date <= c.as_of_date and d.date >= (select min(v.visit_date) from staging.visit as v)
  group by date_trunc('month', d.date)
),
open_post as (
  select
    m.month, h.staff_id, h.branch_id, h.entity_id, b.county_code, b.prefecture_code
  from month_end as m
  inner join core.post_history as h on h.valid_from <= m.last_date and h.valid_to > m.last_date and h.is_manager
  inner join mart.dim_branch as b on b.branch_id = h.branch_id
),
by_level as (
  @levels(open_post, month, count(distinct staff_id) as managers)
)
select
  level as level,
  unit_id as unit_id,
  prefecture_code as prefecture_code,
  county_code as county_code,
  entity_id as entity_id,
  branch_id as branch_id,
  staff_id as staff_id,
  cast(month as date) as month,
  cast(managers as bigint) as managers
from by_level
