MODEL (
  name mart.holding,
  kind VIEW,
  description 'Products held, with who serves the customer: one row per customer and product',
  grain (customer_id, product_code),
  audits (one_row_per(columns := (customer_id, product_code)))
);

select
  p.customer_id as customer_id,
  p.product_code as product_code,
  p.product_group as product_group,
  p.balance as balance,
  p.opened_date as opened_date,
  p.days_past_due as days_past_due,
  h.entity_id as entity_id,
  h.branch_id as branch_id,
  h.staff_id as staff_id
from staging.holding as p
left join staging.customer as c on c.customer_id = p.customer_id
left join mart.dim_household as h on h.household_id = c.household_id
