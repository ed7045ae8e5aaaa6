MODEL (
  name core.household_assignment,
  kind VIEW,
  description 'Who served a household from when to when: one row per household and time. valid_to is exclusive',
  grain (household_id, valid_from)
);

select
  cast(household_id as varchar) as household_id,
  cast(branch_id as varchar) as branch_id,
  cast(staff_id as varchar) as staff_id,
  cast(valid_from as date) as valid_from,
  cast(
    coalesce(
      lead(valid_from) over (partition by household_id order by valid_from, business_date),
      cast('9999-12-31' as date)
    ) as date
  ) as valid_to
from raw.household_assignment
