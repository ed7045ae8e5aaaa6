MODEL (
  name mart.quarantine_summary,
  kind VIEW,
  description 'Rejected rows by reason: one row per feed, business day and reason',
  grain (feed, business_date, reason)
);

select
  cast(feed as varchar) as feed,
  cast(business_date as date) as business_date,
  cast(reason as varchar) as reason,
  cast(count(reason) as bigint) as rows
from raw.quarantine
group by feed, business_date, reason
