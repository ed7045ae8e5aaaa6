MODEL (
  name mart.dim_household,
  kind VIEW,
  description 'Households with their place and who serves them: one row per household',
  grain (household_id),
  audits (whole_row_per(columns := (household_id), filled := (household_id, branch_id, entity_id)))
);

select
  h.household_id as household_id,
  h.head_name as head_name,
  h.customer_group as customer_group,
  h.member_count as member_count,
  h.lon as lon,
  h.lat as lat,
  r.village_code as village_code,
  r.township_code as township_code,
  r.county_code as county_code,
  r.prefecture_code as prefecture_code,
  b.entity_id as entity_id,
  h.branch_id as branch_id,
  h.staff_id as staff_id,
  i.initials as initials
from staging.household as h
left join core.region_path as r on r.code = h.village_code
left join staging.branch as b on b.branch_id = h.branch_id
left join staging.initials as i on i.name = h.head_name
