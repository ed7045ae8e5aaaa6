MODEL (
  name staging.holding,
  kind EMBEDDED,
  description 'Products held: one row per customer and product',
  grain (customer_id, product_code)
);

select
  cast(customer_id as varchar) as customer_id,
  cast(product_code as varchar) as product_code,
  cast(product_group as varchar) as product_group,
  cast(balance as decimal(18,2)) as balance,
  cast(opened_date as date) as opened_date,
  cast(days_past_due as integer) as days_past_due
from raw.holding
