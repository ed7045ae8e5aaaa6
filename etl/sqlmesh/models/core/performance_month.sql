MODEL (
  name core.performance_month,
  kind EMBEDDED,
  description 'Months with balances: as_of is the last day counted, base_date the same of the December before the year: one row per month',
  grain (month)
);

with delivered as (
  select cast(date_trunc('month', balance_date) as date) as month, max(balance_date) as as_of
  from staging.account_balance
  group by date_trunc('month', balance_date)
),
first_day as (
  select min(visit_date) as visit_date from staging.visit
)
select
  d.month as month,
  d.as_of as as_of,
  cast(day(d.as_of) as integer) as month_days,
  b.as_of as base_date
from delivered as d
cross join first_day as f
left join delivered as b on b.month = cast(date_trunc('year', d.as_of) - interval '1' month as date)
where d.as_of >= f.visit_date
