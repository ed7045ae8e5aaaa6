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

with chosen as (
  select month, as_of from core.performance_month where month between @start_date and @end_date
),
enrolled as (
  select distinct m.month, h.customer_id
  from staging.holding as h
  inner join chosen as m on h.opened_date <= m.as_of
  where h.product_code = 'mobile_bank'
),
active as (
  select
    m.month, a.customer_id, a.mobile_logins, a.mobile_payments, a.quick_pay_count, a.merchant_count, a.merchant_amount
  from staging.channel_activity as a
  inner join chosen as m on m.as_of = a.activity_date
),
granted as (
  select
    m.month, l.customer_id,
    sum(case when l.kind <> 'line_granted' then 0 when l.reversal_of is null then 1 else -1 end) as lines,
    sum(case when l.kind <> 'drawdown' then 0 when l.reversal_of is null then 1 else -1 end) as draws
  from staging.lending as l
  inner join chosen as m
    on cast(l.happened_at as date) <= m.as_of and cast(l.happened_at as date) > m.as_of - interval '1' year
  where l.kind in ('line_granted', 'drawdown')
  group by m.month, l.customer_id
),
customer as (
  select
    coalesce(a.month, e.month) as month, coalesce(a.customer_id, e.customer_id) as customer_id, 'online' as product_group,
    e.customer_id is not null as is_mobile,
    coalesce(a.mobile_logins, 0) as mobile_logins, coalesce(a.mobile_payments, 0) as mobile_payments,
    coalesce(a.quick_pay_count, 0) as quick_pay_count, coalesce(a.merchant_count, 0) as merchant_count,
    coalesce(a.merchant_amount, 0) as merchant_amount, 0 as lines, 0 as draws
  from active as a
  full join enrolled as e on e.month = a.month and e.customer_id = a.customer_id
  union all
  select
    month, customer_id, 'loan' as product_group, false as is_mobile, 0 as mobile_logins, 0 as mobile_payments,
    0 as quick_pay_count, 0 as merchant_count, 0 as merchant_amount, lines, draws
  from granted
  where lines > 0
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
from customer as n
inner join core.home_branch as c on c.customer_id = n.customer_id
left join holder as h
  on h.month = n.month and h.customer_id = n.customer_id and h.product_group = n.product_group
