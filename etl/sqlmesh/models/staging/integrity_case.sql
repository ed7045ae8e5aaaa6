MODEL (
  name staging.integrity_case,
  kind EMBEDDED,
  description 'Cases of visits under review as people left them: one row per case',
  grain (case_id)
);

select
  cast(case_id as varchar) as case_id,
  cast(visit_id as varchar) as visit_id,
  cast(visit_date as date) as visit_date,
  cast(staff_id as varchar) as staff_id,
  cast(branch_id as varchar) as branch_id,
  cast(entity_id as varchar) as entity_id,
  cast(rules as varchar) as rules,
  cast(score as integer) as score,
  cast(opened_at as timestamp) as opened_at,
  cast(state as varchar) as state,
  cast(outcome as varchar) as outcome,
  cast(closed_at as timestamp) as closed_at,
  cast(is_appealed as boolean) as is_appealed,
  cast(is_overturned as boolean) as is_overturned
from raw.ops_case
