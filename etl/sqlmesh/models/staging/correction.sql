MODEL (
  name staging.correction,
  kind EMBEDDED,
  description 'Corrections of balances: one row per correction',
  grain (correction_id)
);

select
  cast(correction_id as varchar) as correction_id,
  cast(customer_id as varchar) as customer_id,
  cast(product_code as varchar) as product_code,
  cast(balance_date as date) as balance_date,
  cast(field as varchar) as field,
  cast(amount as decimal(18,2)) as amount,
  cast(recorded_at as timestamp) as recorded_at,
  cast(reason as varchar) as reason
from raw.correction
