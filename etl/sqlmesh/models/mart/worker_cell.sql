MODEL (
  name mart.worker_cell,
  kind FULL,
  description 'Registered workers away and what they had, added up on each stock day: one row per day, county and entity of origin, and city of work',
  grain (stock_date, entity_id, county_code, destination_province, destination_city, centre_id),
  audits (
    one_row_per(columns := (stock_date, entity_id, county_code, destination_province, destination_city, centre_id)),
    part_of(part := reached, whole := workers),
    places_agree(workers := mart.worker_stock)
  )
);

with counted as (
  select
    s.stock_date, h.county_code, h.prefecture_code, h.entity_id, s.place_code,
    count(s.worker_id) as workers,
    count(case when h.reached_date <= s.stock_date then 1 end) as reached,
    count(case when h.account_date <= s.stock_date then 1 end) as accounts,
    count(case when s.loan_balance > 0 then 1 end) as loans,
    sum(s.deposit_balance) as deposit_balance,
    sum(s.loan_balance) as loan_balance
  from mart.worker_stock as s
  inner join mart.dim_worker as h on h.worker_id = s.worker_id
  group by s.stock_date, h.county_code, h.prefecture_code, h.entity_id, s.place_code
)
select
  c.stock_date as stock_date,
  c.county_code as county_code,
  c.prefecture_code as prefecture_code,
  c.entity_id as entity_id,
  w.destination_province as destination_province,
  w.destination_city as destination_city,
  w.centre_id as centre_id,
  cast(c.workers as integer) as workers,
  cast(c.reached as integer) as reached,
  cast(c.accounts as integer) as accounts,
  cast(c.loans as integer) as loans,
  cast(c.deposit_balance as decimal(18, 2)) as deposit_balance,
  cast(c.loan_balance as decimal(18, 2)) as loan_balance
from counted as c
left join core.work_place as w on w.code = c.place_code
