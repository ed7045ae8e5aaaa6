MODEL (
  name core.account_month,
  kind INCREMENTAL_BY_TIME_RANGE (
    time_column month,
    partition_by_time_column false
  ),
  interval_unit month,
  allow_partials true,
  description 'Balances of a month and their growth since the December before, cut among those who looked after them: one row per month, account and holder in a post; nobody (null) for what no one held',
  grain (month, customer_id, product_code, staff_id, branch_id, post_code),
  audits (
    not_null(columns := (month, customer_id, product_code, product_group, branch_id, entity_id)),
    cut_without_rest,
    balances_are_all_there
  )
);

with chosen as (
  select month, as_of, base_date from core.performance_month where month between @start_date and @end_date
),
balance as (
  select
    m.month, b.customer_id, b.product_code, b.balance_avg, b.balance_eop, b.days_past_due, b.loan_class
  from core.corrected_balance as b
  inner join chosen as m on m.as_of = b.balance_date
),
december as (
  select m.month, b.customer_id, b.product_code, b.balance_avg
  from core.corrected_balance as b
  inner join chosen as m on m.base_date = b.balance_date
),
account as (
  select
    coalesce(b.month, d.month) as month,
    coalesce(b.customer_id, d.customer_id) as customer_id,
    coalesce(b.product_code, d.product_code) as product_code,
    cast(100 * coalesce(b.balance_avg, 0) as bigint) as average,
    cast(100 * coalesce(b.balance_eop, 0) as bigint) as at_end,
    cast(100 * (coalesce(b.balance_avg, 0) - coalesce(d.balance_avg, 0)) as bigint) as growth,
    b.days_past_due, b.loan_class
  from balance as b
  full join december as d
    on d.month = b.month and d.customer_id = b.customer_id and d.product_code = b.product_code
),
product as (
  select product_code, min(product_group) as product_group from staging.holding group by product_code
),
grouped as (
  select
    a.month, a.customer_id, a.product_code, a.average, a.at_end, a.growth, a.days_past_due, a.loan_class,
    coalesce(p.product_group, case when a.loan_class is null then 'deposit' else 'loan' end) as product_group
  from account as a
  left join product as p on p.product_code = a.product_code
),
holder as (
  select month, customer_id, product_group, staff_id, branch_id, entity_id, post_code, low, high, whole
  from core.holder
  where month between @start_date and @end_date
)
select
  g.month as month,
  g.customer_id as customer_id,
  g.product_code as product_code,
  g.product_group as product_group,
  h.staff_id as staff_id,
  coalesce(h.branch_id, c.branch_id) as branch_id,
  coalesce(h.entity_id, c.entity_id) as entity_id,
  coalesce(h.post_code, '') as post_code,
  cast(0.0001 * @part(10000, h.low, h.high, h.whole) as decimal(9, 4)) as share,
  cast(0.01 * @part(g.average, h.low, h.high, h.whole) as decimal(18, 2)) as balance_avg,
  cast(0.01 * @part(g.at_end, h.low, h.high, h.whole) as decimal(18, 2)) as balance_eop,
  cast(0.01 * @part(g.growth, h.low, h.high, h.whole) as decimal(18, 2)) as balance_growth,
  cast(coalesce(g.days_past_due, 0) as integer) as days_past_due,
  g.loan_class as loan_class
from grouped as g
inner join core.home_branch as c on c.customer_id = g.customer_id
left join holder as h
  on h.month = g.month and h.customer_id = g.customer_id and h.product_group = g.product_group
