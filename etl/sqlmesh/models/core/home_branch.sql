MODEL (
  name core.home_branch,
  kind EMBEDDED,
  description 'The branch that serves the household of a customer: one row per customer',
  grain (customer_id)
);

select
  c.customer_id as customer_id,
  h.branch_id as branch_id,
  b.entity_id as entity_id
from staging.customer as c
inner join staging.household as h on h.household_id = c.household_id
inner join staging.branch as b on b.branch_id = h.branch_id
