MODEL (
  name mart.worker_stock,
  kind FULL,
  description 'Where registered workers were at the end of a month, in the current month on the last day with data, and their balances, the latest on record by then: one row per day and worker away. Narrow, since it is the largest: who they are is in dim_worker; only the branch and person that serve them are here too, by which few rows are picked out of many',
  grain (stock_date, worker_id),
  audits (whole_row_per(columns := (stock_date, worker_id), filled := (stock_date, worker_id, place_code, away_since)))
);

with held as (
  select
    worker_id, balance_date, deposit_balance, loan_balance,
    coalesce(lead(balance_date) over (partition by worker_id order by balance_date), cast('9999-12-31' as date)) as to_date
  from staging.worker_balance
)
select
  d.stock_date as stock_date,
  p.worker_id as worker_id,
  p.city_code as place_code,
  p.away_since as away_since,
  h.branch_id as branch_id,
  h.staff_id as staff_id,
  cast(coalesce(b.deposit_balance, 0) as decimal(18, 2)) as deposit_balance,
  cast(coalesce(b.loan_balance, 0) as decimal(18, 2)) as loan_balance
from core.worker_place as p
inner join core.stock_day as d on d.stock_date >= p.moved_date and d.stock_date < p.to_date
inner join mart.dim_worker as h on h.worker_id = p.worker_id
left join held as b
  on b.worker_id = p.worker_id and d.stock_date >= b.balance_date and d.stock_date < b.to_date
where p.city_code is not null
