MODEL (
  name mart.calendar,
  kind VIEW,
  description 'Working days and holidays: one row per day. source says whether the official calendar was out',
  grain (date),
  audits (one_row_per(columns := (date)))
);

select date, is_workday, holiday, source
from staging.calendar
