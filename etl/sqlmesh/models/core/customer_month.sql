MODEL (
  name core.customer_month,
  kind INCREMENTAL_BY_TIME_RANGE (time_column month, partition_by_time_column false),
  interval_unit month,
  allow_partials true,
  description 'Customers behind the figures of online business and of lines granted, cut among those who looked after them: one row per month, customer, group and holder in a post; nobody (null) for what no one held. What the customer did is whole, share is what the holder answers for',
  grain (month, customer_id, product_group, staff_id, branch_id, post_code),
  audits (
    not_null(columns := (month, customer_id, product_group, branch_id, entity_id)),
    customers_cut_without_rest
  )
);

with did as (
  select
    month, customer_id, product_group, is_mobile, mobile_logins, mobile_payments, quick_pay_count, merchant_count,
    merchant_amount, lines, draws
  from core.customer_activity
  where month between @start_date and @end_date
),
holder as (
  select month, customer_id, product_group, staff_id, branch_id, entity_id, post_code, low, high, whole
  from core.holder
  where month between @start_date and @end_date
)
select
  n.month as month,
  n.customer_id as customer_id,
  n.product_group as product_group,
  h.staff_id as staff_id,
  coalesce(h.branch_id, c.branch_id) as branch_id,
  coalesce(h.entity_id, c.entity_id) as entity_id,
  coalesce(h.post_code, '') as post_code,
  cast(0.0001 * @part(10000, h.low, h.high, h.whole) as decimal(9, 4)) as share,
  n.is_mobile as is_mobile,
  n.mobile_logins > 0 as is_mobile_active,
  n.mobile_payments > 0 as is_paying,
  n.quick_pay_count > 0 as is_quick_pay,
  n.merchant_count > 0 as is_merchant,
  cast(n.mobile_logins as integer) as mobile_logins,
  cast(n.mobile_payments as integer) as mobile_payments,
  cast(n.quick_pay_count as integer) as quick_pay_count,
  cast(n.merchant_count as integer) as merchant_count,
  cast(n.merchant_amount as decimal(18, 2)) as merchant_amount,
  cast(n.lines as integer) as lines,
  cast(n.draws as integer) as draws
from did as n
inner join core.home_branch as c on c.customer_id = n.customer_id
left join holder as h
  on h.month = n.month and h.customer_id = n.customer_id and h.product_group = n.product_group
