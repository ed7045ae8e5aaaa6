MODEL (
  name mart.dim_worker,
  kind FULL,
  description 'People registered as working away, with the place of their household, who serves it, and the day each thing was first on record: any service, an account (opened, or a balance), a card, mobile banking: one row per person. Who has no household delivered is left out',
  grain (worker_id),
  audits (whole_row_per(columns := (worker_id), filled := (worker_id, household_id, name)))
);

with served as (
  select
    worker_id,
    cast(min(served_at) as date) as reached_date,
    cast(min(case when kind = 'account' then served_at end) as date) as account_date,
    cast(min(case when kind = 'card' then served_at end) as date) as card_date,
    cast(min(case when kind = 'mobile_banking' then served_at end) as date) as mobile_date
  from staging.worker_service
  group by worker_id
),
held as (
  select worker_id, min(balance_date) as balance_date from staging.worker_balance group by worker_id
)
select
  w.worker_id as worker_id,
  w.household_id as household_id,
  w.customer_id as customer_id,
  w.name as name,
  w.sex as sex,
  w.birth_date as birth_date,
  w.phone as phone,
  w.trade as trade,
  w.registered_date as registered_date,
  s.reached_date as reached_date,
  case
    when s.account_date is null or b.balance_date < s.account_date then coalesce(b.balance_date, s.account_date)
    else s.account_date
  end as account_date,
  s.card_date as card_date,
  s.mobile_date as mobile_date,
  h.village_code as village_code,
  h.township_code as township_code,
  h.county_code as county_code,
  h.prefecture_code as prefecture_code,
  h.entity_id as entity_id,
  h.branch_id as branch_id,
  h.staff_id as staff_id
from staging.worker as w
inner join mart.dim_household as h on h.household_id = w.household_id
left join served as s on s.worker_id = w.worker_id
left join held as b on b.worker_id = w.worker_id
