MODEL (
  name mart.policy_reach,
  kind FULL,
  description 'Whom a policy reached, when first and where they were then, a contact included: one row per policy and worker',
  grain (policy_id, worker_id),
  audits (
    one_row_per(columns := (policy_id, worker_id))
  )
);

with served as (
  select
    policy_id, worker_id, happened_at, activity_date, amount, trade,
    village_code, township_code, county_code, prefecture_code, entity_id, branch_id, staff_id,
    destination_province, destination_city, centre_id,
    row_number() over (partition by policy_id, worker_id order by happened_at, activity) as nth
  from mart.worker_activity
  where policy_id is not null
)
select
  policy_id as policy_id,
  worker_id as worker_id,
  activity_date as reached_date,
  happened_at as reached_at,
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
