MODEL (
  name staging.household,
  kind EMBEDDED,
  description 'Households as last delivered: one row per household',
  grain (household_id)
);

select
  cast(household_id as varchar) as household_id,
  cast(village_code as varchar) as village_code,
  cast(head_name as varchar) as head_name,
  cast(customer_group as varchar) as customer_group,
  cast(member_count as integer) as member_count,
  cast(lon as double) as lon,
  cast(lat as double) as lat,
  cast(branch_id as varchar) as branch_id,
  cast(staff_id as varchar) as staff_id,
  cast(assigned_from as date) as assigned_from
from raw.household
