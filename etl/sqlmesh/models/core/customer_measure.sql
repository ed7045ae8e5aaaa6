MODEL (
  name core.customer_measure,
  kind INCREMENTAL_BY_TIME_RANGE (time_column month, partition_by_time_column false),
  interval_unit month,
  allow_partials true,
  description 'Customers counted, and what they did online, cut among those who looked after them: one row per month, holder in a post (null: nobody) and measure',
  grain (month, staff_id, branch_id, post_code, measure)
);

with did as (
  select
    month, customer_id, product_group, is_mobile, mobile_logins, mobile_payments, quick_pay_count, merchant_count,
    merchant_amount, lines, draws
  from core.customer_activity
  where month between @start_date and @end_date
),
-- customers in ten thousandths, so that one can be cut too; money in cents (unit says how many ten thousandths one is)
counted as (
  select month, customer_id, 'deposit' as product_group, 'deposit_customers' as measure, cast(10000 as bigint) as amount, 1 as unit
  from core.account_month
  where product_group = 'deposit' and month between @start_date and @end_date
  group by month, customer_id
  having sum(balance_avg) >= 1000
  union all
  select month, customer_id, 'loan' as product_group, 'loan_customers' as measure, cast(10000 as bigint) as amount, 1 as unit
  from core.account_month
  where product_code in ('farm_credit', 'startup', 'e_loan') and month between @start_date and @end_date
  group by month, customer_id
  having sum(balance_eop) > 0
  union all
  select month, customer_id, 'loan', 'line_customers', cast(10000 as bigint), 1 from did where lines > 0
  union all
  select month, customer_id, 'loan', 'line_drawn', cast(10000 as bigint), 1 from did where lines > 0 and draws > 0
  union all
  select month, customer_id, 'online', 'mobile_customers', cast(10000 as bigint), 1 from did where is_mobile
  union all
  select month, customer_id, 'online', 'mobile_active', cast(10000 as bigint), 1 from did where mobile_logins > 0
  union all
  select month, customer_id, 'online', 'mobile_payments', cast(10000 * mobile_payments as bigint), 1
  from did where mobile_payments > 0
  union all
  select month, customer_id, 'online', 'merchant_active', cast(10000 as bigint), 1 from did where merchant_count > 0
  union all
  select month, customer_id, 'online', 'merchant_amount', cast(100 * merchant_amount as bigint), 100
  from did where merchant_amount > 0
  union all
  select month, customer_id, 'online', 'quick_pay_active', cast(10000 as bigint), 1 from did where quick_pay_count > 0
),
holder as (
  select month, customer_id, product_group, staff_id, branch_id, entity_id, post_code, low, high, whole
  from core.holder
  where month between @start_date and @end_date
)
select
  n.month as month,
  h.staff_id as staff_id,
  coalesce(h.branch_id, c.branch_id) as branch_id,
  coalesce(h.entity_id, c.entity_id) as entity_id,
  coalesce(h.post_code, '') as post_code,
  n.measure as measure,
  cast(0.0001 * cast(sum(n.unit * (@part(n.amount, h.low, h.high, h.whole))) as decimal(24, 0)) as decimal(24, 4)) as value
from counted as n
inner join core.home_branch as c on c.customer_id = n.customer_id
left join holder as h
  on h.month = n.month and h.customer_id = n.customer_id and h.product_group = n.product_group
group by n.month, h.staff_id, coalesce(h.branch_id, c.branch_id), coalesce(h.entity_id, c.entity_id),
  coalesce(h.post_code, ''), n.measure
