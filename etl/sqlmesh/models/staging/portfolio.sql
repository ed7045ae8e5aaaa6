MODEL (
  name staging.portfolio,
  kind EMBEDDED,
  description 'Who looks after a customer: one row per customer, group, holder and time',
  grain (customer_id, product_group, staff_id, valid_from)
);

select
  cast(customer_id as varchar) as customer_id,
  cast(product_group as varchar) as product_group,
  cast(staff_id as varchar) as staff_id,
  cast(share as decimal(5,4)) as share,
  cast(kind as varchar) as kind,
  cast(valid_from as date) as valid_from,
  cast(valid_to as date) as valid_to
from raw.portfolio
