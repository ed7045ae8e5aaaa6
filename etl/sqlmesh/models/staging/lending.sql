MODEL (
  name staging.lending,
  kind EMBEDDED,
  description 'Lines, drawdowns, repayments, recoveries: one row per event',
  grain (lending_id)
);

select
  cast(lending_id as varchar) as lending_id,
  cast(customer_id as varchar) as customer_id,
  cast(product_code as varchar) as product_code,
  cast(kind as varchar) as kind,
  cast(staff_id as varchar) as staff_id,
  cast(happened_at as timestamp) as happened_at,
  cast(amount as decimal(18,2)) as amount,
  cast(is_first_loan as boolean) as is_first_loan,
  cast(reversal_of as varchar) as reversal_of
from raw.lending
