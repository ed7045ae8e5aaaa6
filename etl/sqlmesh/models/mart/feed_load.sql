MODEL (
  name mart.feed_load,
  kind VIEW,
  description 'Deliveries and their counts: one row per feed, business day and status. rows_read = rows_loaded + rows_rejected',
  grain (feed, business_date, status),
  audits (counts_add_up)
);

select
  cast(feed as varchar) as feed,
  cast(business_date as date) as business_date,
  cast(rows_read as bigint) as rows_read,
  cast(rows_loaded as bigint) as rows_loaded,
  cast(rows_rejected as bigint) as rows_rejected,
  cast(loaded_at as timestamp) as loaded_at,
  cast(status as varchar) as status
from raw.feed_load
