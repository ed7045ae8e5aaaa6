MODEL (
  name mart.worker_month,
  kind FULL,
  description 'Registered workers away at the end of a month, in the current month on the last day with data, with what they had by then: one row per day and worker. Balances are the latest on record up to that day',
  grain (stock_date, worker_id),
  audits (
    one_row_per(columns := (stock_date, worker_id)),
    not_null(columns := (stock_date, worker_id, away_since)),
    places_agree(day := stock_date)
  )
);

with away as (
  select d.stock_date, p.worker_id, p.city_code, p.away_since
  from core.worker_place as p
  inner join core.stock_day as d on d.stock_date >= p.moved_date and d.stock_date < p.to_date
  where p.city_code is not null
),
served as (
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
  select
    worker_id, balance_date, deposit_balance, loan_balance,
    coalesce(lead(balance_date) over (partition by worker_id order by balance_date), cast('9999-12-31' as date)) as to_date
  from staging.worker_balance
)
select
  a.stock_date as stock_date,
  a.worker_id as worker_id,
  h.trade as trade,
  a.away_since as away_since,
  coalesce(s.reached_date <= a.stock_date, false) as is_reached,
  coalesce(s.account_date <= a.stock_date, false) or b.worker_id is not null as has_account,
  coalesce(s.card_date <= a.stock_date, false) as has_card,
  coalesce(s.mobile_date <= a.stock_date, false) as has_mobile,
  coalesce(b.loan_balance > 0, false) as has_loan,
  cast(coalesce(b.deposit_balance, 0) as decimal(18, 2)) as deposit_balance,
  cast(coalesce(b.loan_balance, 0) as decimal(18, 2)) as loan_balance,
  h.village_code as village_code,
  h.township_code as township_code,
  h.county_code as county_code,
  h.prefecture_code as prefecture_code,
  h.entity_id as entity_id,
  h.branch_id as branch_id,
  h.staff_id as staff_id,
  w.destination_province as destination_province,
  w.destination_city as destination_city,
  w.centre_id as centre_id
from away as a
inner join core.worker_home as h on h.worker_id = a.worker_id
left join core.work_place as w on w.code = a.city_code
left join served as s on s.worker_id = a.worker_id
left join held as b on b.worker_id = a.worker_id and a.stock_date >= b.balance_date and a.stock_date < b.to_date
