MODEL (
  name mart.policy_use,
  kind FULL,
  description 'Who took a policy up, when first and where they were then: one row per policy and worker. amount is that of the first service',
  grain (policy_id, worker_id),
  depends_on (mart.policy_reach),
  audits (
    one_row_per(columns := (policy_id, worker_id)),
    reached_before_used(reach := mart.policy_reach)
  )
);

with served as (
  select
    policy_id, worker_id, happened_at, activity_date, amount, trade,
    village_code, township_code, county_code, prefecture_code, entity_id, branch_id, staff_id,
    destination_province, destination_city, centre_id,
    row_number() over (partition by policy_id, worker_id order by happened_at, activity) as nth
  from mart.worker_activity
  where policy_id is not null and activity <> 'contact'
)
select
  policy_id as policy_id,
  worker_id as worker_id,
  activity_date as used_date,
  happened_at as used_at,
  amount as amount,
  trade as trade,
  village_code as village_code,
  township_code as township_code,
  county_code as county_code,
  prefecture_code as prefecture_code,
  entity_id as entity_id,
  branch_id as branch_id,
  staff_id as staff_id,
  destination_province as destination_province,
  destination_city as destination_city,
  centre_id as centre_id
from served
where nth = 1
