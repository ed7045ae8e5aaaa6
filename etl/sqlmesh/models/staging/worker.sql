MODEL (
  name staging.worker,
  kind EMBEDDED,
  description 'People registered as working away: one row per person',
  grain (worker_id)
);

select
  cast(worker_id as varchar) as worker_id,
  cast(household_id as varchar) as household_id,
  cast(customer_id as varchar) as customer_id,
  cast(name as varchar) as name,
  cast(sex as varchar) as sex,
  cast(birth_date as date) as birth_date,
  cast(phone as varchar) as phone,
  cast(trade as varchar) as trade,
  cast(registered_date as date) as registered_date
from raw.worker
