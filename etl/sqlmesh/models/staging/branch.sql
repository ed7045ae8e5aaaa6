MODEL (
  name staging.branch,
  kind EMBEDDED,
  description 'Branches: one row per branch',
  grain (branch_id)
);

select
  cast(branch_id as varchar) as branch_id,
  cast(entity_id as varchar) as entity_id,
  cast(name as varchar) as name,
  cast(name_en as varchar) as name_en,
  cast(township_code as varchar) as township_code,
  cast(address as varchar) as address,
  cast(lon as double) as lon,
  cast(lat as double) as lat,
  cast(opened_date as date) as opened_date,
  cast(closed_date as date) as closed_date
from raw.branch
