MODEL (
  name core.tenure_month,
  kind EMBEDDED,
  description 'Days in a post at a branch within the part of a month that is counted: one row per month, person, branch and post',
  grain (month, staff_id, branch_id, post_code)
);

select
  m.month as month,
  p.staff_id as staff_id,
  p.branch_id as branch_id,
  p.entity_id as entity_id,
  p.post_code as post_code,
  cast(
    sum(least(p.valid_to, cast(m.as_of + interval '1' day as date)) - greatest(p.valid_from, m.month)) as integer
  ) as days
from core.post_history as p
inner join core.performance_month as m on p.valid_from <= m.as_of and p.valid_to > m.month
group by m.month, p.staff_id, p.branch_id, p.entity_id, p.post_code
