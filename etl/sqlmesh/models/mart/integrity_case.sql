MODEL (
  name mart.integrity_case,
  kind VIEW,
  description 'Visits under review: one row per case, its evidence left out. Confirmed: closed as not having taken place. days_open runs to the last business day while a case is open',
  grain (case_id),
  audits (whole_row_per(columns := (case_id), filled := (case_id, visit_id, staff_id, branch_id, entity_id, opened_date)))
);

select
  c.case_id as case_id,
  c.visit_id as visit_id,
  c.visit_date as visit_date,
  c.staff_id as staff_id,
  c.branch_id as branch_id,
  c.entity_id as entity_id,
  c.rules as rules,
  c.score as score,
  c.opened_at as opened_at,
  cast(c.opened_at as date) as opened_date,
  c.state as state,
  c.outcome as outcome,
  c.closed_at as closed_at,
  cast(c.closed_at as date) as closed_date,
  c.closed_at is null as is_open,
  c.closed_at is not null and c.outcome = 'did_not_take_place' as is_confirmed,
  c.is_appealed as is_appealed,
  c.is_overturned as is_overturned,
  cast(
    greatest(cast(coalesce(c.closed_at, cast(x.as_of_date as timestamp)) as date) - cast(c.opened_at as date), 0) as integer
  ) as days_open
from staging.integrity_case as c
cross join staging.context as x
