MODEL (
  name staging.channel_activity,
  kind EMBEDDED,
  description 'Use of online channels in the month up to a date: one row per customer and date',
  grain (customer_id, activity_date)
);

select
  cast(customer_id as varchar) as customer_id,
  cast(activity_date as date) as activity_date,
  cast(mobile_logins as integer) as mobile_logins,
  cast(mobile_payments as integer) as mobile_payments,
  cast(mobile_amount as decimal(18,2)) as mobile_amount,
  cast(quick_pay_count as integer) as quick_pay_count,
  cast(merchant_count as integer) as merchant_count,
  cast(merchant_amount as decimal(18,2)) as merchant_amount,
  cast(utility_count as integer) as utility_count,
  cast(card_count as integer) as card_count,
  cast(card_amount as decimal(18,2)) as card_amount
from raw.channel_activity
