MODEL (
  name core.period,
  kind EMBEDDED,
  description 'The month and year a day belongs to: one row per day of the calendar',
  grain (date)
);

select
  date as date,
  cast(date_trunc('month', date) as date) as month_start,
  cast(date_trunc('year', date) as date) as year_start
from staging.calendar
