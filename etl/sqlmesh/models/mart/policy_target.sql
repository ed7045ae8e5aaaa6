MODEL (
  name mart.policy_target,
  kind VIEW,
  description 'What a policy is to reach, with the organisation of the county: one row per policy, centre and county of origin',
  grain (policy_id, centre_id, county_code),
  audits (one_row_per(columns := (policy_id, centre_id, county_code)))
);

with served as (
  select county_code, min(entity_id) as entity_id from staging.entity_county group by county_code
)
select
  t.policy_id as policy_id,
  t.centre_id as centre_id,
  t.county_code as county_code,
  r.prefecture_code as prefecture_code,
  s.entity_id as entity_id,
  t.target_count as target_count,
  t.target_amount as target_amount
from staging.policy_target as t
left join core.region_path as r on r.code = t.county_code
left join served as s on s.county_code = t.county_code
