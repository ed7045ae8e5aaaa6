MODEL (
  name staging.policy_target,
  kind EMBEDDED,
  description 'What a policy is to reach: one row per policy, centre and county of origin',
  grain (policy_id, centre_id, county_code)
);

select
  cast(policy_id as varchar) as policy_id,
  cast(centre_id as varchar) as centre_id,
  cast(county_code as varchar) as county_code,
  cast(target_count as integer) as target_count,
  cast(target_amount as decimal(18,2)) as target_amount
from raw.policy_target
