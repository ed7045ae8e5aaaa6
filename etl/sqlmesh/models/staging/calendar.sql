MODEL (
  name staging.calendar,
  kind EMBEDDED,
  description 'Working days by the official Chinese calendar, weekdays where it is not out yet: one row per day',
  grain (date)
);

select
  cast(date as date) as date,
  cast(is_workday as boolean) as is_workday,
  cast(holiday as varchar) as holiday,
  cast(source as varchar) as source
from raw.calendar
