MODEL (
  name mart.performance_unit,
  kind FULL,
  description 'Whose performance is looked at in a month: one row per month, level, unit, branch and post. days of month_days are those in the post; as_of is the last day counted',
  grain (month, level, unit_id, branch_id, post_code),
  audits (one_row_per(columns := (month, level, unit_id, branch_id, post_code)))
);

select
  m.month as month, m.as_of as as_of, 'staff' as level, t.staff_id as unit_id, t.staff_id as staff_id,
  t.branch_id as branch_id, t.entity_id as entity_id, t.post_code as post_code, t.days as days, m.month_days as month_days
from core.tenure_month as t
inner join core.performance_month as m on m.month = t.month
union all
select
  m.month, m.as_of, 'branch' as level, b.branch_id as unit_id, null as staff_id, b.branch_id, b.entity_id,
  '' as post_code, m.month_days as days, m.month_days
from staging.branch as b
inner join core.performance_month as m
  on (b.opened_date is null or b.opened_date <= m.as_of) and (b.closed_date is null or b.closed_date > m.month)
union all
select
  m.month, m.as_of, 'entity' as level, e.entity_id as unit_id, null as staff_id, null as branch_id, e.entity_id,
  '' as post_code, m.month_days as days, m.month_days
from staging.entity as e
cross join core.performance_month as m
