MODEL (
  name mart.household_level,
  kind FULL,
  description 'Households served by an organisation or located in a region: one row per level and unit',
  grain (level, unit_id, branch_id),
  audits (one_row_per(columns := (level, unit_id, branch_id)))
);

with household as (
  select household_id, village_code, county_code, prefecture_code, entity_id, branch_id, staff_id
  from mart.dim_household
),
by_level as (
  @levels(household, null, count(household_id) as households, count(distinct village_code) as villages)
)
select
  level as level,
  unit_id as unit_id,
  prefecture_code as prefecture_code,
  county_code as county_code,
  entity_id as entity_id,
  branch_id as branch_id,
  staff_id as staff_id,
  cast(households as bigint) as households,
  cast(villages as bigint) as villages
from by_level
