MODEL (
  name staging.customer,
  kind EMBEDDED,
  description 'Customers: one row per customer',
  grain (customer_id)
);

select
  cast(customer_id as varchar) as customer_id,
  cast(household_id as varchar) as household_id,
  cast(name as varchar) as name,
  cast(sex as varchar) as sex,
  cast(birth_date as date) as birth_date,
  cast(phone as varchar) as phone,
  cast(id_no as varchar) as id_no,
  cast(customer_group as varchar) as customer_group,
  cast(education as varchar) as education,
  cast(occupation as varchar) as occupation,
  cast(annual_income as decimal(18,2)) as annual_income,
  cast(is_opted_out as boolean) as is_opted_out,
  cast(opened_date as date) as opened_date
from raw.customer
