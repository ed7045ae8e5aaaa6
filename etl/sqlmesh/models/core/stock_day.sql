MODEL (
  name core.stock_day,
  kind EMBEDDED,
  description 'Days a stock is kept of: the last day of each month of the history and the last day with data: one row per day',
  grain (stock_date)
);

with first_day as (
  select min(visit_date) as visit_date from staging.visit
)
select max(d.date) as stock_date
from staging.calendar as d
cross join staging.context as c
cross join first_day as f
where d.date >= f.visit_date and d.date <= cast(c.data_as_of as date)
group by date_trunc('month', d.date)
