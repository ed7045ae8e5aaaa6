MODEL (
  name mart.dim_customer,
  kind VIEW,
  description 'Customers with their household, who serves them, what they hold and their last visit: one row per customer',
  grain (customer_id),
  audits (whole_row_per(columns := (customer_id), filled := (customer_id, household_id, branch_id, entity_id)))
);

with held as (
  select
    customer_id,
    sum(case when product_group = 'deposit' then balance else 0 end) as deposit_balance,
    sum(case when product_group = 'loan' then balance else 0 end) as loan_balance,
    count(product_code) as product_count
  from staging.holding
  group by customer_id
), seen as (
  select
    customer_id,
    max(started_at) as last_visit_at
  from staging.visit
  where customer_id is not null
  group by customer_id
)
select
  c.customer_id as customer_id,
  c.household_id as household_id,
  c.name as name,
  c.sex as sex,
  c.birth_date as birth_date,
  c.phone as phone,
  c.id_no as id_no,
  coalesce(c.customer_group, h.customer_group) as customer_group,
  c.education as education,
  c.occupation as occupation,
  c.annual_income as annual_income,
  c.is_opted_out as is_opted_out,
  c.opened_date as opened_date,
  h.village_code as village_code,
  h.county_code as county_code,
  h.entity_id as entity_id,
  h.branch_id as branch_id,
  h.staff_id as staff_id,
  i.initials as initials,
  cast(coalesce(p.deposit_balance, 0) as decimal(18, 2)) as deposit_balance,
  cast(coalesce(p.loan_balance, 0) as decimal(18, 2)) as loan_balance,
  cast(coalesce(p.product_count, 0) as bigint) as product_count,
  s.last_visit_at as last_visit_at
from staging.customer as c
left join mart.dim_household as h on h.household_id = c.household_id
left join held as p on p.customer_id = c.customer_id
left join seen as s on s.customer_id = c.customer_id
left join staging.initials as i on i.name = c.name
