MODEL (
  name staging.product_change,
  kind EMBEDDED,
  description 'Products taken and given up: one row per customer, product, kind and day',
  grain (customer_id, product_code, kind, changed_on)
);

select
  cast(customer_id as varchar) as customer_id,
  cast(product_code as varchar) as product_code,
  cast(product_group as varchar) as product_group,
  cast(kind as varchar) as kind,
  cast(changed_on as date) as changed_on,
  cast(channel as varchar) as channel
from raw.product_change
