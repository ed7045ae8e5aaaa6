MODEL (
  name core.worker_home,
  kind FULL,
  description 'Registered workers with the place of their household and who serves it: one row per worker. A worker whose household is no longer delivered is left out',
  grain (worker_id)
);

select
  w.worker_id as worker_id,
  w.household_id as household_id,
  w.birth_date as birth_date,
  w.trade as trade,
  h.village_code as village_code,
  h.township_code as township_code,
  h.county_code as county_code,
  h.prefecture_code as prefecture_code,
  h.entity_id as entity_id,
  h.branch_id as branch_id,
  h.staff_id as staff_id
from staging.worker as w
inner join mart.dim_household as h on h.household_id = w.household_id
