MODEL (
  name mart.dim_worker,
  kind VIEW,
  description 'People registered as working away, with the place of their household and who serves it: one row per person',
  grain (worker_id),
  audits (one_row_per(columns := (worker_id)), not_null(columns := (worker_id, household_id, name)))
);

select
  w.worker_id as worker_id,
  w.household_id as household_id,
  w.customer_id as customer_id,
  w.name as name,
  w.sex as sex,
  w.birth_date as birth_date,
  w.phone as phone,
  w.trade as trade,
  w.registered_date as registered_date,
  h.village_code as village_code,
  h.township_code as township_code,
  h.county_code as county_code,
  h.prefecture_code as prefecture_code,
  h.entity_id as entity_id,
  h.branch_id as branch_id,
  h.staff_id as staff_id
from staging.worker as w
inner join core.worker_home as h on h.worker_id = w.worker_id
