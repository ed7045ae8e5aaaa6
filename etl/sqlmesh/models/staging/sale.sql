MODEL (
  name staging.sale,
  kind EMBEDDED,
  description 'Sales and their reversals: one row per sale',
  grain (sale_id)
);

select
  cast(sale_id as varchar) as sale_id,
  cast(customer_id as varchar) as customer_id,
  cast(product_code as varchar) as product_code,
  cast(staff_id as varchar) as staff_id,
  cast(sold_at as timestamp) as sold_at,
  cast(amount as decimal(18,2)) as amount,
  cast(fee_income as decimal(18,2)) as fee_income,
  cast(reversal_of as varchar) as reversal_of
from raw.sale
