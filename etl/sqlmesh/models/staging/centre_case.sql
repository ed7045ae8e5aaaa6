MODEL (
  name staging.centre_case,
  kind EMBEDDED,
  description 'Cases of service centres: one row per case',
  grain (case_id)
);

select
  cast(case_id as varchar) as case_id,
  cast(centre_id as varchar) as centre_id,
  cast(worker_id as varchar) as worker_id,
  cast(opened_at as timestamp) as opened_at,
  cast(closed_at as timestamp) as closed_at,
  cast(kind as varchar) as kind,
  cast(result as varchar) as result
from raw.centre_case
